"""The body of a ruined paper: provisions, numbered targets and orders, with the raw words beside what was restored."""

import hashlib
import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from directive_kg.extract.indicators import read_targets
from directive_kg.extract.orders import Order, find_orders
from directive_kg.extract.provisions import body_parts, provisions_of
from directive_kg.extract.repair import skeleton
from directive_kg.extract.ruined_text import RuinedText
from directive_kg.extract.tasks import order_tasks
from directive_kg.names import fold
from directive_kg.readers.blocks import Paragraph
from directive_kg.records import Assignment, Cell, Doubt, Indicator, Place, Provision, Target, Task

_ITEM: Final = re.compile(r"^\((\d{1,3})\)\s*")
_GIVES: Final = re.compile(r"^(?P<mark>(?:(?P<no>\d{1,2})\.\s*|[-–+]\s*)?)Giao(?: cho)?\s+")
_SURE: Final = 0.9
_UNCLEAR_COUNT: Final = re.compile(r"[1-9]\d?(?!\d)")  # 'là', 'lệ' come out as 12, 13, 18
_ANNOUNCED: Final = re.compile(r"(?<!\d)(\d{1,3})\s+ch\S{1,2}\s+t\S{1,3}u?(?!\w)")
_ROMAN: Final = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X")


@dataclass(frozen=True, slots=True)
class RuinedBody:
    """What was read from a body, and what of it is not certain."""

    provisions: tuple[Provision, ...]
    indicators: tuple[Indicator, ...]
    orders: tuple[Task, ...]
    doubts: tuple[Doubt, ...]


def read_ruined_body(paragraphs: Sequence[Paragraph], text: RuinedText, year: int | None) -> RuinedBody:
    """Provisions, targets and orders of a ruined body."""
    restored = [replace(p, text=text.restore(p.text).text) for p in paragraphs]
    words = {p.line: text.restore(p.text) for p in paragraphs}
    share = {line: found.share for line, found in words.items()}
    sure = {line: found.confidence for line, found in words.items()}
    raw = {p.line: p.text for p in paragraphs}
    parts = body_parts(restored)
    lines = {part.key: part.first.line for part in parts}
    provisions = tuple(_provision(p, paragraphs, [*lines.values()], raw, share) for p in provisions_of(parts))
    indicators, list_doubts = find_ruined_indicators(paragraphs, text)
    starts = sorted((line, key) for key, line in lines.items())
    found = _given(restored, text)
    given = {o.paragraph.line for o in found}
    others = find_orders(restored, register=text.register, home=text.home or "")
    found += [o for o in others if o.paragraph.line not in given]
    orders = order_tasks(
        sorted(found, key=lambda o: o.paragraph.line),
        provision_of=lambda line: next((key for start, key in reversed(starts) if start <= line), None),
        year=year,
        cites=lambda _: (),
    )
    orders = [_order(o, raw, sure) for o in orders if _is_certain(o)]
    doubts = [*list_doubts, *_heading_doubts(provisions, share), *_gaps(provisions), *_lost_orders(provisions, orders)]
    return RuinedBody(provisions, indicators, tuple(orders), tuple(doubts))


def _given(paragraphs: Sequence[Paragraph], text: RuinedText) -> list[Order]:
    """'Giao <body> …' orders work whatever its first verb is, even one that cannot be read."""
    found = []
    for paragraph in paragraphs:
        opening = _GIVES.match(paragraph.text)
        if opening is None or paragraph.text.endswith(":"):
            continue
        addressee = text.body_at(paragraph.text, opening.end())
        if addressee and addressee.start == opening.end() and not addressee.body.is_class:
            work = paragraph.text[addressee.end :].strip(" ,:")
            addressed = paragraph.text[opening.end() : addressee.end].strip()
            found.append(Order(work, (addressee.body,), opening["no"], paragraph, addressed))
    return found


def _lost_orders(provisions: Sequence[Provision], orders: Sequence[Task]) -> list[Doubt]:
    """Parts of the chapter that orders work, of which no body could be told for certain."""
    under = {o.provision for o in orders if o.provision}
    chapters = {key.partition(".")[0] for key in under}
    return [
        Doubt(
            f"provision/{p.key}/order",
            "Mục này có thể giao việc nhưng không đọc chắc được cơ quan",
            "This part may order work, but of whom is not certain",
            p.place,
            0.3,
        )
        for p in provisions
        if p.parent in chapters and p.key not in under
    ]


def _is_certain(order: Task) -> bool:
    return bool(order.assignments) and all(a.body.agency for a in order.assignments)


def _provision(
    provision: Provision,
    paragraphs: Sequence[Paragraph],
    starts: Sequence[int],
    raw: dict[int, str],
    share: dict[int, float],
) -> Provision:
    line = provision.place.line if provision.place and provision.place.line else 0
    end = min((s for s in starts if s > line), default=10**9)
    words = " ".join(p.text for p in paragraphs if line <= p.line < end)
    heading = provision.heading
    if heading is not None and share[line] < _SURE and skeleton(heading) in skeleton(raw[line]):
        # Not certain: the heading stands as in the file.
        bare = re.sub(r"^(?:[IVX]+|\d{1,2}(?:\.\d{1,2})*)\.\s*", "", raw[line])
        heading = bare.partition(":")[0].strip() if ":" in bare[:90] else bare.rstrip(" .:")
    place = Place(raw[line][:300], line=line or None, page=provision.place.page if provision.place else None)
    return replace(
        provision,
        heading=heading,
        place=place,
        fingerprint="sha256:" + hashlib.sha256(fold(words).encode()).hexdigest(),
    )


def _heading_doubts(provisions: Sequence[Provision], share: dict[int, float]) -> list[Doubt]:
    return [
        Doubt(
            f"provision/{p.key}",
            "Tên mục không khôi phục được chắc chắn; giữ như trong tệp",
            "The heading could not be restored for certain; it stands as in the file",
            p.place,
            round(share[p.place.line], 2),
        )
        for p in provisions
        if p.heading and p.place and p.place.line and share[p.place.line] < _SURE
    ]


def _gaps(provisions: Sequence[Provision]) -> list[Doubt]:
    tops = [p for p in provisions if p.parent is None and p.number in _ROMAN]
    found = []
    for one, other in itertools.pairwise(tops):
        at = _ROMAN.index(one.number)
        if _ROMAN.index(other.number) != at + 1:
            found.append(
                Doubt(
                    f"provision/{other.key}/number",
                    f"Sau mục {one.number} là mục {other.number}: thiếu mục ở giữa hoặc đánh số nhầm",
                    f"Part {other.number} follows part {one.number}: one is missing or misnumbered",
                    other.place,
                    0.5,
                )
            )
    return found


def find_ruined_indicators(
    paragraphs: Sequence[Paragraph], text: RuinedText
) -> tuple[tuple[Indicator, ...], tuple[Doubt, ...]]:
    """The first list '(1) … (n)' under words that speak of 'chỉ tiêu': figures as printed, words as far as certain."""
    found: list[Indicator] = []
    doubts: list[Doubt] = []
    announced: int | None = None
    for at, paragraph in enumerate(paragraphs):
        item = _ITEM.match(paragraph.text)
        if not item:
            if (
                not found
                and (match := _ANNOUNCED.search(paragraph.text))
                and skeleton(match.group()).endswith("ch· t·")
            ):
                announced = int(match[1])
            continue
        if int(item[1]) != len(found) + 1 or (not found and not _speaks_of_targets(paragraphs[max(0, at - 2) : at])):
            if found:
                break
            continue
        raw = paragraph.text[item.end() :]
        restored = text.restore(raw)
        place = Place(paragraph.text, line=paragraph.line, page=paragraph.page)
        found.append(Indicator(item[1], restored.text, place, _certain_targets(restored.text), restored.confidence))
        if restored.confidence < _SURE:
            doubts.append(
                Doubt(
                    f"indicator/{item[1]}",
                    "Lời của chỉ tiêu chỉ khôi phục được một phần; chữ chưa chắc giữ như trong tệp",
                    "The words of the target are restored in part; those not certain stand as in the file",
                    place,
                    restored.confidence,
                )
            )
    if announced is not None and announced != len(found):
        doubts.append(
            Doubt(
                "indicators",
                f"Văn bản nói có {announced} chỉ tiêu, đọc được {len(found)}",
                f"The paper speaks of {announced} targets, {len(found)} were read",
            )
        )
    return tuple(found), tuple(doubts)


def _certain_targets(words: str) -> tuple[Target, ...]:
    """The targets of ruined words: a small count with nothing in front that sets a target may be a misread word."""
    return tuple(t for t in read_targets(words) if t.unit == "%" or not _UNCLEAR_COUNT.match(t.words))


def _speaks_of_targets(before: Sequence[Paragraph]) -> bool:
    return any("ch· t·" in skeleton(p.text[:200]) for p in before)


def _order(order: Task, raw: dict[int, str], certain: dict[int, float]) -> Task:
    line = order.title.place.line or 0
    sure = certain.get(line, 0.0)
    place = Place(raw.get(line, order.title.place.text), line=line or None, page=order.title.place.page)
    cells = tuple(_cell(c, place, sure) for c in order.cells)
    assignments = tuple(
        Assignment(a.role, replace(a.body, confidence=min(a.body.confidence, 0.95)), place) for a in order.assignments
    )
    deadline = order.deadline
    if deadline.words:
        deadline = replace(deadline, place=place)
    return replace(
        order,
        title=_cell(order.title, place, sure),
        cells=cells,
        assignments=assignments,
        deadline=deadline,
        confidence=sure,
    )


def _cell(cell: Cell, place: Place, sure: float) -> Cell:
    return Cell(cell.field, cell.text, place, 0.95 if cell.field == "lead" else sure)
