"""The words that bodies' names begin with, the classes of bodies, and a single name as a `Body`.

General to papers of the State and the Party in every place: none of it depends on what the register holds.
"""

import re
from itertools import accumulate
from typing import Final

from directive_kg.extract.posts import POST, post_length
from directive_kg.records import Body
from directive_kg.register import Agency, Register
from directive_kg.register.spelling import SECTOR_ABBREVIATIONS, UPPER, fold_tones, name_key, spell_out, words

UNKNOWN: Final = 0.8  # well formed, but the register does not know it
UNNAMED: Final = 0.5  # does not even begin as a body's name does
CLASS_BY_RULE: Final = 0.85  # a class by its words; the register does not have it

_MINISTRY_ONLY: Final = frozenset({"công an", "quốc phòng", "ngoại giao"})
# Name keys of the sectors that departments and ministries are named for.
SECTORS: Final = (
    frozenset(map(name_key, SECTOR_ABBREVIATIONS.values())) | _MINISTRY_ONLY | {"dân tộc", "an toàn thực phẩm"}
)
DEPARTMENT_SECTORS: Final = SECTORS - _MINISTRY_ONLY

# Begin a name in any case of letters.
_HEADS: Final = (
    "ủy ban nhân dân|ủy ban mặt trận|ủy ban kiểm tra|ủy ban thường vụ|hội đồng nhân dân|mặt trận tổ quốc|"
    "ban thường vụ|ban chấp hành|ban quản lý|ban chỉ đạo|ban tổ chức|ban tuyên giáo|ban nội chính|"
    "ban chỉ huy|bộ chỉ huy|bộ tư lệnh|bộ đội|văn phòng|thanh tra|công an|ngân hàng|kho bạc|bảo hiểm xã hội|"
    "tòa án|viện kiểm sát|kiểm toán|thi hành án|cục thuế|chi cục|tổng cục|trung tâm|liên đoàn|liên minh|"
    "liên hiệp|hiệp hội|tổng công ty|công ty|tập đoàn|đảng ủy|thành ủy|tỉnh ủy|huyện ủy|quận ủy|thành đoàn|"
    "tỉnh đoàn|đoàn đại biểu|đoàn thanh niên|thường trực|chủ tịch|phó chủ tịch|phó bí thư|chánh văn phòng|"
    "giám đốc|phó giám đốc|thủ tướng|phó thủ tướng|bộ trưởng|chính phủ|quốc hội|cảng hàng không|cảng vụ|"
    "chi nhánh|sở giao dịch|hải quan|quân khu|trường đại học|học viện|bệnh viện|đài phát thanh|"
    "đài truyền hình|báo và|cổng thông tin|tòa soạn|thông tấn xã|người phát ngôn"
)
# Begin a name only with a capital, and only with a word behind them: alone they are classes ('Sở, Ban, Ngành').
_CAPITAL_HEADS: Final = (
    "Sở|Bộ|Ban|Ủy ban|Uỷ ban|Hội đồng|Hội|Phòng|Cục|Vụ|Viện|Trường|Trạm|Tổ|Thuế|Đoàn|Báo|Đài|Tạp chí|Quỹ|"
    "Điện lực|Bưu điện|Đảng bộ|Chi bộ|Đội|Hạt|Nhà|Tổng|Đại học|Bí thư|Trưởng ban|Trưởng phòng|Cơ quan|Khu|"
    "Vườn|Cảng|Ông|Bà|Đồng chí|Thư viện|Bảo tàng"
)
# Words that open like these and name nobody.
_NO_HEADS: Final = (
    "Báo cáo|Ban hành|Đội ngũ|Tổ chức|Khu vực|Nhà nước|Nhà ở|Quỹ đất|Hội (?:nghị|thảo|nhập|chợ|thi)|Viện trợ|Tổng (?:kết|hợp|số|vốn|mức|thể)|"
    "Đoàn kết|Trường hợp|Phòng(?: và)? chống|Phòng ngừa|Vụ (?:án|việc)|Cơ quan (?:chủ trì|phối hợp)|"
    "Bộ (?:tiêu chí|chỉ số|tài liệu|dữ liệu|máy|công cụ|thủ tục)"
)
# What a class is named for; the second list only behind the first ('các sở, ban, ngành, hội').
CLASS_NOUN: Final = (
    "sở|ban|ngành|bộ|cơ quan ngang bộ|cơ quan thuộc chính phủ|cơ quan báo chí|cơ quan|đơn vị|địa phương|"
    "tổ chức chính trị xã hội|tổ chức đảng|tổ chức|đoàn thể|doanh nghiệp|hợp tác xã|cá nhân|xã|phường|"
    "đặc khu|thị trấn|quận|huyện|chủ đầu tư|nhà đầu tư|nhà thầu|chính quyền|cấp ủy|nhà trường|cơ sở giáo dục|"
    "cơ sở|trường|viện|tổ dân phố|hộ gia đình|cấp"
)
CLASS_MORE: Final = (
    "tỉnh|thành phố|thị xã|hội|hiệp hội|phòng|đảng ủy|đảng bộ|chi bộ|trung tâm|người dân|ủy ban nhân dân|"
    "hội đồng nhân dân"
)
_CLASS_TAIL: Final = "(?:có )?liên quan|khác|có thẩm quyền|cùng cấp|trực thuộc|chức năng|chuyên môn|trung ương"
_LEVEL: Final = "xã|phường|đặc khu|thị trấn|thị xã|quận|huyện|tỉnh|thành phố"

_CLASS_FIRST: Final = re.compile(r"(?:các|những|toàn thể|toàn bộ|mọi|một số|nhiều|từng|mỗi)\b")
_CLASS_RUN: Final = re.compile(
    rf"(?:{CLASS_NOUN})(?: (?:và|hoặc|các|của|{CLASS_NOUN}|{CLASS_MORE}|{_CLASS_TAIL}))*"
    r"(?: (?:thuộc|trên địa bàn|trong|tại|có)\b.*)?"
)
_CLASS_OF_LEVEL: Final = re.compile(
    r"(?:(?:phó )?chủ tịch |thường trực |văn phòng |đảng ủy |đại diện |lãnh đạo |cấp ủy )*"
    r"(?:ủy ban nhân dân|hội đồng nhân dân|công an|đảng ủy|ban chỉ huy quân sự|ban chỉ đạo|lãnh đạo|trung tâm y tế|"
    r"(?:ủy ban )?mặt trận tổ quốc(?: việt nam)?)"
    rf" (?:các (?:{_LEVEL}|quân khu|bộ)\b.*|"
    rf"(?:{_LEVEL})(?: (?:{_LEVEL}|và|các|trực thuộc trung ương|(?:có )?liên quan))+(?: trên địa bàn.*)?)"
)
_CLASS_LIST: Final = re.compile(rf"(?:{CLASS_NOUN})\s?,", re.IGNORECASE)
_CLASS_BY_HEAD: Final = re.compile(
    r"(?:thủ trưởng|người đứng đầu|lãnh đạo|giám đốc|trưởng|chủ tịch|bí thư|đại diện)(?: (?:các|cơ quan|đơn vị)\b).*"
)
_CLASS_INSIDE: Final = re.compile(
    r"\b(?:(?:các cấp|các (?:tỉnh|thành phố|xã|phường|đặc khu)|cấp (?:xã|huyện|cơ sở))\b|(?:liên quan|có thẩm quyền)$)"
)

_STARTS: Final = re.compile(
    rf"(?:(?:{_HEADS})\b|(?:các|những|toàn thể)\s)|(?-i:(?!(?:{_NO_HEADS})\b)(?:{_CAPITAL_HEADS})\s+\w)|(?-i:[{UPPER}]{{3,}}\b)",
    re.IGNORECASE,
)
_DASH: Final = re.compile(rf"\s*[-–—]\s*(?=[{UPPER}])")
_ASIDE: Final = re.compile(r"\([^()]*\)")
_SPACED_ASIDE: Final = re.compile(r"\s*\([^()]*\)")
_POST: Final = re.compile(r"(?:phó |quyền )?(?:chủ tịch|bí thư|giám đốc|chánh|trưởng|thủ tướng|bộ trưởng|cục trưởng)\b")
_LONGEST_SECTOR: Final = 80  # letters
_LONGEST_HEAD: Final = 64  # letters, more than any of the above
_ADDRESS: Final = re.compile(r"^(?:đồng chí|đ/c|ông|bà)\s*:?\s+", re.IGNORECASE)
_PERSON: Final = re.compile(rf"(?:\s+[{UPPER}]\w*){{1,5}}$")


def starts_body(text: str) -> bool:
    """Whether the words begin as the name of a body or of a class of bodies does."""
    return _STARTS.match(fold_tones(text[:_LONGEST_HEAD])) is not None


def sector_length(text: str, *, ministry: bool) -> int:
    """How many letters the longest name of a department's or ministry's sector has that the text opens with, or 0."""
    listed = words(text[:_LONGEST_SECTOR])
    if not listed or listed[0].start or not text[0].isupper():
        return 0
    sectors = SECTORS if ministry else DEPARTMENT_SECTORS
    keys = accumulate((word.text for word in listed), "{} {}".format)
    found = (word.end for word, key in zip(listed, keys, strict=True) if key in sectors)
    dashed = (word.end for word in listed if name_key(without_dashes(text[: word.end])) in sectors)
    return max(found, default=0) or max(dashed, default=0)


def is_class(name: str) -> bool:
    """Whether the words name a class of bodies, or a body without saying which ('Ban Quản lý dự án liên quan')."""
    key = name_key(_ASIDE.sub(" ", name) if "(" in name else name)
    return bool(
        _CLASS_FIRST.match(key)
        or _CLASS_LIST.match(name)
        or _CLASS_RUN.fullmatch(key)
        or _CLASS_OF_LEVEL.fullmatch(key)
        or _CLASS_BY_HEAD.fullmatch(key)
        or _CLASS_INSIDE.search(key)
    )


def to_body(text: str, register: Register, home: str | None) -> Body:
    """One name, as the paper has it, with its abbreviations written out and what the register makes of it.

    Of a person in a post ('Phó Chủ tịch UBND thành phố Nguyễn Văn A') the post decides, never the person's name. A post
    that the register does not have ('Giám đốc Công an tỉnh') is given the code of its body, with doubt.
    """
    name = spell_out(register.in_full(text))
    known = register.resolve(name, home)
    if known is None and "(" in name:
        known = register.resolve(_SPACED_ASIDE.sub("", name), home)
    if known is None:
        known = register.resolve(without_dashes(name), home)
    if known is None and _POST.search(name_key(name)):
        known = _post(_ADDRESS.sub("", name), register, home)
    if known is not None:
        return Body(name, known.code, is_class=known.is_group)
    if is_class(name):
        return Body(name, is_class=True, confidence=CLASS_BY_RULE)
    if post := post_length(name):
        headed = register.resolve(name[post:], home) or register.resolve(without_dashes(name[post:]), home)
        sure = POST if headed or starts_body(name) else UNNAMED
        return Body(name, headed.code if headed and not headed.is_group else None, confidence=sure)
    return Body(name, confidence=UNKNOWN if starts_body(name) else UNNAMED)


def without_dashes(name: str) -> str:
    """A name whose dashes stand for the comma and the 'và' of a sector's name, with these: the register may have it so.

    >>> without_dashes("Sở Văn hóa - Thể thao - Du lịch")
    'Sở Văn hóa, Thể thao và Du lịch'
    """
    *before, last = _DASH.split(name)
    return f"{', '.join(before)} và {last}" if before else name


def _post(name: str, register: Register, home: str | None) -> Agency | None:
    """The post that stands before a person's name, or behind it and a dash."""
    dashed = re.search(r"\s[-–]\s+(\S.*)$", name)
    if dashed:
        post = register.resolve(dashed[1], home)
        return post if post is not None and post.is_post else None
    person = _PERSON.search(name)
    while person:
        post = register.resolve(name[: person.start()], home)
        if post is not None and post.is_post:
            return post
        person = _PERSON.search(name, person.start() + 1)
    return None
