"""Text papers: tables with tabs or '|' between running text, light Markdown or HTML marks inside the lines, or raw HTML."""

import hashlib
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import Final

from directive_kg.errors import SecretPaperError, UnreadablePaperError
from directive_kg.names import fold
from directive_kg.readers.blocks import Line, Paragraph, RawCell, RawTable, Reading
from directive_kg.readers.encodings import decode
from directive_kg.readers.files import read_bytes
from directive_kg.readers.html import html_blocks, is_html
from directive_kg.readers.letterhead import is_letterhead, letterhead_paragraphs
from directive_kg.readers.markup import is_bold, normalise, one_line, strip_markup
from directive_kg.readers.paragraphs import SourceLine, paragraphs, paragraphs_are_apart
from directive_kg.readers.piped import is_lone, is_pipe_row, lone_pipe_table, pipe_table
from directive_kg.readers.spaced import beside, is_beside, opens_spaced, spaced_table
from directive_kg.records import Source

MAX_BYTES: Final = 20_000_000  # a paper of text this large is no paper
# Nghị định 26/2020/NĐ-CP, điều 2: the three marks of secrecy, stamped as a line of their own near the head.
_SECRECY: Final = re.compile(r"^\W*(?:ĐỘ\s+MẬT\s*:?\s*)?(TUYỆT MẬT|TỐI MẬT|MẬT)\W*$")
_GAZETTE_HEAD: Final = re.compile(r"^(?:\d{1,3}\s+)?CÔNG BÁO/Số[\d\s+/-]+Ngày[\d\s/.-]+(?:\s\d{1,3})?$")
_PAGE_NUMBER: Final = re.compile(r"^\d{1,3}$")
_VIETNAMESE_LETTERS: Final = (
    "đếàạôưêộáâịảủầồệấựơùậờăóòãứốìũíởụừểọúợỉẩắéặềớõữằỹẫýẽễỏèỳẵổẻửĩẳẹỗỷỵỡ"  # the commonest first
)
_COMMON_WORDS: Final = {"va", "cua", "cac", "thuc", "hien", "nhan", "dan", "quyet", "theo", "ban", "trong", "phat"}


def read_text(path: Path) -> Reading:
    """Read a text file into blocks.

    Raises UnreadablePaperError (missing, empty, binary, in no encoding that gives Vietnamese) and SecretPaperError.
    """
    data = read_bytes(path, MAX_BYTES)
    text = decode(data)
    if text is None:
        raise UnreadablePaperError(
            f"{path}: không phải văn bản UTF-8, UTF-16, Windows-1258, TCVN3 hay VNI; hãy lưu lại dạng UTF-8 "
            f"/ not text in UTF-8, UTF-16, Windows-1258, TCVN3 or VNI; save it as UTF-8"
        )
    if "\x00" in text:
        raise UnreadablePaperError(f"{path}: tệp nhị phân, không phải văn bản / a binary file, not a text")
    source = Source(file=path.name, sha256=hashlib.sha256(data).hexdigest(), format="text")
    if is_html(text):
        drawn = html_blocks(text)
        shown = tuple(_lines_of(drawn))
        text = "\n".join(line.text for line in shown)
        refuse_secret(path, text)
        refuse_foreign(path, text)
        return Reading(source, shown, tuple(drawn))
    refuse_secret(path, text)
    refuse_foreign(path, text)
    lines = _lines(text)
    return Reading(
        source, tuple(Line(normalise(x.raw).strip(), x.number, x.page) for x in lines), tuple(_blocks(lines))
    )


def refuse_secret(path: Path, text: str) -> None:
    """Raise SecretPaperError when the head of the paper bears a mark of secrecy (check F5-mat)."""
    head = (one_line(strip_markup(line)) for line in text.split("\n", 400)[:400])
    for line in islice(filter(None, head), 60):
        # Letterheads linearised from tables may put the stamp behind a '|'.
        for part in line.split("|"):
            if match := _SECRECY.match(part.strip()):
                raise SecretPaperError(
                    f"{path}: văn bản đóng dấu {match.group(1)}: không nhận / marked {match.group(1)}: refused"
                )


def refuse_foreign(path: Path, text: str) -> None:
    """Raise UnreadablePaperError when a text is plainly not Vietnamese, ruined diacritics allowed for."""
    marked = 0
    for letter in _VIETNAMESE_LETTERS:
        marked += text.count(letter)
        if marked >= 0.05 * len(text) > 0:
            return
    letters = {c: count for c, count in Counter(text.lower()).items() if c.isalpha()}
    total = sum(letters.values())
    marked = sum(count for c, count in letters.items() if c in _VIETNAMESE_LETTERS)
    if marked >= 0.05 * total > 0:
        return
    if not total or len(_COMMON_WORDS & set(fold(text[:200_000]).split())) < 6:
        raise UnreadablePaperError(f"{path}: không phải tiếng Việt / not in Vietnamese")


def _lines(text: str) -> list[SourceLine]:
    lines: list[SourceLine] = []
    page = 1
    paged = "\f" in text
    for number, raw in enumerate(text.replace("\r\n", "\n").replace("\r", "\n").split("\n"), start=1):
        page += raw.count("\f")
        lines.append(SourceLine(raw.replace("\f", " "), number, page if paged else None))
    return lines


def _lines_of(blocks: Sequence[Paragraph | RawTable]) -> Iterator[Line]:
    for block in blocks:
        if isinstance(block, Paragraph):
            yield Line(block.text, block.line)
        else:
            yield from (Line("\t".join(one_line(c.text) for c in row), row[0].line) for row in block.rows)


def _blocks(lines: list[SourceLine]) -> list[Paragraph | RawTable]:
    lines = _without_gazette_heads(lines)
    stretches: list[tuple[list[SourceLine], list[Paragraph | RawTable]]] = [([], [])]  # prose, and the table behind it
    index = 0
    while index < len(lines):
        table, after = _table_at(lines, index)
        if after == index:
            stretches[-1][0].append(lines[index])
            index += 1
            continue
        if table is not None:
            stretches[-1][1].extend([table] if isinstance(table, RawTable) else table)
        stretches.append(([], []))
        index = after
    apart = paragraphs_are_apart([line for prose, _ in stretches for line in prose])
    return [block for prose, table in stretches for block in (*paragraphs(prose, apart=apart), *table)]


def _without_gazette_heads(lines: list[SourceLine]) -> list[SourceLine]:
    """The lines without the gazette's page heads, which stand inside sentences: 'CÔNG BÁO/Số …' and a page number."""
    heads = {i for i, line in enumerate(lines) if _GAZETTE_HEAD.match(line.raw.strip())}
    numbers = {j for i in heads for j in _beside(lines, i) if _PAGE_NUMBER.match(lines[j].raw.strip())}
    return [line for i, line in enumerate(lines) if i not in heads | numbers]


def _beside(lines: list[SourceLine], index: int) -> Iterator[int]:
    """The nearest lines before and behind that are not blank."""
    for step in (-1, 1):
        at = index + step
        while 0 <= at < len(lines) and not lines[at].raw.strip():
            at += step
        if 0 <= at < len(lines):
            yield at


def _table_at(lines: list[SourceLine], index: int) -> tuple[RawTable | list[Paragraph] | None, int]:
    """The table, or the letterhead set as one, that begins at a line, and the index behind it; the same index if none."""
    if lines[index].raw.count("\t") >= 2:
        end = index
        while end < len(lines) and lines[end].raw.count("\t") >= 2:
            end += 1
        return _table(lines[index:end]), end
    if is_lone(lines[index]):
        drawn, end = lone_pipe_table(lines, index)
    elif is_pipe_row(lines[index]):
        drawn, end = pipe_table(lines, index)
    elif opens_spaced(lines[index]):
        return spaced_table(lines, index)
    elif is_beside(lines[index]):
        drawn, end = beside(lines, index)
    else:
        return None, index
    if drawn is None:
        return None, end
    if is_letterhead(drawn):
        return list(letterhead_paragraphs(drawn)), end
    return _without_marks(drawn), end


def _without_marks(table: RawTable) -> RawTable:
    rows = tuple(tuple(replace(cell, text=strip_markup(cell.text)) for cell in row) for row in table.rows)
    return replace(table, rows=rows)


def _table(rows: list[SourceLine]) -> RawTable:
    cells = tuple(
        tuple(
            RawCell(strip_markup(text), row.number, row.page, column, bold=is_bold(text) or "<i>" in text[:12])
            for column, text in enumerate(row.raw.split("\t"), start=1)
        )
        for row in rows
    )
    return RawTable(cells, rows[0].number, rows[0].page)
