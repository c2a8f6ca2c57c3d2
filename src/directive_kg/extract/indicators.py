"""Numbered targets (chỉ tiêu) of a paper's body, and the figures in them.

Figures are written the Vietnamese way: a dot groups thousands, a comma opens the decimals ('7.944,5 USD/người').
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from decimal import Decimal
from functools import lru_cache
from typing import Final

from directive_kg.readers.blocks import Paragraph
from directive_kg.records import Indicator, Place, Target

_HEADING: Final = re.compile(r"\bch[iỉ] ti[eê]u\b", re.IGNORECASE)
_ITEM: Final = re.compile(
    r"^[-–+•\s]{0,4}(?:\((?P<round>\d{1,3})\)|(?P<half>\d{1,3})\)|[Cc]hỉ tiêu(?: số)? (?P<named>\d{1,3})\s?[:.]"
    r"|(?P<dot>\d{1,3})\.(?!\d))\s*(?P<text>.+)$",
    re.DOTALL,
)
_LONGEST_HEADING: Final = 200
_FEWEST: Final = 2

# All patterns run over `_flat` text: one character for one character, without marks, in lower case.
_NUMBER: Final = r"\d{1,3}(?:\.\d{3}){1,4}(?:,\d{1,6})?|\d{1,12}(?:,\d{1,6})?"
_SCALED: Final = r"(?:nghin |ngan |trieu |ty )"
_UNITS: Final = (
    "dong/nguoi/thang|dong/nguoi/nam|dong/nguoi|dong/ha|dong|usd/nguoi|usd|tan|luot nguoi|luot khach|luot|nguoi|"
    "ha|km2|km|m2/nguoi|m2|m3|kwh|mw|gwh|can ho|can|doanh nghiep|to chuc dang|dang vien|to chuc|don vi|cong trinh|phan viec|"
    "hoat dong|cuoc|cot dien|cay xanh|cay|phong hoc|phong|truong|tieu chi|ho kinh doanh|ho ngheo|ho|giuong benh|giuong|bac si|"
    "lop|xa|phuong|thon|to dan pho|san pham|nhiem vu|du an|de an|diem|nam|thang|ngay|gio|lan|bac|tin|container|teu"
)
_UNIT: Final = rf"\s?(?P<percent>%)|\s(?P<unit>{_SCALED}?(?:{_UNITS}))(?![a-z0-9])"
_CUE: Final = (
    r"it nhat|toi thieu|khong duoi|khong thap hon|tro len tu|tren|hon|vuot|duoi|it hon|toi da|khong qua|khong vuot qua|"
    r"khoang|xap xi|dat|tang them|tang|giam|con|la|bang|den|tu|phan dau|muc|ty le|top|:"
)
_TARGET: Final = re.compile(
    rf"(?P<cues>(?<![a-z])(?:(?:{_CUE})\s){{1,4}})?(?<![\w./,-])(?P<low>{_NUMBER})(?![\d]|[./]\d|,\d)"
    rf"(?:(?P<lowunit>\s?%|\s{_SCALED}?(?:{_UNITS})(?![a-z0-9]))?(?:\s?[-–]\s?|\sden\s)(?P<high>{_NUMBER})(?![\d/]|[.,]\d))?"
    rf"(?:{_UNIT})?(?P<up>\stro len)?"
)
_YEARS: Final = re.compile(r"(?:nam|giai doan|thang|quy|so sanh|ngay|khoa|so|iso|tcvn|dieu|nhiem ky)\s$")
_COMPARATORS: Final = (
    (">=", ("it nhat", "toi thieu", "khong duoi", "khong thap hon")),
    ("<=", ("toi da", "khong qua", "khong vuot qua", "top")),
    (">", ("tren", "hon", "vuot")),
    ("<", ("duoi", "it hon")),
)


def read_targets(text: str) -> tuple[Target, ...]:
    """The figures that a numbered target sets, in the order of its words.

    A number counts when a word that sets a target stands before it ('đạt', 'tăng', 'trên', 'từ' …) or a unit behind it;
    years, days, paper numbers and standards are no targets. 'khoảng' is read as equality.

    >>> [(t.comparator, str(t.value), t.unit) for t in read_targets("GRDP tăng khoảng 13%; đạt trên 75%")]
    [('=', '13', '%'), ('>', '75', '%')]
    """
    text = re.sub(r"\s", " ", unicodedata.normalize("NFC", text))
    flat = _flat(text)
    found = (_target(text, flat, m) for m in _TARGET.finditer(flat))
    return tuple(t for t in found if t is not None)


def _target(text: str, flat: str, match: "re.Match[str]") -> Target | None:
    cues = (match["cues"] or "").strip()
    unit = _unit(text, match)
    if _YEARS.search(flat, max(0, match.start() - 12), match.start("low")) and not match["percent"]:
        return None
    if not unit and not cues:
        return None
    if not unit and (re.fullmatch(r"(?:19|20)\d\d", match["low"]) or cues in ("la", "con", ":", "den")):
        return None
    low, high = _decimal(match["low"]), _decimal(match["high"]) if match["high"] else None
    start = match.start("low") if "ặ" in text[match.start() : match.start("low")] else match.start()  # 'lắp đặt'
    words = text[start : match.end()].strip()
    if high is not None:
        if high <= low:
            return None
        return Target(words, "range", low, high, unit)
    return Target(words, _comparator(cues, bool(match["up"])), low, None, unit)


def _unit(text: str, match: "re.Match[str]") -> str | None:
    if match["percent"]:
        return "%"
    if match["unit"]:
        return text[match.start("unit") : match.end("unit")]
    return match["lowunit"].strip() if match["lowunit"] else None


def _comparator(cues: str, up: bool) -> str:
    for sign, words in _COMPARATORS:
        if any(re.search(rf"\b{w}\b", cues) for w in words):
            return sign
    if up or cues.split(" ")[-1:] == ["tu"]:
        return ">="
    return "="


def _decimal(figure: str) -> Decimal:
    return Decimal(figure.replace(".", "").replace(",", "."))


@lru_cache(maxsize=4096)
def _plain(char: str) -> str:
    if char in "đĐ":
        return "d"
    return unicodedata.normalize("NFD", char)[0].lower()[:1] or char


def _flat(text: str) -> str:
    return "".join(map(_plain, text))


def find_indicators(paragraphs: Iterable[Paragraph]) -> tuple[Indicator, ...]:
    """The numbered targets that stand under a heading that speaks of 'chỉ tiêu'.

    They are numbered from 1 without a gap; headings between them are passed over. Fewer than two, or a list of which
    most items hold no figure, is no list of targets.
    """
    paragraphs = list(paragraphs)
    for at, paragraph in enumerate(paragraphs):
        if _is_heading(paragraph):
            run = _run(paragraphs[at + 1 :])
            if len(run) >= _FEWEST and 2 * sum(bool(i.targets) for i in run) >= len(run):
                return tuple(run)
    return ()


def _is_heading(paragraph: Paragraph) -> bool:
    text = paragraph.text
    if len(text) > _LONGEST_HEADING or not _HEADING.search(text):
        return False
    return (
        paragraph.bold
        or text.rstrip().endswith(":")
        or bool(re.match(r"(?:[IVX]+|\d{1,2}(?:\.\d{1,2})*|[a-zđ])[.)]\s", text))
    )


def _run(paragraphs: Sequence[Paragraph]) -> list[Indicator]:
    run: list[Indicator] = []
    style: str | None = None
    skipped = 0
    for paragraph in paragraphs:
        match = _ITEM.match(paragraph.text)
        if match and int(match[_style(match)]) == len(run) + 1:
            if style is None:
                style = _style(match)
            if _style(match) == style:
                text = match["text"].strip()
                place = Place(paragraph.text, line=paragraph.line, page=paragraph.page)
                run.append(Indicator(match[style], text, place, read_targets(text), paragraph.confidence))
                skipped = 0
                continue
        skipped += 1
        if skipped > (1 if _is_heading(paragraph) or not run else 0):
            break
    return run


def _style(match: "re.Match[str]") -> str:
    return next(name for name in ("round", "half", "named", "dot") if match[name])
