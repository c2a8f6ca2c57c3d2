"""One mention of a paper by number: its type, date and issuer as the words around the number give them."""

import re
from dataclasses import dataclass, replace
from typing import Final

from directive_kg.extract.body_search import first_body
from directive_kg.extract.dates import make_day
from directive_kg.extract.header import TYPES
from directive_kg.extract.symbols import PaperNumber, numbers_in
from directive_kg.records import Body, CitationRole, Place
from directive_kg.register import Register
from directive_kg.register.spelling import spell_out

_TYPES: Final = tuple(
    sorted(
        {
            *TYPES,
            "Công văn",
            "Văn bản",
            "Bộ luật",
            "Kế hoạch phối hợp",
            "Quy chế phối hợp",
            "Văn bản hợp nhất",
            "Thông báo kết luận",
        },
        key=len,
        reverse=True,
    )
)
_TYPE: Final = "|".join(t.replace(" ", r"\s") for t in _TYPES)
_NAMED_TYPES: Final = {t.lower(): t for t in _TYPES} | {"văn bản": "Công văn", "thông báo kết luận": "Thông báo"}
_TYPE_BEFORE: Final = re.compile(rf"\b(?P<type>{_TYPE})(?:\s(?:số|sô)\b)?\s?:?\s?$", re.IGNORECASE)
# The name of a law stands between its type and its number.
_LAW_BEFORE: Final = re.compile(r"\b(?P<type>Bộ luật|Luật|Pháp lệnh)\s[^,;.():]{2,120}\ssố:?\s?$")
# 'các Nghị quyết của Quốc hội: số …; số …' say type and issuer once for all.
_SHARED_BEFORE: Final = re.compile(
    rf"\b(?P<type>{_TYPE})(?:\ssố)?\s(?:của\s(?P<issuer>[^:;.]{{3,80}}?)\s?)?:?\s?(?:số:?\s?)?$", re.IGNORECASE
)
AND: Final = re.compile(r"\s?(?:,\svà|,|và|;)\s?", re.IGNORECASE)  # what joins two papers of one list
_GOES_ON: Final = re.compile(r"(?:^|[,;)]|\bvà)\s?(?:số:?\s?)?$", re.IGNORECASE)

_D: Final = r"(?P<d>\d{1,2})"
_M: Final = r"(?P<m>\d{1,2})"
_Y: Final = r"(?P<y>(?:19|20)\d\d)(?!\d)"
_DATE: Final = re.compile(
    r"\s?,?\s?\(?(?:ban hành\s)?(?:"
    rf"ngày\s{_D}\s?[/.-]\s?{_M}\s?[/.-]\s?{_Y}"
    rf"|\(\s?(?P<d3>\d{{1,2}})/(?P<m3>\d{{1,2}})/(?P<y3>(?:19|20)\d\d)(?!\d)"
    r"|ngày\s(?P<d2>\d{1,2})\s?,?\stháng\s(?P<m2>\d{1,2})\s?,?\s?(?:năm\s|/\s?)(?P<y2>(?:19|20)\d\d)(?!\d)"
    r"|(?:ngày|tháng)\s(?P<m4>\d{1,2})\s?(?:/|\snăm)\s?(?P<y4>(?:19|20)\d\d)(?!\d)"
    r"|năm\s(?P<y5>(?:19|20)\d\d)(?!\d))\)?",
    re.IGNORECASE,
)
_OF: Final = re.compile(r"\s?,?\s?(?:\([^()]{1,40}\)\s)?của\s", re.IGNORECASE)
# Where the register knows no such body, a name runs to the verb or preposition that opens the paper's subject.
_HEAD: Final = re.compile(
    r"(?:Chính phủ|Thủ tướng|Quốc hội|Ủy ban|Uỷ ban|Hội đồng|Bộ|Ban|Bộ trưởng|Chủ tịch|Sở|Thành ủy|Thành uỷ|Tỉnh ủy|Tỉnh uỷ|Đảng ủy|Đảng uỷ"
    r"|Thống đốc|Ngân hàng|Thanh tra|Văn phòng|Tổng cục|Cục|UBND|HĐND|Trung ương|Đảng|Tòa án|Viện|Kiểm toán|Tổng|Liên đoàn|Đoàn)\b"
)
_VERBS: Final = (
    r"(?i:ban hành|quy định|phê duyệt|thực hiện|triển khai|hướng dẫn|sửa đổi|thay thế|công bố|thông qua|tiếp tục"
    r"|cụ thể h[óo][aá]|điều chỉnh)(?!\w)"
)
_VERB: Final = re.compile(rf"\s{_VERBS}")
_NAME_ENDS: Final = re.compile(
    rf"[,;.()\[\]“”\"/]|\s{_VERBS}|\s(?:về|giao|tại|trên|thành lập|đã|được|và|ngày|theo|kèm|cho|để|nhằm|phân công|tổ chức|bổ sung|số|khi|có|là)(?!\w)"
)
# A minister or chairman issues in the name of the body, and both make the issuer's name.
_POST: Final = re.compile(
    r"(?:Bộ trưởng|Bộ Trưởng|Chủ tịch|Chủ nhiệm|Thống đốc|Giám đốc|Tổng [Tt]hanh tra|Viện trưởng|Chánh án|Trưởng ban)\s"
)
_TERM: Final = re.compile(r"\s(?:khóa|khoá)\s[IVX]+\b")
_LONGEST_TYPE: Final = 60  # characters, the words 'số' and a colon behind it included
_LOOK_BACK: Final = 300  # characters before a number that may still say what it is
# What the paper is about stands behind its date and issuer.
_SUBJECT: Final = re.compile(
    r"\)?\s?,?\s(?P<subject>(?:về|v/v|quy định|phê duyệt|sửa đổi)\s[^;.()\[\]“”\"]{15,250})", re.IGNORECASE
)
_WITHIN: Final = re.compile(r"\btại\s$", re.IGNORECASE)
_LEGAL_GROUND: Final = re.compile(r"^\W{0,4}Căn cứ\b", re.IGNORECASE)
_REPLACES: Final = re.compile(r"\bnày\b[^;]*\b(?:thay thế|bãi bỏ)\b[^;]*$", re.IGNORECASE)
_AMENDS: Final = re.compile(r"^(?:Điều\s\d+\s?[.:]\s?|V/v\s|Về\sviệc\s|Về\s)sửa đổi\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Mention:
    """A number in a text and what stands around it."""

    number: PaperNumber
    begin: int  # where its words begin: at the type
    end: int  # where they end: behind date and issuer
    type: str | None
    date: str | None
    issuer: Body | None  # as the words name it
    role: CitationRole
    place: Place
    subject: str | None = None  # 'về phát triển …', as far as it can be told from what follows

    @property
    def day(self) -> str | None:
        """The date where it is a full one, and of the year that the number itself bears."""
        if self.date is None or len(self.date) != 10 or self.is_misdated:
            return None
        return self.date

    @property
    def is_misdated(self) -> bool:
        """'163/2024/QH15 ngày 27/11/2025': a number that bears its year is not of another year."""
        return self.date is not None and self.number.year is not None and int(self.date[:4]) != self.number.year


def mentions_in(text: str, place: Place, register: Register, home: str) -> list[Mention]:
    """Every mention of a text that `dates.plain` gave, in order."""
    found: list[Mention] = []
    head_issuer: str | None = None
    for number in numbers_in(text):
        since = found[-1].end if found and found[-1].end <= number.begin else (found[-1].number.end if found else 0)
        since = max(since, number.begin - _LOOK_BACK)
        before = text[since : number.begin]
        kind, begin, shared = _type(before, since, number)
        going_on = found[-1] if found and _GOES_ON.search(before) else None
        if kind is None and going_on and number.type == going_on.number.type:
            kind = going_on.type
        date, end = _date(text, number.end)
        issuer, end = _issuer(text, end, register, home)
        if date is None:
            date, end = _date(text, end, after_issuer=True)
        head_issuer = shared if shared else head_issuer if going_on else None
        if issuer is None and head_issuer:
            issuer = _issuer(f"của {head_issuer}", 0, register, home)[0]
        role = _role(text, begin, place, found[-1] if found else None, bool(going_on))
        words = text[begin:end].strip(" ,;:(")
        at = Place(words, place.line, place.page, place.table, place.row, place.column)
        found.append(Mention(number, begin, end, _agreed_type(kind, number), date, issuer, role, at))
    found = _sharing_issuer(text, found)
    begins = [*(mention.begin for mention in found[1:]), len(text)]
    return [replace(m, subject=_subject(text, m, begin)) for m, begin in zip(found, begins, strict=False)]


def _subject(text: str, mention: Mention, end: int) -> str | None:
    """What a mention says of its paper; of 'cơ chế tại Nghị quyết số 226 về công nghệ' the mechanisms are about it."""
    found = _SUBJECT.match(text, mention.end, max(mention.end, end))
    if found is None or _WITHIN.search(text, 0, mention.begin):
        return None
    # Behind a comma a name begins the next part of the sentence: 'về …, Ủy ban nhân dân thành phố ban hành …'.
    words = found["subject"]
    ends = (comma.start() for comma in re.finditer(r",\s(\w)", words) if comma[1].isupper())
    return re.sub(r"[\s,]+(?:và)?\s?$", "", words[: next(ends, len(words))])


def _sharing_issuer(text: str, mentions: list[Mention]) -> list[Mention]:
    """'Nghị quyết số 57-NQ/TW và Nghị quyết số 59-NQ/TW của Bộ Chính trị' names the issuer of both."""
    shared = list(mentions)
    for index in range(len(shared) - 2, -1, -1):
        this, after = shared[index], shared[index + 1]
        alike = this.issuer is None and (this.type, this.number.issuer_code) == (after.type, after.number.issuer_code)
        if alike and AND.fullmatch(text[this.end : after.begin]):
            shared[index] = replace(this, issuer=after.issuer)
    return shared


def _agreed_type(kind: str | None, number: PaperNumber) -> str | None:
    """The words' type; 'văn bản số 364/TTr-BNG' leaves it to the symbol."""
    return number.type or kind if kind in (None, "Công văn") else kind


def _type(before: str, since: int, number: PaperNumber) -> tuple[str | None, int, str | None]:
    """(type by the words, where the mention begins, the issuer that a shared head names)."""
    for pattern, reach in ((_TYPE_BEFORE, _LONGEST_TYPE), (_LAW_BEFORE, _LOOK_BACK), (_SHARED_BEFORE, _LOOK_BACK)):
        if match := pattern.search(before, max(0, len(before) - reach)):
            issuer = match.groupdict().get("issuer")
            return _NAMED_TYPES[match["type"].lower().replace("\xa0", " ")], since + match.start(), issuer
    number_sign = re.search(r"\bsố:?\s?$", before, re.IGNORECASE)
    return None, since + number_sign.start() if number_sign else number.begin, None


def _date(text: str, position: int, *, after_issuer: bool = False) -> tuple[str | None, int]:
    """As much of a date as stands there, ISO; a day that the calendar does not have is none."""
    match = _DATE.match(text, position)
    if not match or (after_issuer and match["y5"]):
        return None, position
    year = next(match[y] for y in ("y", "y2", "y3", "y4", "y5") if match[y])
    month = next((match[m] for m in ("m", "m2", "m3", "m4") if match[m]), None)
    day = next((match[d] for d in ("d", "d2", "d3") if match[d]), None)
    if month is not None and not 1 <= int(month) <= 12:
        return None, match.end()
    if day is not None and month is not None:
        real = make_day(int(year), int(month), int(day))
        return (real.isoformat() if real else None), match.end()
    return (f"{year}-{int(month):02d}" if month else year), match.end()


def _issuer(text: str, position: int, register: Register, home: str) -> tuple[Body | None, int]:
    """The body behind 'của', and where its name ends."""
    of = _OF.match(text, position)
    if not of:
        return None, position
    start = of.end()
    window = text[start : start + 160]
    known = _known(window, register, home)
    if known and known[0].agency:
        return known[0], start + known[1]
    stop = _NAME_ENDS.search(window)
    words = window[: stop.start() if stop else len(window)].strip()
    verb = _VERB.search(window)
    if known and known[1] >= len(words) and not (verb and verb.start() < known[1]):
        return known[0], start + known[1]
    if not _HEAD.match(words) or " " not in words or len(words) > 100:
        return (known[0], start + known[1]) if known else (None, position)
    return _named(words, register, home), start + len(words)


def _known(window: str, register: Register, home: str) -> tuple[Body, int] | None:
    """The body that a text opens with, its post and term included."""
    post = _POST.match(window)
    for skip in (0, post.end() if post else 0):
        found = first_body(window[skip:], register=register, home=home)
        if found is None or found.body.is_class:
            continue
        term = _TERM.match(window, skip + found.end)
        name = window[:skip] + found.body.name
        if term and term.group().strip() not in name:
            name += term.group()
        agency = found.body.agency if not skip else _named(name, register, home).agency
        return Body(name, agency), term.end() if term else skip + found.end
    return None


def _named(words: str, register: Register, home: str) -> Body:
    name = spell_out(words.strip())
    agency = register.resolve(name, home=home)
    return Body(name, agency.code if agency else None)


def _role(text: str, begin: int, place: Place, previous: Mention | None, goes_on: bool) -> CitationRole:
    """Why this paper names the other; a task to amend or replace a paper changes nothing yet."""
    if _LEGAL_GROUND.match(text):
        return CitationRole.BASED_ON
    if place.row is not None:
        return CitationRole.CITES
    if goes_on and previous and previous.role in (CitationRole.REPLACES, CitationRole.AMENDS):
        return previous.role
    since = max(previous.number.end if previous else 0, begin - _LOOK_BACK)
    sentence = re.split(r"(?<=[^\d\W])\.\s", text[since:begin])[-1]
    if _REPLACES.search(sentence):
        return CitationRole.REPLACES
    if previous is None and _AMENDS.match(text):
        return CitationRole.AMENDS
    return CitationRole.CITES
