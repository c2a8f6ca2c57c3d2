"""What stands to the right of the leading body in a ruined row: coordinating bodies, a time, a source of money."""

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from directive_kg.extract.repair import closest, likeness, plain_word, skeleton
from directive_kg.extract.ruined_text import RuinedText
from directive_kg.extract.ruined_words import Word, words_of

_YEARS: Final = re.compile(r"(?<![\d/])(?:N[aăi]m )?20\d\d(?:\s?[-–,]\s?20\d\d)?(?![\d/])(?:\s+v[aà]\s?duy)?")
_YEARS_ONLY: Final = re.compile(r"(?:Năm )?20\d\d(?:\s?[-–,]\s?20\d\d)?")
_MONEY: Final = ("ngân sách", "nhà nước", "xã hội hóa", "ngoài ngân sách", "vốn đầu tư", "toàn xã hội", "nhà nước và",
                 "ngân sách nhà nước", "và xã hội hóa")  # fmt: skip
_OPENS_MONEY: Final = ("ngansach", "ngoaingan", "vondautu")
_MONEY_LIKE: Final = 0.6
_RHYTHMS: Final = ("Hàng năm", "Hàng quý", "Hàng tháng")
_OPENS_RIGHT: Final = (
    "Các sở", "Các phòng", "Các cơ quan", "các cơ quan", "các đơn vị", "đơn vị liên quan", "liên quan", "UB MTTQ",
    "Ủy ban MTTQ", "các TDP", "và các tổ", "Các sở ban", "chức chính trị", "tổ chức chính trị", "chính trị - xã hội",
    "hộ gia đình", "Trung tâm", "Hội Doanh nghiệp", "Doanh nghiệp", "Ban QLDA", "Bảo hiểm xã hội", "Ngân hàng", "Sở Tài chính",
    "Chi nhánh", "phòng Đăng ký", "Ban Quản lý", "xã hội phường", "Công an", "dịch vụ việc làm", "tài trợ",
)  # fmt: skip
_SURE_TIME: Final = 0.9


@dataclass(frozen=True, slots=True)
class Piece:
    """The words of one line that belong to one cell."""

    raw: str
    line: int


def join(pieces: Sequence[Piece]) -> str:
    """The words of a cell, stray signs at the ends of its lines taken off."""
    return tidy(" ".join(p.raw.strip(" |‘’'.`\"") for p in pieces))


def tidy(words: str) -> str:
    """Single spaces, no stray signs at the ends."""
    return re.sub(r"\s+", " ", words).strip(" .,|‘’'`")


def right_begins(raw: str) -> int | None:
    """Where the words of the coordinating column begin in a line that has lost its rules; None where none are known."""
    words = words_of(raw)
    for i in range(len(words)):
        for length in (3, 2):
            run = words[i : i + length]
            if len(run) == length and _is_opening(raw, run):
                return run[0].start
    return None


def _is_opening(raw: str, run: Sequence[Word]) -> bool:
    found = closest(raw[run[0].start : run[-1].end], _OPENS_RIGHT)
    return found is not None and found.phrase[0].isupper() == run[0].text[0].isupper()


def part_right(raw: str) -> Iterator[tuple[str, str]]:
    """(cell, words) for the words right of the leading body: the time parts the bodies from the money."""
    raw = raw.strip(" |‘’'.,`-")
    if not raw:
        return
    if when := _when(raw):
        start, end = when
        yield from _bodies(raw[:start])
        yield "deadline", raw[start:end]
        yield from _money(raw[end:])
    elif (at := _money_begins(raw)) is not None:
        yield from _bodies(raw[:at])
        yield from _money(raw[at:])
    else:
        *bodies, last = raw.split("|")
        for part in bodies:
            yield from _bodies(part)
        yield from (_money(last) if _is_money(last) else _bodies(last))


def _bodies(raw: str) -> Iterator[tuple[str, str]]:
    for part in raw.split("|"):
        if re.search(r"\w{2}", part):
            yield "coordinating", part.strip()


def _money(raw: str) -> Iterator[tuple[str, str]]:
    if re.search(r"\w{2}", raw):
        yield "resources", raw.strip(" |")


def _when(raw: str) -> tuple[int, int] | None:
    found = _YEARS.search(raw)
    if found:
        return found.start(), found.end()
    words = words_of(raw)
    for one, two in itertools.pairwise(words):
        if one.text[0].isupper() and _rhythm(f"{one.text} {two.text}"):
            return one.start, two.end
    return None


def _rhythm(raw: str) -> str | None:
    return next((r for r in _RHYTHMS if skeleton(raw) == skeleton(r)), None)


def time_words(raw: str, text: RuinedText) -> tuple[str, float]:
    """(the words of a time, how sure): years as printed, a rhythm spelled out; other words as far as certain."""
    if rhythm := _rhythm(raw):
        return rhythm, _SURE_TIME
    restored = text.restore(re.sub(r"(?<=\d)\s?[-–]\s?(?=\d)", " - ", raw))
    if _YEARS_ONLY.fullmatch(restored.text):
        return restored.text, _SURE_TIME
    return restored.text, round(min(restored.share, 0.5), 2)


def _is_money(raw: str) -> bool:
    words = words_of(raw)
    return any(
        closest(" ".join(w.text for w in words[i : i + n]), _MONEY)
        for n in (3, 2)
        for i in range(max(0, len(words) - n + 1))
    )


def _money_begins(raw: str) -> int | None:
    """Where the words of the money column begin at the end of a line."""
    words = words_of(raw)
    for one, two in list(itertools.pairwise(words))[-3:]:
        letters = plain_word(one.text) + plain_word(two.text)
        if one.text[0] in "NV" and any(likeness(letters, known) >= _MONEY_LIKE for known in _OPENS_MONEY):
            return one.start
    return None
