"""The lines of a ruined paper taken apart: head, body, foot and annexes."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from directive_kg.extract.repair import skeleton
from directive_kg.extract.ruined_words import words_of
from directive_kg.readers.blocks import Line, Paragraph

_OPENS: Final = re.compile(
    r"^(?:[-–+•]\s|\(\d{1,3}\)|[IVX]{1,4}\.\s|\d{1,2}(?:\.\d{1,2}){1,2}\.?\s+\D|\d{1,2}\.\s+\D|[a-zđ]\)\s)"
)
_PAGE_NUMBER: Final = re.compile(r"^\W*\d{1,3}\W*$")
_TABLE_HEAD: Final = re.compile(r"^\W*S?TT\b", re.IGNORECASE)
_HEAD_LENGTH: Final = 40
_ANNEX_GAP: Final = 3  # empty lines that part an annex from what stands before it
_ANNEX_TITLE: Final = 25  # lines of an annex in which the heading of its table stands


@dataclass(frozen=True, slots=True)
class RuinedLayout:
    """The parts of a ruined paper; every line is in one of them."""

    head: tuple[Line, ...]  # up to the first 'Căn cứ' or numbered part
    body: tuple[Paragraph, ...]
    foot: tuple[Line, ...]  # signature and recipients
    annexes: tuple[tuple[Line, ...], ...]


def lay_out(lines: Sequence[Line]) -> RuinedLayout:
    """The parts of a paper by its lines."""
    start = next((i for i, line in enumerate(lines[:_HEAD_LENGTH]) if _begins_body(line.text)), 0)
    foot = next((i for i in range(start, len(lines)) if _begins_foot(lines[i].text)), len(lines))
    sections = _sections(lines[foot:])
    first = next((i for i, s in enumerate(sections) if _is_annex(s)), len(sections))
    annexes: list[list[Line]] = []
    for section in sections[first:]:
        if _is_annex(section) or not annexes:
            annexes.append(list(section))
        else:
            annexes[-1] += section
    return RuinedLayout(
        head=tuple(lines[:start]),
        body=tuple(paragraphs_of(lines[start:foot])),
        foot=tuple(line for section in sections[:first] for line in section),
        annexes=tuple(tuple(a) for a in annexes),
    )


def _begins_body(text: str) -> bool:
    words = words_of(text)[:2]
    opens_basis = len(words) == 2 and skeleton(" ".join(w.text for w in words)) == "c·n c·" and text[:1] == "C"
    return opens_basis or bool(re.match(r"^I\.\s", text))


def _begins_foot(text: str) -> bool:
    if re.match(r"^\W*T[/.]?M\W", text):
        return True
    words = words_of(text)[:2]
    return bool(re.match(r"^N[oơ][iự]?\s+nh", text)) and len(words) == 2


def _sections(lines: Sequence[Line]) -> list[list[Line]]:
    sections: list[list[Line]] = [[]]
    empty = 0
    for line in lines:
        if not line.text.strip():
            empty += 1
            continue
        if empty >= _ANNEX_GAP and sections[-1]:
            sections.append([])
        empty = 0
        sections[-1].append(line)
    return [s for s in sections if s]


def _is_annex(section: Sequence[Line]) -> bool:
    return any(_TABLE_HEAD.match(line.text) for line in section[:_ANNEX_TITLE])


def table_head(lines: Sequence[Line]) -> int:
    """The index of the line that heads the table ('STT …'); 0 where there is none."""
    return next((i for i, line in enumerate(lines) if _TABLE_HEAD.match(line.text)), 0)


def paragraphs_of(lines: Sequence[Line]) -> list[Paragraph]:
    """Running text: a gap, a list mark or a numbered part opens a paragraph; page numbers are dropped."""
    paragraphs: list[Paragraph] = []
    pending: list[Line] = []
    gap = False

    def close() -> None:
        if pending:
            text = re.sub(r"(?<=\d-) (?=[A-ZĐ])", "", " ".join(x.text.strip() for x in pending))
            paragraphs.append(Paragraph(text, pending[0].number, pending[0].page))
            pending.clear()

    for line in lines:
        text = line.text.strip()
        if not text or _PAGE_NUMBER.match(text):
            gap = gap or not text
            continue
        runs_on = bool(pending) and not re.search(r"[.;:!?”]$", pending[-1].text.strip()) and text[0].islower()
        if _OPENS.match(text) or (gap and not runs_on):
            close()
        pending.append(line)
        gap = False
    close()
    return paragraphs
