"""A sheet that came back -> its rows as words, wherever its columns stand. Every file is hostile: sizes are checked first."""

import csv
import io
import unicodedata
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Final

import openpyxl  # type: ignore[import-untyped]  # it ships no types

from directive_kg.errors import BadInputError
from directive_kg.names import fold
from directive_kg.progress import sheet

_LARGEST: Final = 20 * 1024 * 1024  # bytes of the file
_UNPACKED: Final = 200 * 1024 * 1024  # bytes of what an XLSX holds
_MOST_ROWS: Final = 100_000
_MOST_COLUMNS: Final = 60
_LONGEST: Final = 2000  # characters kept of an answer
_HEADS: Final = {fold(head): head for head in (*sheet.HEADS, sheet.BODY)}
# Signs that turn the direction of writing, and others that are not seen, are taken out: they hide what a cell says.
_UNSEEN: Final = frozenset({"Cf", "Cc", "Cs", "Co"})


@dataclass(frozen=True, slots=True)
class Line:
    """One filled row of the table."""

    row: int  # in the sheet, from 1
    cells: dict[str, str]  # head -> words


@dataclass(frozen=True, slots=True)
class Answer:
    """What a sheet says."""

    body: str  # code of the body, '' where the sheet does not say
    lines: tuple[Line, ...]


def read_sheet(path: Path) -> Answer:
    """Read .xlsx or .csv. Raises BadInputError for another file, one that is too large, or one without the columns."""
    try:
        size = path.stat().st_size
    except OSError as error:
        raise BadInputError(f"{path}: không đọc được / cannot be read: {error.strerror}") from error
    if size > _LARGEST:
        raise BadInputError(f"{path}: tệp quá lớn / the file is too large: {size} bytes")
    if path.suffix.lower() == ".xlsx":
        return _answer(path, _of_xlsx(path))
    if path.suffix.lower() == ".csv":
        return _answer(path, _of_csv(path))
    raise BadInputError(f"{path}: cần tệp .xlsx hoặc .csv / an .xlsx or .csv file is needed")


def _answer(path: Path, table: Iterable[tuple[int, list[str]]]) -> Answer:
    body, places, lines = "", dict[str, int](), []
    for number, words in table:
        if number > _MOST_ROWS:
            raise BadInputError(f"{path}: quá nhiều hàng / too many rows: > {_MOST_ROWS}")
        if not places:
            heads = {_HEADS[fold(word)]: place for place, word in enumerate(words) if fold(word) in _HEADS}
            if sheet.TASK in heads and sheet.STATUS in heads:
                places = heads
            elif sheet.BODY in heads and heads[sheet.BODY] + 1 < len(words):
                body = words[heads[sheet.BODY] + 1]
            continue
        cells = {head: words[place] if place < len(words) else "" for head, place in places.items()}
        if any(cells.values()):
            lines.append(Line(number, cells))
    if not places:
        raise BadInputError(
            f"{path}: không thấy hàng tiêu đề có cột “{sheet.TASK}” và “{sheet.STATUS}”; hãy dùng bảng của "
            f"`progress export` / no head with these columns: use the sheet of `progress export`"
        )
    return Answer(body, tuple(lines))


def _of_xlsx(path: Path) -> Iterator[tuple[int, list[str]]]:
    try:
        with zipfile.ZipFile(path) as package:
            if sum(entry.file_size for entry in package.infolist()) > _UNPACKED:
                raise BadInputError(f"{path}: nội dung nén quá lớn / it unpacks to too much")
            if any(b"<!DOCTYPE" in package.read(entry)[:4096] for entry in package.infolist() if entry.file_size):
                raise BadInputError(f"{path}: tệp có DOCTYPE bị từ chối / a file with a DOCTYPE is refused")
        # Formulas are read as they are written, never as what a program worked out of them.
        book = openpyxl.load_workbook(path, read_only=True, data_only=False, keep_links=False)
        try:
            for number, row in enumerate(
                book.worksheets[0].iter_rows(values_only=True, max_col=_MOST_COLUMNS), start=1
            ):
                yield number, [_words(value) for value in row]
        finally:
            book.close()
    except BadInputError:
        raise
    except Exception as error:
        # The library raises a dozen kinds on broken files, all meaning one thing.
        raise BadInputError(
            f"{path}: không phải bảng tính đọc được / not a readable workbook: {type(error).__name__}"
        ) from error


def _of_csv(path: Path) -> Iterator[tuple[int, list[str]]]:
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise BadInputError(
            f"{path}: không phải UTF-8; lưu lại dạng CSV UTF-8 / not UTF-8: save it as CSV UTF-8"
        ) from error
    separator = max(",;\t", key=text[:4096].count)
    try:
        for number, row in enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=separator), start=1):
            yield number, [_words(word.removeprefix("'")) for word in row[:_MOST_COLUMNS]]
    except csv.Error as error:
        raise BadInputError(f"{path}: CSV hỏng / broken CSV: {error}") from error


def _words(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime | date):
        return f"{value.day:02}/{value.month:02}/{value.year:04}"
    text = unicodedata.normalize("NFC", str(value))
    seen = "".join(" " if c in "\n\t\r" else c for c in text if c in "\n\t\r" or unicodedata.category(c) not in _UNSEEN)
    return " ".join(seen.split())[:_LONGEST]
