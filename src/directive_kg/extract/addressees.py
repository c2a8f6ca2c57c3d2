"""Who a stretch of running text speaks to: 'Giao Sở X …', 'Sở X, Sở Y chủ trì …', 'Các đơn vị được giao … có trách nhiệm …'.

Names that the register knows come first; where it knows none, an addressee is what stands between the words that give an
order and the first verb of the work, and is read with low confidence.
"""

import re
from dataclasses import replace
from typing import Final, NamedTuple

from directive_kg.extract.bodies import find_bodies, split_bodies
from directive_kg.extract.body_search import may_open
from directive_kg.extract.body_words import sector_length, starts_body, to_body
from directive_kg.extract.order_verbs import VERBS
from directive_kg.extract.posts import POST, post_length, shares_post
from directive_kg.records import Body
from directive_kg.register import Register
from directive_kg.register.spelling import UPPER

_GIVES: Final = re.compile(
    r"^(?:Về [^:;]{3,160}[:;,]\s*)?(?:Giao(?: cho)?|Yêu cầu|Đề nghị|Phân công)\s+", re.IGNORECASE
)
# 'Thủ tướng Chính phủ yêu cầu …', '…; giao Sở Y tế …', '(Giao Công an tỉnh …)'; not 'đã giao', 'được giao'.
_GIVERS: Final = (
    "Thủ tướng|Chính phủ|Chủ tịch|Ủy ban nhân dân|UBND|Ban Bí thư|Bộ Chính trị|Bộ trưởng|Thường trực|Ban Thường vụ"
)
GIVES_INSIDE: Final = re.compile(
    rf"(?:(?<=[,;.:(])\s*|^)(?:(?:Phó )?(?:{_GIVERS})(?:(?!\bđã\b|\bđược\b|\bvà\b)[^,;.:]){{0,70}}?\s)?"
    r"(?:giao(?: cho)?|yêu cầu|đề nghị)\s+",
    re.IGNORECASE,
)
# 'Về quản lý đất đai: Sở X rà soát …': what the order is about stands before its addressee.
_SUBJECT: Final = re.compile(rf"^Về [^:;.]{{3,120}}:\s+(?=[{UPPER}])")
# 'Bộ Xây dựng đề nghị UBND các tỉnh thực hiện các nội dung sau:': the issuer itself over its list.
ASKS_OVER_A_LIST: Final = re.compile(
    r"(?:^|(?<=[,;.])\s+)(?:Bộ|Sở|Cục|Tổng cục|Ngân hàng|Ban|Văn phòng|Thanh tra|Tỉnh ủy|Thành ủy|Đảng ủy|"
    r"Hội đồng nhân dân|HĐND|Thường trực|Ủy ban|Đoàn)\s"
    r"(?:(?!\bđã\b|\bđược\b)[^;.:]){2,70}?\s(?:yêu cầu|đề nghị)\s+(?=[^.;]{5,300}:$)"
)
# 'Phó Thủ tướng Nguyễn Văn A yêu cầu Bộ Y tế …', 'UBND tỉnh yêu cầu các sở …': who asks is not who is asked.
_ASKS: Final = re.compile(
    rf"(?:Phó )?(?:{_GIVERS}|Hội đồng nhân dân|HĐND|Tỉnh ủy|Thành ủy)(?:(?!\b(?:đã|được|theo)\b)[^,;.:()]){{0,70}}?\s(?:yêu cầu|giao)\s+"
    rf"(?=[{UPPER}]|các\s)"
)
_BEFORE_BODY: Final = re.compile(
    r"(?:(?:đồng chí|các đồng chí|Thủ trưởng|Người đứng đầu|Lãnh đạo|Giám đốc|Chủ tịch|Trưởng các|Bộ trưởng|Bí thư|"
    r"(?:Chi cục |Cục |Vụ |Viện |Chỉ huy )?Trưởng(?! phòng)|Tổng Giám đốc|Chủ nhiệm|Thống đốc|Chánh(?= (?:Văn phòng|Thanh tra)))\s+)",
    re.IGNORECASE,
)
_BETWEEN_BODIES: Final = re.compile(
    r"\s*(?:,\s*và\b|;\s*và\b|[,;/]|(?<=\s)[-–](?=\s)|\bvà\b|\bcùng\b|\bvà các\b(?= ))\s*"
)
_LIST_OPENS: Final = re.compile(
    rf"(?:(?:[Cc]ác|[Nn]hững)\s+(?=[SsBb]\w\s*:?\s)|(?=(?:Sở|Bộ)\s*:))(?P<noun>[Ss]ở|[Bb]ộ)\s*:?\s+(?=[{UPPER}])"
)
_LONGEST_POST: Final = 60  # letters
_ASIDE: Final = re.compile(
    r"^\s*(?:\([^()]{1,120}\)"
    r"|liên quan|có liên quan|trên địa bàn(?: thành phố| tỉnh)?|thành phố|theo chức năng, nhiệm vụ(?: được giao)?)(?=[\s,:;.]|$)"
)
# What may stand between an addressee and its work: 'có trách nhiệm', 'căn cứ chức năng, nhiệm vụ được giao,'.
DUTY: Final = re.compile(
    rf"^(?:(?:có trách nhiệm|có nhiệm vụ)\s+|là (?:cơ quan|đơn vị) [^,;:.]{{3,60}},\s*(?=(?:{VERBS})\b)|"
    rf"(?:theo(?!\sdõi)|căn cứ|trong phạm vi|trên cơ sở)\s[^:;.]{{3,160}}?[,:]\s*(?=(?:{VERBS})\b))",
    re.IGNORECASE,
)
# A co-addressee that nobody knows: ' và các cơ quan báo chí' before the verb.
_UNKNOWN_BODY: Final = re.compile(
    rf"^(?:,|và|cùng)\s+(?P<name>(?![^,;:.()]{{0,40}}(?:được giao|quyền hạn|chức năng))[^,;:.()]{{3,40}}?(?:,[^,;:.()]{{2,40}}?)??)"
    rf"\s+(?=(?:{VERBS})\b)",
    re.IGNORECASE,
)
# The rest of a class's name: 'các cơ quan' + ' thông tấn, báo chí' before the verb.
_CLASS_TAIL: Final = re.compile(
    rf"^(?P<tail>(?:(?!\b(?:chịu trách nhiệm|có trách nhiệm|có quyền|đã|được|cam kết|cần|mong)\b)[^;:.()]){{2,60}}?)(?<!,)\s+(?=(?:{VERBS})\b)"
)
_OF_ALL_PLACES: Final = re.compile(
    r"các (?:tỉnh|thành phố|xã|phường|đặc khu|địa phương)(?:(?:,| và) (?:các )?(?:tỉnh|thành phố|xã|phường|đặc khu)\b)*"
    r"(?: trực thuộc [Tt]rung ương)?"
)
# 'UBND các tỉnh, thành phố An Giang, Đồng Tháp': which ones are named behind the class.
_OF_PLACES: Final = re.compile(r"\bcác (?:tỉnh|thành phố|xã|phường|đặc khu)[^.;:]{0,30}$")
WORK: Final = re.compile(rf"^(?:{VERBS})\b", re.IGNORECASE)
NO_WORK: Final = re.compile(
    r"^(?:chịu trách nhiệm|có quyền|(?:tham )?dự (?:họp|đúng|đầy đủ|hội nghị)\b|đã\b|được\b|là\b(?! (?:cơ quan|đơn vị) [^,;:.]{3,60},)|"
    r"thông báo (?:để|đến|tới|cho)\b.{0,90}\b(?:biết|thực hiện)\W*$|"
    r"triển khai thực hiện (?:chỉ thị|nghị quyết|kế hoạch|quyết định|công điện|thông báo) này\b|"
    r"(?:chịu trách nhiệm )?thi hành)",
    re.IGNORECASE,
)
THIS_PAPER: Final = re.compile(
    r"^(?:(?:nghiêm túc|khẩn trương|kịp thời|quán triệt),? (?:và )?)*(?:tổ chức )?(?:triển khai )?(?:thực hiện|thi hành)[^.;]{0,40}\bnày\W*$|"
    r"^(?:(?:nghiêm túc|khẩn trương|tổ chức|triển khai|kịp thời|phối hợp),? )*(?:thực hiện|thi hành)(?: nghiêm(?: túc)?| tốt)?\W*$",
    re.IGNORECASE,
)
_HAS_DUTY: Final = re.compile(r"\s+(?:có trách nhiệm|có nhiệm vụ)\b[\s,:]*", re.IGNORECASE)
_SOMEBODY: Final = re.compile(
    r"(?:Thủ trưởng|Người đứng đầu|Lãnh đạo|Doanh nghiệp|Chủ đầu tư|Nhà đầu tư|Tổ chức, cá nhân|Viện|Cơ sở|Hội|Hiệp hội|Đề nghị)\s"
)
# Somebody by name and without a post is no body.
_PERSON: Final = re.compile(rf"(?:Ông|Bà)\s|Đồng chí (?:[{UPPER}]\w+\s){{2,5}}(?=có|chịu|nhận|bàn)")
_BRACKETS: Final = re.compile(r"\([^()]*\)")
# Words that open like a name and are none: 'Các nhiệm vụ …', 'Hội nghị …', 'Tổng kết …', 'Nhà nước …'.
_NOBODY: Final = re.compile(
    r"(?:các|những|toàn thể)\s+(?!(?:cơ quan|đơn vị|sở|bộ|ban|ngành|doanh nghiệp|tổ chức|đoàn thể|hội|hiệp hội|trường|cơ sở|viện|trung tâm|"
    r"bệnh viện|địa phương|tỉnh|thành phố|huyện|quận|xã|phường|chủ|nhà|cấp|đồng chí|cá nhân|tập đoàn|tổng|công ty|hợp tác xã|vụ|cục|phòng|"
    r"báo|đài|chi|văn phòng|thành viên|ủy ban|uỷ ban|đội|tổ|thành ủy|tỉnh ủy|lực lượng|"
    r"thôn|ấp|bản|buôn|xóm|khóm|khu phố|khu dân cư|khối)\b)|các (?:ngành, lĩnh vực|cấp độ)|"
    r"(?:nhà nước|tổng (?:kết|hợp|số|vốn|mức|thể)|tổ chức\b|hội (?:nghị|thảo|nhập)|ban hành|đoàn kết|báo cáo|đội ngũ|khu vực|quỹ đất|"
    r"công báo|viện trợ|cơ sở (?:dữ liệu|pháp lý|hạ tầng)|hội đồng nhân dân [^,]* (?:khóa|khoá))",
    re.IGNORECASE,
)
_STOP: Final = re.compile(
    r"[:;.]|\b(?:chịu trách nhiệm|có quyền|đã|được|là|nếu|khi|theo|thống nhất|nêu|cho|biết|ghi nhận|gồm|bao gồm|cần|phải|sẽ|đang|giữ|nằm|đạt|"
    r"trân trọng|cảm ơn|mong|cam kết)\b",
    re.IGNORECASE,
)
# A capital makes the verb a part of a name: 'Ủy ban Kiểm tra', 'Chánh Thanh tra'.
_FIRST_VERB: Final = re.compile(rf"[\s,:]+(?=(?:{VERBS})\b)")
_LONGEST_NAME: Final = 400  # characters of words that name addressees
_FIRST_LOOKS: Final = (240, 480)  # characters; two thirds of them are more than a name or a class has
_UNKNOWN: Final = 0.5
_ODD_VERB: Final = 0.8
_BY_SHAPE: Final = 0.85  # sure of an order whose addressee nobody knows
# A word that opens what a body is to do, and none that tells of it, of its kind or of its place.
_MAY_BE_WORK: Final = re.compile(
    r"(?!(?:đã|được|là|có|và|thuộc|của|tại|trong|với|cho|ở|theo|về|khi|nếu|để|do|bị|sẽ|còn|nhưng|cũng|vẫn|rất|không|chưa|phải|"
    r"cần|như|các|những|nơi|gồm|bao|đang|vừa|mới|từ|đến|trên|dưới|ngoài|nhằm|mà|thì|liên|trực|tỉnh|thành|xã|phường|đặc|cấp|"
    r"thống|đạt|chiếm|hiện|trước|sau|cùng|này|đó|khác|nêu|chịu|ghi|nhận|cam|mong|trân|cảm|quy|nay|hàng|hằng|mỗi|số)\b)"
    rf"[^\W\d_{UPPER}][^.:]{{15,}}"
)


class Addressed(NamedTuple):
    """Addressees and what is said to them."""

    bodies: tuple[Body, ...]
    words: str  # that name the addressees
    rest: str  # what follows, a leading ':' included
    given: bool  # by 'Giao', 'Yêu cầu', 'Đề nghị'
    sure: float = 1.0  # that they are addressees, and that their work begins where `rest` does


def addressed(text: str, register: Register, home: str, *, is_item: bool = False) -> Addressed | None:
    """The addressees that a text opens with, or None.

    `is_item`: it is one of a list of orders; behind bodies that are known its work may open with a verb that nobody knows.
    """
    if text.isupper() or _PERSON.match(text):
        return None  # the paper's own issuer over its words; somebody who is appointed
    if subject := _SUBJECT.match(text):
        text = text[subject.end() :]
    if asks := _ASKS.match(text):
        text = f"Giao {text[asks.end() :]}"
    gives = _GIVES.match(text)
    start = gives.end() if gives else 0
    named, end = bodies_at(text, start, register, home)
    # 'Tổ chức thực hiện …' begins like the name of a 'Tổ'; 'Thống kê tỉnh', 'Thanh tra tỉnh' are bodies.
    if not (named and named[0].agency) and not gives and WORK.match(text):
        return None
    return (
        _known(text, start, named, end, bool(gives))
        or _by_duty(text, start, bool(gives), register, home)
        or _by_shape(text, start, bool(gives), register, home)
        or (_known(text, start, named, end, bool(gives), any_verb=True) if is_item else None)
    )


def _known(
    text: str, start: int, bodies: tuple[Body, ...], end: int, given: bool, *, any_verb: bool = False
) -> Addressed | None:
    """Addressees that begin with a name of the register: the bodies found there, and where their run ends."""
    if not bodies:
        return None
    rest = text[end:].strip()
    if (everywhere := _OF_ALL_PLACES.match(rest)) and not bodies[-1].is_class:
        # 'Sở Y tế các tỉnh, thành phố' is no one place's.
        bodies = (*bodies[:-1], Body(f"{bodies[-1].name} {everywhere.group()}", is_class=True, confidence=0.8))
        end += text[end:].index(rest) + everywhere.end()
        rest = rest[everywhere.end() :].strip()
    sure = 1.0
    if unknown := _UNKNOWN_BODY.match(rest):
        sure = _BY_SHAPE
        name = unknown["name"].strip()
        bodies += (Body(name, is_class=name.lower().startswith(("các ", "những ")), confidence=0.5),)
        end += text[end:].index(rest) + unknown.end()
        rest = rest[unknown.end() :].strip()
    elif (
        bodies[-1].is_class
        and (rest[:1].islower() or _OF_PLACES.search(bodies[-1].name))
        and not WORK.match(rest)
        and (tail := _CLASS_TAIL.match(rest))
    ):
        sure = _BY_SHAPE  # what is taken for the rest of the name may be a verb that nobody knows
        bodies = (*bodies[:-1], Body(f"{bodies[-1].name} {tail['tail']}", is_class=True, confidence=0.8))
        end += text[end:].index(rest) + tail.end("tail")
        rest = rest[tail.end() :]
    following = rest.lstrip(" :,")
    if rest and not given and not rest.startswith(":") and not (WORK.match(following) or DUTY.match(following)):
        if not (any_verb and all(b.agency or b.is_class for b in bodies) and _MAY_BE_WORK.match(rest)):
            return None
        bodies = tuple(replace(body, confidence=min(body.confidence, _ODD_VERB)) for body in bodies)
        return Addressed(bodies, text[start:end].strip(), rest, given=True, sure=_ODD_VERB)
    if given and _BETWEEN_BODIES.match(rest):
        return None  # the list of names goes on with one that nobody knows
    return Addressed(bodies, text[start:end].strip(), rest, given, sure)


def _by_duty(text: str, start: int, given: bool, register: Register, home: str) -> Addressed | None:
    """'Các cơ quan được phân công chủ trì … có trách nhiệm lập kế hoạch': everything before is the addressee."""
    duty = _HAS_DUTY.search(text, start)
    if duty is None or duty.start() - start > _LONGEST_NAME or not _names_somebody(text[start:]):
        return None
    words = text[start : duty.start()]
    if re.search(r"[:.]\s", words):
        return None
    bodies = _unsure(words, register, home)
    return Addressed(bodies, words, text[duty.end() :] or ":", given, _sure_of(bodies))


def _names_somebody(text: str) -> bool:
    return not _NOBODY.match(text) and (starts_body(text) or bool(_SOMEBODY.match(text)))


def _by_shape(text: str, start: int, given: bool, register: Register, home: str) -> Addressed | None:
    """Addressees that the register does not know: up to a colon, or to the first verb of the work, or a whole heading."""
    # What stands in brackets explains a name.
    head = _BRACKETS.sub(lambda m: " " * len(m.group()), text[start : start + _LONGEST_NAME])
    if not (_names_somebody(head) or (given and head[:1].isupper())):
        return None
    colon, stop = head.find(":"), _STOP.search(head)
    verb = next((m for m in _FIRST_VERB.finditer(head) if head[m.end()].islower()), None)
    ends = [x for x in (colon if colon > 0 else None, verb.start() if verb else None) if x is not None]
    end = min(ends, default=len(head) if len(text) == start + len(head) else 0)
    if not end or (stop and stop.start() < end) or end < 4:
        return None
    if not ends and (text.endswith((".", ";", ",")) or not starts_body(head)):
        return None  # a sentence, or a subject: no heading
    words = text[start : start + end].strip(" ,")
    bodies = _unsure(words, register, home)
    return Addressed(bodies, words, text[start + end :].strip(), given, _sure_of(bodies))


def _unsure(words: str, register: Register, home: str) -> tuple[Body, ...]:
    return tuple(
        b if b.agency else replace(b, confidence=min(b.confidence, _UNKNOWN))
        for b in split_bodies(words, register=register, home=home)
    )


def _sure_of(bodies: tuple[Body, ...]) -> float:
    return 1.0 if all(body.agency or body.is_class for body in bodies) else _BY_SHAPE


def bodies_at(text: str, start: int, register: Register, home: str) -> tuple[tuple[Body, ...], int]:
    """The run of bodies that begins at `start`, and where it ends."""
    listed, end = _listed(text, start, register, home)
    if listed:
        between = _BETWEEN_BODIES.match(text, end)
        more, more_end = bodies_at(text, between.end(), register, home) if between else ((), end)
        return listed + more, more_end if more else end
    window = text[start:]
    opening = window
    while not may_open(opening, register=register, home=home):
        post = _BEFORE_BODY.match(opening)
        if post is None:
            return (), start
        opening = opening[post.end() :]
    for look in _FIRST_LOOKS:
        # Most texts open with one name or none: the rest of a long one is not looked through for it.
        if len(window) > look:
            bodies, end = _run(window[:look], register, home)
            if end <= look // 3:
                return bodies, start + end
    bodies, end = _run(window, register, home)
    return bodies, start + end


def _listed(text: str, start: int, register: Register, home: str) -> tuple[tuple[Body, ...], int]:
    """'các Sở: Tài chính, Y tế', a post before them or none, as single bodies, and where their list ends."""
    post = post_length(text[start : start + _LONGEST_POST])
    opening = _LIST_OPENS.match(text, start + post)
    bodies: list[Body] = []
    end = start
    position = opening.end() if opening else len(text)
    while opening and (length := sector_length(text[position:], ministry=opening["noun"] in ("Bộ", "bộ"))):
        body = to_body(f"{opening['noun'].capitalize()} {text[position : position + length]}", register, home)
        bodies.append(replace(body, confidence=min(body.confidence, POST)) if post else body)
        end = position + length
        between = _BETWEEN_BODIES.match(text, end)
        if between is None:
            break
        position = between.end()
    return tuple(bodies), end


def _run(window: str, register: Register, home: str) -> tuple[tuple[Body, ...], int]:
    spans = {begin: (end, body) for begin, end, body in find_bodies(window, register=register, home=home)}
    bodies: list[Body] = []
    position = last = 0
    noun: str | None = None  # that opens the body of the post which holds here
    while position < len(window):
        begin = position
        while position not in spans and (before := _BEFORE_BODY.match(window, position)):
            position = before.end()
        if position not in spans:
            break
        end, body = spans[position]
        if post_length(window[begin:position]):
            noun = body.name.partition(" ")[0]
        elif ";" in window[last:begin] or not shares_post(noun, body.name):
            noun = None
        if noun is not None and not body.is_class:
            body = replace(body, confidence=min(body.confidence, POST))
        bodies.append(body)
        while aside := _ASIDE.match(window[end:]):
            end += aside.end()
        last = end
        between = _BETWEEN_BODIES.match(window, end)
        if not between:
            break
        position = between.end()
    return tuple(bodies), last
