"""What the plans' '6 rõ' ask of a task and its row does not tell (checks R1, R3, R5, R6)."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from directive_kg.site.words import Label

if TYPE_CHECKING:
    from directive_kg.site.views import Site

SURE: Final = 0.9  # below this a person should look (records, `Cell.confidence`)


@dataclass(frozen=True, slots=True)
class Hole:
    """Something that a task may leave open."""

    code: str  # of its page
    title: Label
    open_in: Callable[["Site", str], bool]  # whether a task, by its IRI, leaves it open
    rule: str = ""  # the clarity that it leaves open


HOLES: Final[tuple[Hole, ...]] = (
    Hole(
        "chua-ro-chu-tri",
        Label("Chưa rõ cơ quan chủ trì", "No single lead body"),
        lambda site, iri: all(body.is_class or not body.known for body in site.bodies(iri, "lead")),
        "R1-nguoi",
    ),
    Hole(
        "chua-ro-thoi-han",
        Label("Chưa rõ thời hạn", "No deadline"),
        lambda site, iri: site.when(iri).kind_code == "none",
        "R3-thoi-gian",
    ),
    Hole(
        "chua-ro-san-pham",
        Label("Chưa rõ sản phẩm", "No deliverable"),
        lambda site, iri: not site.deliverable(iri),
        "R5-san-pham",
    ),
    Hole(
        "chua-ro-tham-quyen",
        Label("Chưa rõ cấp có thẩm quyền", "No authority"),
        lambda site, iri: not any(body.names_body for body in site.bodies(iri, "approving")),
        "R6-tham-quyen",
    ),
    Hole(
        "doc-chua-chac",
        Label("Đọc chưa chắc", "Read with doubt"),
        lambda site, iri: site.tables.tasks[iri].confidence < SURE,
    ),
)


def holes(site: "Site", task: str) -> tuple[Label, ...]:
    """What a task leaves open."""
    return tuple(HOLES[place].title for place in site.briefs[task].open)
