"""Two papers side by side: what they say of the same task, and where their words differ."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from directive_kg.site import words
from directive_kg.site.links import safe_segment
from directive_kg.site.pieces import Frame, PaperRef, Ref
from directive_kg.site.rows import MatchRow, TaskRow
from directive_kg.site.views import Site, percent
from directive_kg.site.words import Label

_COMPARED: Final = ("title", "deliverable", "deadline", "lead", "coordinating", "authority")
_MOST_PAIRS: Final = 80  # of one page
_VERSIONS: Final = frozenset({"amends", "replaces"})


@dataclass(frozen=True, slots=True)
class SideField:
    """A field of a task beside the same field of another paper's task."""

    name: Label
    own: str
    other: str
    differs: bool  # in its words, which need not be a difference of meaning


@dataclass(frozen=True, slots=True)
class Pair:
    """Two tasks that are the same, or of which the later repeats the earlier."""

    own: Ref
    other: Ref
    score: int  # percent
    because: Label
    fields: tuple[SideField, ...]


@dataclass(frozen=True, slots=True)
class Compared:
    """Another paper that says something of the same tasks, with the page that shows both."""

    paper: PaperRef
    page: str
    pairs: int


@dataclass(frozen=True, slots=True)
class CompareContext:
    """What a page of two papers shows; `only` are tasks of versions of one paper that the other lacks."""

    frame: Frame
    earlier: PaperRef
    later: PaperRef
    relation: Label  # how the later stands to the earlier, where it changes it
    pairs: tuple[Pair, ...]
    more: int  # pairs that are not shown
    only_earlier: tuple[Ref, ...]
    only_later: tuple[Ref, ...]


def side_fields(site: Site, own: TaskRow, other: TaskRow) -> tuple[SideField, ...]:
    """The fields of two tasks beside each other."""
    return tuple(
        SideField(words.FIELDS[name], one, two, _folded(one) != _folded(two))
        for name, one, two in zip(_COMPARED, _texts(site, own), _texts(site, other), strict=True)
    )


def compared_with(site: Site, paper: str) -> tuple[Compared, ...]:
    """The papers that stand beside this one on a page, those with most in common first."""
    return tuple(
        Compared(site.paper(other), _path(site, *_in_order(site, paper, other)), count)
        for other, count in _in_common(site, paper)
    )


def compare_pages(site: Site, paper: str) -> Iterator[CompareContext]:
    """The pages of a held paper beside each later one that it has something in common with."""
    for other, _ in _in_common(site, paper):
        earlier, later = _in_order(site, paper, other)
        if earlier == paper:
            yield _compare_context(site, earlier, later, _path(site, earlier, later))


def _in_common(site: Site, paper: str) -> list[tuple[str, int]]:
    """The held papers that change this one, are changed by it, or have tasks in common with it; with how many."""
    counts: Counter[str] = Counter()
    for other in _versions(site, paper):
        counts[other] += 0
    for task in site.tables.paper_tasks.get(paper, ()):
        for match in site.tables.matches.get(task.iri, ()):
            other_task = _other(site, match, task.iri)
            if other_task and other_task.paper != paper:
                counts[other_task.paper] += 1
    held = [(other, count) for other, count in counts.items() if site.links.page(other)]
    return sorted(held, key=lambda item: (-item[1], item[0]))


def _compare_context(site: Site, earlier: str, later: str, path: str) -> CompareContext:
    found = [
        (match, task, other)
        for task in site.tables.paper_tasks.get(earlier, ())
        for match in site.tables.matches.get(task.iri, ())
        if (other := _other(site, match, task.iri)) and other.paper == later
    ]
    pairs = tuple(
        Pair(
            own=_ref(site, task),
            other=_ref(site, other),
            score=percent(match.score),
            because=Label(match.because_vi or "", match.because_en or ""),
            fields=side_fields(site, task, other),
        )
        for match, task, other in found[:_MOST_PAIRS]
    )
    relation = _relation(site, later, earlier)
    paired = {task.iri for _, task, _ in found} | {other.iri for _, _, other in found}
    versions = bool(relation.vi)
    title = Label(f"{site.paper(earlier).name} và {site.paper(later).name}", "Two papers side by side")
    return CompareContext(
        frame=site.frame(path, title, "paper", wide=True),
        earlier=site.paper(earlier),
        later=site.paper(later),
        relation=relation,
        pairs=pairs,
        more=max(0, len(found) - _MOST_PAIRS),
        only_earlier=_unpaired(site, earlier, paired) if versions else (),
        only_later=_unpaired(site, later, paired) if versions else (),
    )


def _unpaired(site: Site, paper: str, paired: set[str]) -> tuple[Ref, ...]:
    rows = [row for row in site.tables.paper_tasks.get(paper, ()) if row.iri not in paired]
    return tuple(_ref(site, row) for row in rows[: 2 * _MOST_PAIRS])


def _ref(site: Site, row: TaskRow) -> Ref:
    return Ref(f"{site.task_name(row)}. {words.shorten(row.title or '', 120)}", site.links.page(row.iri))


def _versions(site: Site, paper: str) -> list[str]:
    """The papers that this one changes, or that change it."""
    found = [row.target for row in site.tables.links_from.get(paper, ()) if words.code(row.relation) in _VERSIONS]
    found += [row.source for row in site.tables.links_to.get(paper, ()) if words.code(row.relation) in _VERSIONS]
    return [iri for iri in dict.fromkeys(found) if iri != paper]


def _relation(site: Site, later: str, earlier: str) -> Label:
    for row in site.tables.links_from.get(later, ()):
        code = words.code(row.relation)
        if row.target == earlier and code in _VERSIONS:
            return words.RELATIONS[code][0]
    return Label("")


def _in_order(site: Site, one: str, two: str) -> tuple[str, str]:
    """Two papers by their day of issue; by name where no day tells."""
    first, second = sorted((one, two), key=lambda iri: (_issued(site, iri), iri))
    return first, second


def _issued(site: Site, paper: str) -> str:
    row = site.tables.papers.get(paper)
    return row.date or "" if row else ""


def _path(site: Site, earlier: str, later: str) -> str:
    page, other = site.links.page(earlier), site.links.page(later)
    assert page is not None
    name = "-".join((other or "").removeprefix("paper/").removesuffix("/index.html").split("/"))
    return page.replace("index.html", f"so-voi-{safe_segment(name)}.html")


def _other(site: Site, match: MatchRow, task: str) -> TaskRow | None:
    return site.tables.tasks.get(match.right if match.left == task else match.left)


def _texts(site: Site, row: TaskRow) -> Sequence[str]:
    roles = ("lead", "coordinating", "approving")
    bodies = [", ".join(body.name for body in site.bodies(row.iri, role)) for role in roles]
    return (row.title or "", site.deliverable(row.iri), site.when(row.iri).words, *bodies)


def _folded(text: str) -> str:
    return " ".join(text.casefold().split()).rstrip(".;, ")
