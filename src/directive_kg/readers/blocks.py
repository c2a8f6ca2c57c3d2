"""What every reader makes of a file: blocks in reading order, each with its place."""

from dataclasses import dataclass, field

from directive_kg.records import Source


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a text, NFC, with its ends trimmed."""

    text: str
    number: int  # in the file, from 1
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text between two gaps."""

    text: str  # lines joined with one space, markup removed
    line: int
    page: int | None = None
    bold: bool = False  # the whole paragraph is marked bold or as a heading
    confidence: float = 1.0  # 0..1, of its least sure word


@dataclass(frozen=True, slots=True)
class RawCell:
    """A cell of a table fragment."""

    text: str  # markup removed; inner paragraphs and bullets stay apart by newline
    line: int
    page: int | None = None
    column: int = 1
    confidence: float = 1.0
    bold: bool = False


@dataclass(frozen=True, slots=True)
class RawTable:
    """A table fragment as it stands: a page break or a repeated heading has not been looked at."""

    rows: tuple[tuple[RawCell, ...], ...]
    line: int
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """One file, read."""

    source: Source
    lines: tuple[Line, ...]  # the whole text, for layouts that have nothing but lines
    blocks: tuple[Paragraph | RawTable, ...] = field(default=())
