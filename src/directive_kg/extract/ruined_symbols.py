"""The number of a paper as a recogniser leaves it, and the symbol that it can only be.

Symbols: Nghị định 30/2020/NĐ-CP, Phụ lục III (State), Hướng dẫn 36-HD/VPTW and 05-HD/VPTW (Party).
"""

import re
from collections import defaultdict
from dataclasses import dataclass
from typing import Final

_TYPES: Final[dict[str, str]] = {
    "NQ": "Nghị quyết",
    "QĐ": "Quyết định",
    "QĐi": "Quy định",
    "QyĐ": "Quy định",
    "QC": "Quy chế",
    "CT": "Chỉ thị",
    "CTr": "Chương trình hành động",
    "KH": "Kế hoạch",
    "KL": "Kết luận",
    "HD": "Hướng dẫn",
    "TB": "Thông báo",
    "BC": "Báo cáo",
    "TTr": "Tờ trình",
    "TT": "Thông tư",
    "NĐ": "Nghị định",
    "CV": "Công văn",
    "ĐA": "Đề án",
    "CĐ": "Công điện",
}
_ISSUERS: Final[dict[str, str | None]] = {
    "TW": None,  # the Central Committee, the Politburo or the Secretariat: the words tell
    "TU": None,  # likewise the committee or its standing board
    "ĐU": None,
    "HU": None,
    "VPTW": "Văn phòng Trung ương Đảng",
    "UBND": "Ủy ban nhân dân",
    "HĐND": "Hội đồng nhân dân",
    "CP": "Chính phủ",
    "TTg": "Thủ tướng Chính phủ",
    "UBTVQH": "Ủy ban Thường vụ Quốc hội",
    "QH": "Quốc hội",
    "BTC": "Bộ Tài chính",
    "BNV": "Bộ Nội vụ",
    "BYT": "Bộ Y tế",
    "BXD": "Bộ Xây dựng",
    "BCT": "Bộ Công Thương",
    "BCA": "Bộ Công an",
    "BGDĐT": "Bộ Giáo dục và Đào tạo",
    "BKHCN": "Bộ Khoa học và Công nghệ",
}
_TERMED: Final = re.compile(r"^(QH|UBTVQH|0H|OH)(\d{1,2})$")
_CODE: Final = r"[A-ZĐ0$][A-ZĐa-z0-9]{0,7}"
NUMBER: Final = re.compile(
    rf"(?<![\d/.,-])(?P<figure>\d{{1,4}})(?:"
    rf"\s?/\s?(?P<year>(?:19|20)\d\d)\s?/\s?(?P<yearly>{_CODE}(?:\s?[-–]\s?{_CODE})?)"
    rf"|\s?(?P<sep>[-–/])\s{{0,2}}(?P<first>{_CODE})\s?(?P<sep2>[-–/])\s?(?P<second>{_CODE}))(?![A-Za-zĐđ\d/])"
)


@dataclass(frozen=True, slots=True)
class RuinedNumber:
    """A paper's number as it was read and as it must have been printed."""

    raw: str
    number: str  # repaired where that is certain, else the raw words without spaces
    type: str | None
    type_code: str | None
    issuer_code: str | None  # 'QH', 'TU' …; None where the symbol could not be told
    start: int
    end: int

    @property
    def is_certain(self) -> bool:
        """Whether the symbol is a known one."""
        return self.issuer_code is not None


def _fold(code: str) -> str:
    """Letters that the recogniser confuses in capitals: Đ with D, P, B; Q with O and 0."""
    code = re.sub(r"DP|Bb|bP|ĐP", "Đ", code)
    return code.translate(str.maketrans("PBĐDđQ0O", "DDDDdOOO"))


def _index(codes: dict[str, str] | dict[str, str | None]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for code in codes:
        found[_fold(code)].append(code)
    return found


_TYPE_BY_FOLD: Final = _index(_TYPES)
_ISSUER_BY_FOLD: Final = _index(_ISSUERS)


def _one(code: str, by_fold: dict[str, list[str]]) -> str | None:
    known = by_fold.get(_fold(code), [])
    return known[0] if len(known) == 1 else None


def issuer_of(code: str | None) -> str | None:
    """The body that an issuer's symbol stands for, without its place; None where the symbol alone does not tell."""
    return _ISSUERS.get(code or "")


def numbers_in(raw: str) -> list[RuinedNumber]:
    """The paper numbers in ruined words. The figures are those that stand there; only the symbol is repaired.

    >>> [n.number for n in numbers_in("Nghi quyét sé 73/NQ-HPND; Ké hoach s6 28-KH/PU")]
    ['73/NQ-HĐND', '28-KH/ĐU']
    """
    found = (_read(m) for m in NUMBER.finditer(raw))
    return [n for n in found if n is not None]


def _read(match: "re.Match[str]") -> RuinedNumber | None:
    raw = match.group()
    if match["year"]:
        return _yearly(match, raw)
    kind, issuer = _one(match["first"], _TYPE_BY_FOLD), _one(match["second"], _ISSUER_BY_FOLD)
    if kind is None and issuer is None:
        return None
    number = f"{match['figure']}{_dash(match['sep'])}{kind or match['first']}{_dash(match['sep2'])}{issuer or match['second']}"
    sure = kind is not None and issuer is not None
    return RuinedNumber(raw, number, _TYPES.get(kind or ""), kind, issuer if sure else None, match.start(), match.end())


def _yearly(match: "re.Match[str]", raw: str) -> RuinedNumber | None:
    code = re.sub(r"\s", "", match["yearly"]).replace("–", "-")
    head = f"{match['figure']}/{match['year']}/"
    if termed := _TERMED.match(code):
        issuer = "UBTVQH" if termed[1].startswith("UB") else "QH"
        return RuinedNumber(raw, f"{head}{issuer}{termed[2]}", None, None, issuer, match.start(), match.end())
    first, _, second = code.partition("-")
    kind, issuer_code = _one(first, _TYPE_BY_FOLD), _one(second, _ISSUER_BY_FOLD)
    if kind and issuer_code:
        return RuinedNumber(
            raw, f"{head}{kind}-{issuer_code}", _TYPES[kind], kind, issuer_code, match.start(), match.end()
        )
    return RuinedNumber(raw, head + code, None, None, None, match.start(), match.end()) if second else None


def _dash(sign: str) -> str:
    return "-" if sign == "–" else sign
