"""The head and foot of a paper: number, type, title, issuer, place, date, signatory.

The order of the parts is that of Nghị định 30/2020/NĐ-CP, Phụ lục I, and of Hướng dẫn 36-HD/VPTW for the Party's papers.
What the paper leaves blank stays blank: a day is never made up.
"""

import re
from collections import Counter
from collections.abc import Sequence
from typing import Final

from directive_kg.extract.casing import proper_case
from directive_kg.names import fold, slug
from directive_kg.readers.blocks import Paragraph
from directive_kg.records import Header, Place
from directive_kg.register import Agency, Register
from directive_kg.register.spelling import UPPER

TYPES: Final = (
    "Nghị quyết", "Quyết định", "Chỉ thị", "Quy chế", "Quy định", "Thông cáo", "Thông báo", "Hướng dẫn", "Chương trình",
    "Chương trình hành động", "Chương trình công tác", "Kế hoạch", "Kế hoạch hành động", "Phương án", "Đề án", "Dự án",
    "Báo cáo", "Biên bản", "Tờ trình", "Công điện", "Kết luận", "Thông tri", "Nghị định", "Thông tư", "Luật", "Pháp lệnh",
    "Lệnh", "Sắc lệnh", "Thông tư liên tịch", "Nghị quyết liên tịch", "Kế hoạch liên tịch", "Chương trình phối hợp",
    "Giấy mời",
)  # fmt: skip
_TYPE_BY_FOLD: Final = {fold(name): name for name in TYPES}
LOWER: Final = UPPER.lower()
_HEAD_LENGTH: Final = 45  # paragraphs; a letterhead linearised from a table takes some twenty
_MOTTO: Final = re.compile(r"cong hoa xa hoi|doc lap - tu do|^dang cong san viet nam$")
_NUMBER_LINE: Final = re.compile(
    r"^(?:(?:Nghị quyết|Luật|Nghị định|Quyết định|Thông tư|Pháp lệnh)\s+)?Số\s*:?\s*(?P<number>[\w\s./–-]{0,40})$",
    re.IGNORECASE,
)
_BARE_NUMBER: Final = re.compile(rf"^\d{{1,5}}(?:/\d{{4}})?[/-][{UPPER}\d][\w/-]{{1,25}}$")
# 'CỦA BỘ … SỐ 07/2008/CT-BTTTT NGÀY 30 THÁNG 12 NĂM 2008 VỀ …': a head without a letterhead.
_TITLE_HEAD: Final = re.compile(
    r"^CỦA\s(?P<issuer>[^\d]{4,90}?)\s(?:SỐ\s*:?\s*(?P<number>\S{3,40})\s)?NGÀY\s+(?P<day>\d{1,2})\s+THÁNG\s+(?P<month>\d{1,2})\s+NĂM\s+"
    r"(?P<year>\d{4})\s*(?P<title>.*)$",
    re.IGNORECASE | re.DOTALL,
)
_PASSED_BY_VOTE: Final = ("Luật", "Nghị quyết", "Pháp lệnh", "Bộ luật")
_PASSED: Final = re.compile(
    r"thông qua[^.;]{0,120}?ngày\s(?P<day>\d{1,2})\stháng\s(?P<month>\d{1,2})\snăm\s(?P<year>\d{4})"
)
_DATE: Final = re.compile(
    rf"(?:(?P<place>[{UPPER}][\w .'-]{{1,40}}?)\s*,\s*)?(?P<lead>[Nn]gày)\s*(?P<day>[\d.…_]*)\s*,?\s*tháng\s*(?P<month>[\d.…_]*(?:\s\d)?)\s*,?\s*"
    r"năm\s*(?P<year>\d{4})"
)
_ANNEX: Final = re.compile(
    r"^\(?\s*(?:Kèm theo|Ban hành kèm theo)\s+(?P<type>[^\d(]{3,40}?)\s+số\s*:?\s*(?P<number>[\w\s./–-]{0,40}?)\s*,?\s*"
    r"ngày\s*(?P<date>[\d\s/thángnăm.…]*?)\s*(?:của\s+(?P<issuer>[^)]{3,120}))?\)?$",
    re.IGNORECASE,
)
_ISSUES_LINE: Final = re.compile(
    r"^(?:Căn cứ|Theo đề nghị|Xét đề nghị|Trên cơ sở|Kính gửi|Điều \d|[IVX]+\.|\d+\.|QUYẾT|CHỈ THỊ:)"
)
# Words of the gazette and of web pages that stand over a letterhead.
_PAGE_WORDS: Final = re.compile(r"^(?:VĂN BẢN (?:PHÁP LUẬT|QUY PHẠM)|PHẦN |TRANG CHỦ|GIỚI THIỆU|CÔNG BÁO)")
_ENACTS: Final = re.compile(
    r"(?:CHỦ TỊCH|BỘ TRƯỞNG|THỦ TƯỚNG|GIÁM ĐỐC|[ỦU][YỶ] BAN NHÂN DÂN|HỘI ĐỒNG NHÂN DÂN|BAN THƯỜNG VỤ)\b"
)
_OPEN_END: Final = re.compile(r"(?:,|\b(?:CỦA|VÀ|VỚI|DO|THUỘC))$")
_SIGN_FOR: Final = re.compile(r"^(?:TM|T/M|KT|K/T|TL|T/L|TUQ|Q)\s*\.?\s*")
_POSTS: Final = re.compile(
    r"(?:PHÓ\s+)?(?:CHỦ TỊCH|BÍ THƯ|CHÁNH VĂN PHÒNG|GIÁM ĐỐC|BỘ TRƯỞNG|THỨ TRƯỞNG|THỦ TƯỚNG|TỔNG BÍ THƯ|TRƯỞNG BAN|"
    r"CHÁNH THANH TRA|CỤC TRƯỞNG|TỔNG GIÁM ĐỐC|TRƯỞNG PHÒNG|CHÁNH ÁN|VIỆN TRƯỞNG|TƯ LỆNH|CHỈ HUY TRƯỞNG)\b"
)
_NAME: Final = re.compile(rf"^(?:[{UPPER}][{LOWER}]*\s){{1,4}}[{UPPER}][{LOWER}]+$")
_SUBUNIT: Final = re.compile(
    r"^(?:VĂN PHÒNG|SỞ|TỔNG CỤC|CỤC|CHI CỤC|VỤ|VIỆN|HỌC VIỆN|BỆNH VIỆN|TRƯỜNG|BẢO HIỂM XÃ HỘI|KHO BẠC|PHÒNG|CÔNG AN|"
    r"TRUNG TÂM|BAN QUẢN LÝ|BAN CHỈ ĐẠO|THANH TRA|"
    r"ĐẢNG [ỦU][YỶ]|BAN TỔ CHỨC|BAN TUYÊN GIÁO|BAN NỘI CHÍNH|BAN DÂN VẬN|[ỦU][YỶ] BAN KIỂM TRA)\b"
)
_OF_THE_PARTY: Final = re.compile(r"^(?:Ban|Ủy ban Kiểm tra|Uỷ ban Kiểm tra)\s")  # bodies of the committee over them


def read_header(paragraphs: Sequence[Paragraph], register: Register) -> Header:
    """The header of a paper from its paragraphs in order; a part that is not there is None."""
    head = [p for p in paragraphs[:_HEAD_LENGTH] if p.text.strip("|_- ")]
    annex = next(((p, m) for p in paragraphs if (m := _ANNEX.match(p.text))), None)
    places: dict[str, Place] = {}
    number, partial = _number(head, annex, places)
    place_name, day = _date(head, annex, places)
    kind, title = _type_and_title(head, places)
    issuer = _issuer(paragraphs, head, annex, place_name, places)
    agency = register.resolve(issuer, home=slug(place_name or "")) if issuer else None
    if issuer and agency is None:
        agency = register.issuing_commune(issuer, (p.text for p in paragraphs))
    own_name = agency and (agency.code in register.agencies or fold(agency.name) == fold(issuer or ""))
    if agency and own_name and "issuer" in places and places["issuer"].text.isupper():
        # Capitals hide which words have a capital of their own; the register knows.
        issuer = agency.name
    signatory, role = _signature(paragraphs, places)
    if title and (told := _TITLE_HEAD.match(title)):
        number = number or told["number"]
        day = day or _iso(told["year"], told["month"], told["day"])
        issuer = issuer or proper_case(told["issuer"].upper())
        agency = agency or register.resolve(issuer, home=slug(place_name or ""))
        title = told["title"] or title
    if day is None and kind in _PASSED_BY_VOTE:
        passed = next((m for p in reversed(paragraphs) if (m := _PASSED.search(p.text))), None)
        day = _iso(passed["year"], passed["month"], passed["day"]) if passed else None
    return Header(
        type=kind or (proper_case(annex[1]["type"]).capitalize() if annex else None),
        number=number,
        number_partial=partial,
        title=title,
        issuer=issuer,
        issuer_agency=agency.code if agency else None,
        date=day,
        place_name=place_name,
        signatory=signatory,
        signatory_role=role,
        places=tuple(sorted(places.items())),
    )


def home_of(header: Header, agency: Agency | None, paragraphs: Sequence[Paragraph]) -> str:
    """The slug of the province or city whose bodies the paper means by bare names; 'trung-uong' for central bodies."""
    if agency is not None:
        return agency.jurisdiction or "trung-uong"
    named = re.search(rf"(?:thành phố|tỉnh)\s+((?:[{UPPER}][{LOWER}]*\s?){{1,4}})", header.issuer or "")
    return slug((named.group(1) if named else None) or header.place_name or _main_place(paragraphs) or "trung-uong")


def _place(paragraph: Paragraph) -> Place:
    return Place(paragraph.text, line=paragraph.line, page=paragraph.page)


def _tidy_number(text: str) -> tuple[str | None, str | None]:
    """(number, None) or, where the figures are blank, (None, what stands there)."""
    bare = re.sub(r"[\s.…_]+", "", text).replace("–", "-")
    if not bare or not re.search(r"[/-]", bare):
        return None, bare or None
    return (bare, None) if bare[0].isdigit() else (None, bare)


Annex = tuple[Paragraph, "re.Match[str]"] | None


def _number(head: Sequence[Paragraph], annex: Annex, places: dict[str, Place]) -> tuple[str | None, str | None]:
    for index, paragraph in enumerate(head):
        if match := _NUMBER_LINE.match(paragraph.text):
            places["number"] = _place(paragraph)
            following = head[index + 1].text if index + 1 < len(head) else ""
            if not match["number"].strip() and _BARE_NUMBER.match(following):
                return _tidy_number(following)
            return _tidy_number(match["number"])
    if annex:
        places["number"] = _place(annex[0])
        return _tidy_number(annex[1]["number"])
    return None, None


def _iso(year: str, month: str, day: str) -> str | None:
    """As much of a date as is filled in; None when month or day are no such thing."""
    parts = [year]
    for text, most in ((month, 12), (day, 31)):
        figures = re.sub(r"[.…_\s]", "", text)
        if not figures:
            break
        if not 1 <= int(figures) <= most:
            return None
        parts.append(f"{int(figures):02d}")
    return "-".join(parts)


def _date(head: Sequence[Paragraph], annex: Annex, places: dict[str, Place]) -> tuple[str | None, str | None]:
    for paragraph in head:
        if len(paragraph.text) < 90 and (match := _DATE.search(paragraph.text)) and match["place"]:
            places["date"] = _place(paragraph)
            return match["place"].strip(), _iso(match["year"], match["month"], match["day"])
    if annex:
        figures = re.sub(r"[^\d/]", " ", annex[1]["date"].replace("năm", "/").replace("tháng", "/"))
        parts = [p.strip() for p in figures.split("/")]
        if parts and re.fullmatch(r"\d{4}", parts[-1]):
            places["date"] = _place(annex[0])
            day, month = ([""] * 3 + parts)[-3:-1]
            return None, _iso(parts[-1], month, day)
    return None, None


def _type_and_title(head: Sequence[Paragraph], places: dict[str, Place]) -> tuple[str | None, str | None]:
    for index, paragraph in enumerate(head):
        name = _TYPE_BY_FOLD.get(fold(paragraph.text.strip(" *:")))
        if name and (paragraph.bold or paragraph.text.isupper()):
            places["type"] = _place(paragraph)
            title = _title(head[index + 1 :])
            if title:
                places["title"] = _place(title[0])
            return name, " ".join(p.text for p in title) or None
    for index, paragraph in enumerate(head):
        if paragraph.text.startswith(("V/v", "V/V", "Về việc")):
            words = [paragraph.text]
            for after in head[index + 1 : index + 4]:
                # A subject line wrapped beside the motto runs on in lower case or up to the next part of the head.
                if (
                    _MOTTO.search(fold(after.text))
                    or after.text.startswith(("Kính gửi", "Số"))
                    or _DATE.search(after.text)
                ):
                    break
                words.append(after.text)
            places["title"] = _place(paragraph)
            return "Công văn", " ".join(words)
    return ("Công văn", None) if any(p.text.startswith("Kính gửi") for p in head) else (None, None)


def _title(after: Sequence[Paragraph]) -> list[Paragraph]:
    title: list[Paragraph] = []
    for at, paragraph in enumerate(after[:5]):
        text = paragraph.text
        behind = after[at + 1].text if at + 1 < len(after) else ""
        if title and _ENACTS.match(text) and _ISSUES_LINE.match(behind) and not _OPEN_END.search(title[-1].text):
            break  # 'CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH' over its 'Căn cứ …'
        if _ISSUES_LINE.match(text) or len(text) > 700 or (title and not (text.isupper() and title[-1].text.isupper())):
            break
        title.append(paragraph)
        if text.endswith("."):
            break
    return title


def _issuer(
    paragraphs: Sequence[Paragraph],
    head: Sequence[Paragraph],
    annex: Annex,
    place_name: str | None,
    places: dict[str, Place],
) -> str | None:
    found = _letterhead(head, places) or _issuer_named_elsewhere(paragraphs, annex, places)
    if found is None:
        return None
    return _with_place(found, place_name or _main_place(paragraphs))


def _letterhead(head: Sequence[Paragraph], places: dict[str, Place]) -> str | None:
    """The issuer above the number: the lines in capitals before the motto, a unit before the body it belongs to."""
    lines: list[Paragraph] = []
    for paragraph in head:
        text = paragraph.text.strip("*# ")
        if _PAGE_WORDS.match(text) or (lines and lines[-1].text.strip("*# ") == text):
            continue
        if not lines and _MOTTO.search(fold(text)):
            continue  # the Party's name stands over the body that issues
        if re.match(r"(?:KT|TM|TL|TUQ)\.", text):
            break
        if _NUMBER_LINE.match(text) or _MOTTO.search(fold(text)) or fold(text) in _TYPE_BY_FOLD:
            break
        if text.startswith("V/v"):
            # A subject over the letterhead is a page's own title; under it, it ends the letterhead.
            if lines:
                break
            continue
        if text.isupper() and len(text) < 120:
            lines.append(paragraph)
    if not lines:
        return None
    places["issuer"] = _place(lines[0])
    texts = [p.text.strip("*# ") for p in lines]
    split = next((i for i, text in enumerate(texts) if i and _SUBUNIT.match(text)), None)
    if split is None:
        return proper_case(" ".join(texts))
    parent, unit = proper_case(" ".join(texts[:split])), proper_case(" ".join(texts[split:]))
    of_the_party = _OF_THE_PARTY.match(unit) and re.match(r"(?:Tỉnh|Thành|Đảng) [uủ][yỷ]", parent)
    if unit.startswith("Văn phòng") or of_the_party:
        return f"{unit} {parent}"
    place = re.search(r"(?:thành phố|tỉnh|phường|xã|đặc khu)\s.+$", parent)
    if place is None or place.group(0) in unit or re.search(r"\b(?:xã|phường|đặc khu)\s", unit):
        return unit
    return f"{unit} {place.group(0)}"


def _issuer_named_elsewhere(paragraphs: Sequence[Paragraph], annex: Annex, places: dict[str, Place]) -> str | None:
    if annex and annex[1]["issuer"]:
        places["issuer"] = _place(annex[0])
        return annex[1]["issuer"].strip()
    for paragraph in paragraphs:
        if match := re.match(rf"^(?:TM\.|T/M)\s*([{UPPER}\s]{{6,80}})", paragraph.text):
            words = _POSTS.split(_SIGN_FOR.sub("", match.group(1)))[0].split("KT.")[0]
            places["issuer"] = _place(paragraph)
            return proper_case(words.strip(" K"))
    return None


def _with_place(issuer: str, place: str | None) -> str:
    """'Ủy ban nhân dân thành phố' of Hải Phòng in full; a name that has its place already stays."""
    if place is None:
        return issuer
    if re.search(r"(?:thành phố|tỉnh|Thành ủy|Thành uỷ|Tỉnh ủy|Tỉnh uỷ)$", issuer):
        return f"{issuer} {place}"
    return issuer


def _main_place(paragraphs: Sequence[Paragraph]) -> str | None:
    """The city or province that a text names most, where it names one at least three times."""
    counts = Counter(
        m.group(1).strip()
        for p in paragraphs
        for m in re.finditer(rf"(?:thành phố|tỉnh)\s((?:[{UPPER}][{LOWER}]+\s?){{2,3}})", p.text)
    )
    if not counts:
        return None
    name, count = max(counts.items(), key=lambda item: (item[1], item[0]))
    return name if count >= 3 else None


def _signature(paragraphs: Sequence[Paragraph], places: dict[str, Place]) -> tuple[str | None, str | None]:
    """The signer's name and own post: the last post before a name, without the KT./TM. lines."""
    role: str | None = None
    since = 0
    for paragraph in paragraphs:
        text = paragraph.text.strip("* ")
        if text.isupper() and len(text) < 120 and _POSTS.search(text):
            role, since = proper_case(_own_post(text)), 0
            continue
        since += 1
        if role is not None and since <= 6 and _NAME.match(text) and len(text.split()) >= 2:
            places["signatory"] = _place(paragraph)
            return text, role
    return None, role


def _own_post(text: str) -> str:
    posts = list(_POSTS.finditer(text))
    last = text[posts[-1].start() :]
    return _SIGN_FOR.sub("", last).strip()
