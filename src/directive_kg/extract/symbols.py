"""The number of a paper, and what its symbol (ký hiệu) says of type and issuer.

State papers: '71/KH-UBND', '263/2025/QH15', '101/2026/NĐ-CP' (Nghị định 30/2020/NĐ-CP, Phụ lục III; Luật Ban hành văn bản
quy phạm pháp luật). Party papers: '199-KL/TW' (Hướng dẫn 36-HD/VPTW, 05-HD/VPTW). Letters carry the drafting unit in the
place of a type: '270/TTg-KGVX', '3354/VPCP-KTTH'.
"""

import re
from dataclasses import dataclass
from typing import Final

TYPES: Final[dict[str, str]] = {
    "NQ": "Nghị quyết",
    "NQLT": "Nghị quyết liên tịch",
    "NĐ": "Nghị định",
    "TTLT": "Thông tư liên tịch",
    "VBHN": "Văn bản hợp nhất",
    "PL": "Pháp lệnh",
    "QĐ": "Quyết định",
    "CT": "Chỉ thị",
    "QC": "Quy chế",
    "QyĐ": "Quy định",
    "QĐi": "Quy định",
    "QĐI": "Quy định",
    "TC": "Thông cáo",
    "TB": "Thông báo",
    "HD": "Hướng dẫn",
    "CTr": "Chương trình",
    "CTR": "Chương trình",
    "CTHĐ": "Chương trình hành động",
    "CTPH": "Chương trình phối hợp",
    "KH": "Kế hoạch",
    "KHPH": "Kế hoạch phối hợp",
    "KHLT": "Kế hoạch liên tịch",
    "PA": "Phương án",
    "ĐA": "Đề án",
    "DA": "Dự án",
    "BC": "Báo cáo",
    "BB": "Biên bản",
    "TTr": "Tờ trình",
    "TTR": "Tờ trình",
    "HĐ": "Hợp đồng",
    "CĐ": "Công điện",
    "BGN": "Bản ghi nhớ",
    "BTT": "Bản thỏa thuận",
    "CV": "Công văn",
    "KL": "Kết luận",
    "GM": "Giấy mời",
}
_NATIONAL: Final[dict[str, str]] = {
    "QH": "Quốc hội",
    "UBTVQH": "Ủy ban Thường vụ Quốc hội",
    "CTN": "Chủ tịch nước",
    "CP": "Chính phủ",
    "TTg": "Thủ tướng Chính phủ",
    "TTG": "Thủ tướng Chính phủ",
    "VPCP": "Văn phòng Chính phủ",
    "VPQH": "Văn phòng Quốc hội",
    "HĐBT": "Hội đồng Bộ trưởng",
    "HĐBCQG": "Hội đồng bầu cử quốc gia",
    "VPTW": "Văn phòng Trung ương Đảng",
    "BTCTW": "Ban Tổ chức Trung ương",
    "BTGDVTW": "Ban Tuyên giáo và Dân vận Trung ương",
    "BTGTW": "Ban Tuyên giáo Trung ương",
    "BKTTW": "Ban Kinh tế Trung ương",
    "BCSLTW": "Ban Chính sách, chiến lược Trung ương",
    "BNCTW": "Ban Nội chính Trung ương",
    "UBKTTW": "Ủy ban Kiểm tra Trung ương",
    "QUTW": "Quân ủy Trung ương",
    "BQP": "Bộ Quốc phòng",
    "BCA": "Bộ Công an",
    "BNG": "Bộ Ngoại giao",
    "BNV": "Bộ Nội vụ",
    "BTP": "Bộ Tư pháp",
    "BTC": "Bộ Tài chính",
    "BCT": "Bộ Công Thương",
    "BNNMT": "Bộ Nông nghiệp và Môi trường",
    "BXD": "Bộ Xây dựng",
    "BVHTTDL": "Bộ Văn hóa, Thể thao và Du lịch",
    "BKHCN": "Bộ Khoa học và Công nghệ",
    "BGDĐT": "Bộ Giáo dục và Đào tạo",
    "BYT": "Bộ Y tế",
    "BDTTG": "Bộ Dân tộc và Tôn giáo",
    "NHNN": "Ngân hàng Nhà nước Việt Nam",
    "TTCP": "Thanh tra Chính phủ",
    "BKHĐT": "Bộ Kế hoạch và Đầu tư",
    "BTNMT": "Bộ Tài nguyên và Môi trường",
    "BNNPTNT": "Bộ Nông nghiệp và Phát triển nông thôn",
    "BGTVT": "Bộ Giao thông vận tải",
    "BTTTT": "Bộ Thông tin và Truyền thông",
    "BLĐTBXH": "Bộ Lao động - Thương binh và Xã hội",
    "UBDT": "Ủy ban Dân tộc",
    "TANDTC": "Tòa án nhân dân tối cao",
    "VKSNDTC": "Viện kiểm sát nhân dân tối cao",
    "KTNN": "Kiểm toán nhà nước",
}
# These exist in every province and commune: whose they are is not in the symbol.
_LOCAL: Final[dict[str, str]] = {"UBND": "Ủy ban nhân dân", "HĐND": "Hội đồng nhân dân"}
# In these a symbol names a committee of the Party, not which body of it (plenum, standing committee) issued the paper.
PARTY_COMMITTEES: Final = frozenset({"TW", "TU", "ĐU", "HU", "QU", "CB"})

CODE: Final = r"[A-ZĐ](?:[A-ZĐ]|[a-zđ](?![a-zđ]))*\d{0,4}"
_NOT_INSIDE: Final = r"(?<![\dA-Za-z/])(?<!\d[.,:-])(?<!-)"
NUMBER: Final = re.compile(
    rf"{_NOT_INSIDE}(?P<figure>\d{{1,5}}[a-c]?)(?:"
    rf"\s?/\s?(?P<year>(?:19|20)\d\d)\s?/\s?(?P<yearly>{CODE}(?:\s?-\s?{CODE}(?:-\s?{CODE})*)?)"
    rf"|\s?-\s?(?P<party_type>{CODE})\s?/\s?(?P<party>{CODE}(?:-{CODE})*)"
    rf"|\s?/\s?(?P<state>{CODE}\s?-\s?{CODE}(?:-\s?{CODE})*)"
    rf")(?![\wĐ]|/\d)"
)
_FIGURE: Final = re.compile(r"\d[a-c]?\s?[/-]\s?(?:[A-ZĐ]|(?:19|20)\d\d\s?/)")  # stands in every number, in few dates
# One code alone is a number only in old papers and in letters, and only behind 'số' or the word for a letter.
_SHORT: Final = re.compile(
    r"(?:\bsố:?\s(?P<old>\d{1,5}\s?[/-]\s?(?:CP|TTg|HĐBT|CT|TW|VPCP|UBND))"
    rf"|\b(?:[Cc]ông văn|[Vv]ăn bản)(?:\ssố)?:?\s(?P<letter>\d{{1,5}}\s?/\s?[A-ZĐ]{{2}}(?:{CODE})?))(?![\wĐ]|[/-][A-ZĐ])"
)
_SHARED: Final = re.compile(r"\bsố:?\s(?P<figures>\d{1,4}(?:,\s?\d{1,4}){0,20})(?:,|\svà)\s$", re.IGNORECASE)
_TERMED: Final = re.compile(r"^(QH|UBTVQH|HĐBCQG|HĐDT|UBTCNS)\d{1,2}$")
_DASHES: Final = re.compile(r"\s*[-–—−‑]\s*")


@dataclass(frozen=True, slots=True)
class PaperNumber:
    """A number as it stands in a text."""

    number: str  # spaces taken out, dashes as '-': '71/KH-UBND'
    begin: int
    end: int
    type: str | None  # by the symbol
    issuer_code: str | None  # 'UBND', 'QH' (the term taken off), 'TW'
    year: int | None  # of '263/2025/QH15'


def numbers_in(text: str) -> list[PaperNumber]:
    """Every paper number of a text, in order; the text is one that `dates.plain` gave.

    >>> [n.number for n in numbers_in("Kế hoạch số 238/KH- UBND; Nghị quyết số 68 - NQ/TW, số 263/2025/QH15")]
    ['238/KH-UBND', '68-NQ/TW', '263/2025/QH15']
    """
    if not _FIGURE.search(text):
        return []
    found = [_read(m) for m in NUMBER.finditer(text)]
    taken = {n.begin for n in found}
    found += [short for m in _SHORT.finditer(text) if (short := _short(m)).begin not in taken]
    found += [shared for number in found for shared in _sharing(text, number)]
    return sorted(found, key=lambda n: n.begin)


def _sharing(text: str, number: PaperNumber) -> list[PaperNumber]:
    """Figures before a number that share its symbol: 'số 57, 59 và 66-NQ/TW'."""
    since = max(0, number.begin - 150)
    listed = _SHARED.search(text[since : number.begin])
    if not listed:
        return []
    symbol = re.sub(r"^\d+[a-c]?", "", number.number)
    begin = since + listed.start("figures")
    return [
        PaperNumber(
            m.group() + symbol, begin + m.start(), begin + m.end(), number.type, number.issuer_code, number.year
        )
        for m in re.finditer(r"\d+", listed["figures"])
    ]


def read_symbol(number: str) -> PaperNumber | None:
    """One number by itself; None where it has no form of a paper's number."""
    found = numbers_in(number.strip())
    return found[0] if len(found) == 1 and found[0].begin == 0 and found[0].end == len(number.strip()) else None


def _read(match: "re.Match[str]") -> PaperNumber:
    number = re.sub(r"\s+", "", match.group())
    year = int(match["year"]) if match["year"] else None
    if match["party"]:
        kind, issuer = re.sub(r"\s", "", match["party_type"]), match["party"]
        named = "Thông tri" if kind == "TT" else TYPES.get(kind)
        return PaperNumber(number, match.start(), match.end(), named, issuer.split("-")[0], year)
    codes = [c.strip() for c in (match["yearly"] or match["state"]).split("-")]
    return PaperNumber(number, match.start(), match.end(), *_type_and_issuer(codes), year)


def _short(match: "re.Match[str]") -> PaperNumber:
    group = "old" if match["old"] else "letter"
    number = re.sub(r"\s+", "", match[group])
    kind, issuer = _type_and_issuer([re.split(r"[/-]", number)[1]])
    # '08/CP' is no letter: what kind of paper it is stands before it.
    return PaperNumber(number, match.start(group), match.end(group), kind if group == "letter" else None, issuer, None)


def _type_and_issuer(codes: list[str]) -> tuple[str | None, str | None]:
    """Type by symbol and the issuer's code. 'TT' of the State is a circular; a letter opens with its issuer."""
    first = codes[0]
    if termed := _TERMED.match(first):
        return None, termed[1]
    if first == "TT":
        return "Thông tư", codes[1] if len(codes) > 1 else None
    if first in TYPES and len(codes) > 1:
        issuer = codes[1]
        termed = _TERMED.match(issuer)
        return TYPES[first], termed[1] if termed else issuer
    return "Công văn", first


def issuer_of(code: str | None, *, local: str | None = None) -> str | None:
    """The body that an issuer's symbol stands for, in full; None where the symbol alone does not tell.

    `local` says whose the people's committee and council are ('thành phố', 'tỉnh', 'phường Kiến An').
    """
    if code is None:
        return None
    if code in _LOCAL:
        return f"{_LOCAL[code]} {local}" if local else None
    return _NATIONAL.get(code)


def mask_numbers(text: str) -> str:
    """The text with every paper number and the date behind it blanked, length kept: their figures are no deadline."""
    for found in numbers_in(text):
        dated = _DATED.match(text, found.end)
        end = dated.end() if dated else found.end
        text = text[: found.begin] + "_" * (end - found.begin) + text[end:]
    return text


_DATED: Final = re.compile(
    r"(?:,?\s?của\s[^,;.()\d]{3,60}?)?,?\s?\(?(?:ban hành\s)?ngày\s"
    r"(?:\d{1,2}\s?[/.-]\s?\d{1,2}\s?[/.-]\s?\d{4}|\d{1,2}\s?/\s?\d{4}|\d{1,2}\stháng\s\d{1,2}\s?,?\s?năm\s\d{4})",
    re.IGNORECASE,
)
