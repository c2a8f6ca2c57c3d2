"""Lines of running text to paragraphs: pieces broken by a page or wrapped at a margin are joined again."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median
from typing import Final

from directive_kg.readers.blocks import Paragraph, RawTable
from directive_kg.readers.markup import is_bold, is_footnote, one_line, strip_markup

# A list mark that opens a paragraph: 'I.', '1.', '1.1.', 'a)', '(1)', '-', '+', '•'.
MARK: Final = re.compile(
    r"^(?:[-–—+•*]\s?(?=\S)|(?:[IVXL]{1,6}|[A-ZĐ])[.)]\s|\(?\d{1,3}(?:\.\d{1,3}){0,4}[.)]\s?(?=\D)|\d{1,2}(?:\.\d{1,2}){1,4}\s|[a-zđ]\)\s|\([a-zđ]\)\s)"
)
_ENDS: Final = (".", ";", ":", "!", "?", "…", "./.")
_MOST_PIECES: Final = 40  # of one sentence; a paper that runs on for longer has no sentences to mend
_RULE: Final = re.compile(r"^[-–—_*=\s]{3,}$")
_STANDS_ALONE: Final = re.compile(
    r"^(?:Số\s*:|Nơi nhận|Kính gửi|V/v|PHỤ LỤC|Phụ lục\b|\(?Kèm theo|\(Ban hành kèm|CỘNG H|Độc lập|TM\.|T/M|KT\.|TL\.|Căn cứ )"
)


# Nothing ends so: 'trước ngày' before '30/4/2026', 'Công văn số' before '12/UBND'.
_OPEN_END: Final = re.compile(r"\s(?:ngày|tháng|số|và|của|các|với|thuộc|hoặc)$")


@dataclass(frozen=True, slots=True)
class SourceLine:
    """A line of the file with its markup still on."""

    raw: str
    number: int
    page: int | None


def _is_capitals(text: str) -> bool:
    letters = [c for c in text if c.isalpha()]
    return len(letters) > 2 and all(c.isupper() for c in letters)


def wrap_width(texts: Sequence[str]) -> int | None:
    """The margin at which a text was wrapped, or None when its paragraphs are whole lines.

    Wrapped text has many lines that neither end a sentence nor are followed by a new one.
    """
    body = [t for t in texts if len(t) > 30]
    if len(body) < 8:
        return None
    runs_on = sum(1 for a, b in pairwise(texts) if len(a) > 30 and not a.endswith(_ENDS) and b[:1].islower())
    if runs_on < 0.2 * len(body):
        return None
    return int(median(sorted(len(t) for t in body)[len(body) // 2 :]))


def _continues(before: str, after: str, width: int | None) -> bool:
    if before.endswith(_ENDS) or MARK.match(after) or _STANDS_ALONE.match(after):
        return False
    if _OPEN_END.search(before) and not _is_capitals(after):
        return True
    if _is_capitals(before) != _is_capitals(after) and not after[:1].islower():
        return False
    if after[:1].islower() or after[:1] in "(," or before.endswith((",", "-", "–")):
        return not _is_capitals(before)
    # A wrapped line that reaches the margin goes on, whatever letter comes next.
    return width is not None and len(before) >= 0.8 * width and not _is_capitals(before)


def paragraphs_are_apart(lines: Sequence[SourceLine]) -> bool:
    """Whether blank lines part the paragraphs of a text and single line ends are no more than its margin.

    In such a text many lines run on without a blank line between, and what follows a blank line rarely goes on with a
    sentence; in one that was taken from pages, a blank line may stand anywhere.
    """
    runs_on = after_blank = begins_low = marks_apart = marks_inside = 0
    for before, line in pairwise(lines):
        text, above = line.raw.strip(), before.raw.strip()
        if not text or "|" in (text, above) or "\t" in text:
            continue
        marked = bool(MARK.match(text.lstrip("*_")))
        if above:
            runs_on += text[:1].islower() and not marked and len(above) > 30
            marks_inside += marked and len(above) > 60
        else:
            after_blank += 1
            marks_apart += marked
            begins_low += text[:1].islower() and not marked
    return (
        runs_on >= max(8, 0.2 * after_blank)
        and after_blank >= 8
        and begins_low <= 0.1 * after_blank
        and marks_inside <= 0.5 * marks_apart
    )


def _blank_lines_part(lines: Sequence[SourceLine]) -> Iterator[Paragraph]:
    block: list[SourceLine] = []
    for line in [*lines, SourceLine("", 0, None)]:
        if not line.raw.strip():
            yield from _of_block(block)
            block = []
        else:
            block.append(line)


def _of_block(lines: Sequence[SourceLine]) -> Iterator[Paragraph]:
    """The paragraphs of lines without a blank between them: list items begin anew, everything else is joined."""
    joined: list[tuple[list[str], SourceLine]] = []
    for line in lines:
        # A marker of emphasis that closes at the begin of the next line says nothing of that line.
        for place, part in enumerate(line.raw.replace("****", "**\n**").split("\n")):
            text = one_line(strip_markup(part))
            if not text or _RULE.match(text):
                continue
            before = joined[-1][0][-1] if joined else ""
            fresh = before.endswith(_ENDS) and (MARK.match(text) or _STANDS_ALONE.match(text))
            if not joined or fresh or place:
                joined.append(([text], SourceLine(part, line.number, line.page)))
            else:
                joined[-1][0].append(text)
    for texts, first in joined:
        yield Paragraph(_mend_breaks(" ".join(texts)), first.number, first.page, bold=is_bold(first.raw))


def paragraphs(lines: Sequence[SourceLine], *, apart: bool = False) -> Iterator[Paragraph]:
    """The paragraphs of a stretch of running text, in order; footnotes stand for themselves.

    `apart`: blank lines part them (see `paragraphs_are_apart`).
    """
    if apart:
        yield from _blank_lines_part(lines)
        return
    pieces: list[tuple[str, SourceLine]] = []
    for line in lines:
        # Two headings glued together ('**I. …****1. …**') are two.
        for part in line.raw.replace("****", "**\n**").split("\n"):
            text = one_line(strip_markup(part))
            if text and not _RULE.match(text):
                pieces.append((text, SourceLine(part, line.number, line.page)))
    width = wrap_width([text for text, _ in pieces])
    pending: list[tuple[str, SourceLine]] = []
    held_back: list[Paragraph] = []

    def flush() -> Iterator[Paragraph]:
        if pending:
            first = pending[0][1]
            joined = " ".join(text for text, _ in pending)
            yield Paragraph(_mend_breaks(joined), first.number, first.page, bold=is_bold(first.raw))
            pending.clear()
        yield from held_back
        held_back.clear()

    for text, line in pieces:
        if is_footnote(line.raw):
            # A footnote at the foot of a page must not break the sentence that runs over to the next page.
            held_back.append(Paragraph(text, line.number, line.page))
        elif pending and _continues(pending[-1][0], text, width):
            pending.append((text, line))
        else:
            yield from flush()
            pending.append((text, line))
    yield from flush()


def joined(blocks: Iterable[Paragraph | RawTable]) -> list[Paragraph | RawTable]:
    """Blocks of a format that knows its paragraphs: only a sentence that plainly runs on is joined to its beginning."""
    found: list[Paragraph | RawTable] = []
    pending: list[Paragraph] = []

    def flush() -> None:
        if pending:
            text = " ".join(p.text for p in pending)
            found.append(replace(pending[0], text=_mend_breaks(text)) if len(pending) > 1 else pending[0])
            pending.clear()

    for block in blocks:
        if isinstance(block, Paragraph):
            if _RULE.match(block.text):
                continue
            if not pending or len(pending) > _MOST_PIECES or not _continues(pending[-1].text, block.text, None):
                flush()
            pending.append(block)
        else:
            flush()
            found.append(block)
    flush()
    return found


def _mend_breaks(text: str) -> str:
    # A document number cut at a hyphen or slash by the margin: '238/KH- UBND'.
    return re.sub(r"(?<=[A-ZĐa-z0-9])([-/]) (?=[A-ZĐ]{2,}\b)", _rejoin, text)


def _rejoin(match: re.Match[str]) -> str:
    before = match.string[max(0, match.start() - 12) : match.start()]
    return match.group(1) if re.search(r"\d+\s?/[A-ZĐa-zđ0-9/]*$|\d+-[A-ZĐ][A-Za-zĐđ]*$", before) else match.group(0)
