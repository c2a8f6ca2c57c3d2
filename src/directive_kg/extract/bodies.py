"""Cells that name bodies, taken apart into single bodies: lead, coordinating, authority and directing columns.

Reads a cell's text, writes `records.Body`. Where one name ends and the next begins follows from the words that names
begin with, so that a cell of a place the register does not know is taken apart just as well.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import Final, NamedTuple

from directive_kg.extract.body_search import find_bodies
from directive_kg.extract.body_words import (
    DEPARTMENT_SECTORS,
    SECTORS,
    UNNAMED,
    is_class,
    starts_body,
    to_body,
    without_dashes,
)
from directive_kg.extract.posts import post_length
from directive_kg.records import Body
from directive_kg.register import Register
from directive_kg.register.lookup import HomeNames, openings_of
from directive_kg.register.spelling import SECTOR_ABBREVIATIONS, UPPER, Word, name_key, spell_out, words

__all__ = ["find_bodies", "spell_out", "split_bodies"]

_LONGEST_CELL: Final = 3000  # letters; what is longer is no list of bodies, and is not taken apart
_NO_BODY: Final = re.compile(
    r"^[\W_]*$|^(?:theo|căn cứ|không|chưa|tùy|tuỳ|như trên|nt|thực hiện)\b(?!\s*:)", re.IGNORECASE
)
_BULLET: Final = re.compile(r"^\s*(?:[-–—+•*●▪]|\(?\d{1,2}[.)]|[a-zđ]\))\s*")
_NUMBER_MARK: Final = re.compile(r"\(\d{1,2}\)\s*")
_ROLE_LABEL: Final = re.compile(
    r"^(?:(?:cơ quan|đơn vị)\s+)?(?:chủ trì|phối hợp|thực hiện|đầu mối)(?:\s+thực hiện)?\s*:\s*", re.IGNORECASE
)
_ASIDE: Final = re.compile(r"\([^()]*\)")
# A line that ends so is not a whole name yet.
_OPEN_END: Final = re.compile(
    r"(?:\b(?:và|thuộc|của|các|cùng|với|văn phòng|thường trực|đảng [uủ][yỷ]|chủ tịch|thanh tra|lãnh đạo|sở|bộ)|[,/:])"
    r"\s*$",
    re.IGNORECASE,
)
_DASH: Final = re.compile(rf"\s*[-–—]\s*(?=[{UPPER}])")
_LEVEL_BEHIND: Final = re.compile(r" (?:tỉnh|thành phố|xã|phường|đặc khu)$")
_SEPARATOR: Final = re.compile(r"\s*[,/]\s*(?:và\s+)?|\s+(?:và|cùng với|cùng)\s+|\s+[&+]\s+")
# 'Các Sở: …', 'UBND các xã: …': what is listed, and what stands before each of the listed names.
_LIST: Final = re.compile(
    r"(?P<of>(?:Ủy ban nhân dân|Hội đồng nhân dân|Đảng ủy|Công an)\s+)?(?:(?:Các|Những)\s+)?"
    r"(?P<noun>sở|bộ|ban|phòng|xã|phường|đặc khu|huyện|quận|tỉnh|cơ quan|đơn vị|ngành)\b(?P<rest>[^:;]{0,60}):\s*",
    re.IGNORECASE,
)
_PLAIN_LIST: Final = re.compile(r"(?:Các\s+)?(?P<noun>Sở|Bộ)\s+(?=\w)", re.IGNORECASE)
_LEVEL_WORD: Final = re.compile(rf"(?:xã|phường|đặc khu|thị trấn|thị xã|quận|huyện)\b(?!\s+[{UPPER}])")
_HEAD_BEHIND: Final = re.compile(r"\s(?:Sở|Bộ|Ủy ban nhân dân|Hội đồng nhân dân|Công an)\s+\w")
_PLURAL: Final = re.compile(r"^[Cc]ác (?=(?:Sở|Bộ) )")
_DUTY: Final = re.compile(r"\s+(?:là (?:cơ quan|đơn vị) )?(?:chủ trì|đầu mối)\b.*$", re.IGNORECASE | re.DOTALL)
_EACH: Final = re.compile(r"(?:các|những|toàn thể)\s", re.IGNORECASE)
_COMMITTEE: Final = re.compile(r"(?:thành|tỉnh|huyện|quận|đảng) [uủ][yỷ]\b")  # in 'các tỉnh ủy, thành ủy, đảng ủy …'
_COUNCIL: Final = re.compile(r"(?:(?:phó )?chủ tịch )?(?:ủy ban|uỷ ban|hội đồng) nhân dân\b", re.IGNORECASE)
_COUNCILS: Final = ("Ủy ban nhân dân ", "Hội đồng nhân dân ", "Đảng ủy ", "Công an ")
# One office of two councils: 'Văn phòng HĐND và UBND xã', 'Văn phòng Đoàn ĐBQH và HĐND tỉnh'.
_JOINT_OFFICE: Final = re.compile(
    r"Văn phòng (?:Đoàn đại biểu Quốc hội(?:,| và) )?Hội đồng nhân dân(?: và|,| [-–]) (?:Ủy|Uỷ) ban nhân dân|"
    r"Văn phòng Đoàn đại biểu Quốc hội(?: và|,| [-–]) Hội đồng nhân dân|"
    r"Văn phòng Đảng ủy(?: và|,| [-–]) (?:Hội đồng|Ủy ban) nhân dân",
    re.IGNORECASE,
)
# 'Cục Quản lý, giám sát kế toán, kiểm toán': what an office looks after may be called as a body is.
_TRADE: Final = re.compile(r"(?:kiểm toán|thanh tra|ngân hàng|kho bạc|[Bb]ảo hiểm xã hội|hải quan|tòa án|thi hành án)$")
_OFFICE: Final = re.compile(r"(?:Tổng cục|Cục|Chi cục|Vụ|Ban|Phòng|Viện|Trung tâm)\s")
_SECTOR_OPENINGS: Final = openings_of(SECTORS)
_BETWEEN: Final = re.compile(r"[\s&-]")  # what may stand between the letters of a sector's short form
_SECTOR_HEAD: Final = re.compile(r"^(?:[Cc]ác )?(?:Sở|Bộ|sở|bộ) ")
_LEVEL_NAME: Final = re.compile(rf"(?:xã|phường|đặc khu)\s+[{UPPER}]")
# Named without their place, these share the place of the name behind them: 'HĐND, UBND thành phố'.
_NEEDS_PLACE: Final = frozenset(
    {
        "hội đồng nhân dân",
        "ủy ban nhân dân",
        "thường trực hội đồng nhân dân",
        "ủy ban mặt trận tổ quốc",
        "ủy ban mặt trận tổ quốc việt nam",
        "công an",
        "đảng ủy",
        "chủ tịch hội đồng nhân dân",
    }
)

_LONGEST_FIRST: Final = sorted(_NEEDS_PLACE, key=len, reverse=True)


class _Home(NamedTuple):
    """The register as the paper's place sees it."""

    register: Register
    place: str | None

    def complete(self, name: str) -> bool:
        """Whether the name is whole: the register has it, or it is a department or ministry of a known sector."""
        known = self.register.resolve(name, self.place) or self.register.resolve(without_dashes(name), self.place)
        return known is not None or _sector(_without_head(without_dashes(name)), ministry=True) is not None

    def knows(self, name: str) -> bool:
        """Whether a name with its head is complete, or one that bodies of every place have."""
        common = _LEVEL_BEHIND.sub("", name_key(name)) in self.register.local_names()
        return bool(name) and starts_body(name) and (common or self.complete(name))

    def is_under(self, name: str, upper: str) -> bool:
        """Whether the register has the body `upper` above the body `name`: 'Chi cục Thủy lợi - Sở …' is one body."""
        body, above = self.register.resolve(name, self.place), self.register.resolve(upper, self.place)
        while body is not None and above is not None and body.parent:
            if body.parent == above.code:
                return True
            body = self.register.agency(body.parent)
        return False


class _Piece(NamedTuple):
    """Words between two separators."""

    text: str
    before: str  # the separator in front


def split_bodies(cell_text: str | None, *, register: Register, home: str | None) -> tuple[Body, ...]:
    """The bodies of a cell, each by its own name in full, in the cell's order and once each.

    'UBND', 'HĐND', 'TP' and their like are written out, otherwise a name keeps the paper's words; a class of bodies
    ('Các sở, ngành, đơn vị liên quan') stays one entry; 'Các Sở: Tài chính, Y tế' is two. A cell that names no body
    ('Theo quy định của Luật …') gives none. `home` is the code of the paper's place; see `Register.resolve`.
    """
    text = unicodedata.normalize("NFC", cell_text or "")
    if len(text) > _LONGEST_CELL:
        return (Body(spell_out(text), confidence=UNNAMED),)
    return _bodies(text, register, home)


@lru_cache(maxsize=1024)  # an annex says the same few cells over and over
def _bodies(text: str, register: Register, home: str | None) -> tuple[Body, ...]:
    found: dict[str, Body] = {}
    for name in _names(text, _Home(register, home)):
        body = to_body(name, register, home)
        found.setdefault(name_key(body.name), body)
    return tuple(found.values())


def _names(text: str, home: _Home) -> Iterator[str]:
    prefix = ""
    for chunk in _chunks(text):
        clean = _DUTY.sub("", _ROLE_LABEL.sub("", spell_out(chunk).strip(" .,;-–"))).strip()
        if _NO_BODY.match(clean):
            continue
        if home.register.resolve(clean, home.place):
            yield clean
            continue
        if posts := _single_posts(clean, home):
            yield from posts
            continue
        listed = _LIST.match(clean)
        if listed:
            prefix, clean = _list_prefix(listed), clean[listed.end() :]
        elif prefix.startswith(_COUNCILS) and _LEVEL_NAME.match(clean):
            prefix = prefix.rsplit(" ", 2)[0] + " "
        elif starts_body(clean):
            prefix = ""
        for name in _share_places(_split(clean, prefix, home)):
            # 'Các Sở Tài chính, Y tế': the plural belongs to the list, not to its first name.
            yield _PLURAL.sub("", name) if _sector(_without_head(name), ministry=True) else name


def _single_posts(text: str, home: _Home) -> list[str]:
    """'Giám đốc các Sở: Tài chính, Y tế' as the single posts; none where a class stands under the post."""
    length = post_length(text)
    if not length or not (_EACH.match(text, length) or _LIST.match(text, length)):
        return []
    names = list(_names(text[length:], home))
    if not names or is_class(names[0]) or not home.complete(names[0]):
        return []
    noun = names[0].partition(" ")[0]
    return [text[:length] + name if name.startswith(f"{noun} ") else name for name in names]


def _chunks(text: str) -> Iterator[str]:
    """Parts that certainly stand apart: by semicolon, numbered mark, bullet, or a line that begins a new name."""
    joined: list[str] = []
    bulleted = bool(_BULLET.match(text))
    for line in text.splitlines():
        rest = _BULLET.sub("", line).strip()
        if not rest:
            continue
        fresh = rest != line.strip() or (
            starts_body(rest) and not rest.islower() and not _OPEN_END.search(joined[-1] if joined else ",")
        )
        if fresh or not joined:
            joined.append(rest)
        else:
            joined[-1] += " " + rest
    for line in joined:
        parts = re.split(rf"\s[-–+]\s(?=[{UPPER}])", line) if bulleted else [line]
        for part in parts:
            yield from _outside_brackets(part)


def _outside_brackets(text: str) -> Iterator[str]:
    hidden = _ASIDE.sub(lambda m: m.group() if _NUMBER_MARK.fullmatch(m.group()) else "\x00" * len(m.group()), text)
    start = 0
    for mark in re.finditer(rf";|{_NUMBER_MARK.pattern}", hidden):
        yield text[start : mark.start()]
        start = mark.end()
    yield text[start:]


def _list_prefix(listed: re.Match[str]) -> str:
    noun = listed["noun"].lower()
    if listed["of"]:
        return f"{listed['of'].strip()} {noun} "
    return "" if noun in ("cơ quan", "đơn vị", "ngành") else noun.capitalize() + " "


def _split(text: str, prefix: str, home: _Home) -> Iterator[str]:
    """The names of one chunk. `prefix` stands before every listed name that has no head of its own."""
    plain = _PLAIN_LIST.match(text)
    head = prefix or (f"{plain['noun'].capitalize()} " if plain else "")
    current, of_class = "", False
    for piece in (part for whole in _pieces(text, home) for part in _undashed(whole, home)):
        sector = _sector(piece.text, ministry=head == "Bộ ")
        next_sector = sector is not None and bool(head) and not starts_body(piece.text)
        if current and next_sector and home.complete(current):
            yield current
            current = f"{head}{sector}"
        elif current and not _begins(piece, current, of_class, prefix, home):
            current += piece.before + piece.text
            of_class = of_class or is_class(current)
            continue
        else:
            if current:
                yield current
            current = _headed(piece.text, prefix, sector)
        of_class = is_class(current)
    if current:
        yield current


def _headed(text: str, prefix: str, sector: str | None) -> str:
    if not prefix or (starts_body(text) and not sector) or is_class(text):
        return text
    return prefix + (sector or text)


def _without_head(name: str) -> str:
    return _SECTOR_HEAD.sub("", name)


def _sector(text: str, *, ministry: bool) -> str | None:
    """The sector of government that the words name, written out, or None."""
    full = SECTOR_ABBREVIATIONS.get(_BETWEEN.sub("", text), text)
    return full if name_key(full) in (SECTORS if ministry else DEPARTMENT_SECTORS) else None


def _begins(piece: _Piece, current: str, of_class: bool, prefix: str, home: _Home) -> bool:
    """Whether the piece begins a name rather than goes on with the current one, which may be `of_class`."""
    text = piece.text
    if current.endswith((" thuộc", " của")):
        return False
    if of_class:
        # A class goes on through its nouns ('các sở, ban, ngành'); a body, 'các …' or 'UBND …' is another name.
        if _COUNCIL.match(text) or _EACH.match(text):
            return True
        if is_class(text):
            return bool(_COUNCIL.match(current)) and not _LEVEL_WORD.match(text)
        if _EACH.match(current) and (_COMMITTEE.match(text) or (text[:1].islower() and not home.knows(text))):
            return False
        return starts_body(text) or (bool(prefix) and text[:1].isupper())
    if starts_body(text):
        return not (_TRADE.match(text) and _OFFICE.match(current))
    if _LEVEL_WORD.match(text):
        return False
    if is_class(text):
        return "và" not in piece.before or home.complete(current)
    if prefix:
        return text[:1].isupper()
    return text[:1].isupper() and "và" not in piece.before and home.complete(current)


def _pieces(text: str, home: _Home) -> Iterator[_Piece]:
    """The words between separators; a separator inside a known name, a sector's name or brackets is none."""
    whole = _protected(text, home)
    start, before = 0, ""
    cuts = [(m.start(), m.end()) for m in _SEPARATOR.finditer(text)] + list(_unmarked(text, whole))
    for left, right in sorted(cuts):
        if left < start or any(a < left < b for a, b in whole):
            continue
        if text[start:left].strip():
            yield _Piece(text[start:left].strip(), before)
            before = text[left:right] if right > left else " "
        start = right
    if text[start:].strip():
        yield _Piece(text[start:].strip(), before)


def _undashed(piece: _Piece, home: _Home) -> Iterator[_Piece]:
    """The bodies that dashes join: a dash parts two names that are both known, and is part of a name otherwise."""
    text, before = piece
    if not _DASH.search(text) or home.complete(text):
        yield piece
        return
    own = [m.span() for m in (*_JOINT_OFFICE.finditer(text), *_ASIDE.finditer(text))]
    dashes = [m for m in _DASH.finditer(text) if m.start() and not any(a < m.start() < b for a, b in own)]
    start = 0
    for dash in dashes:
        left = text[start : dash.start()]
        ends = [other.start() for other in dashes if other.start() > dash.start()]
        rights = [text[dash.end() : end].strip() for end in (*ends, len(text))]
        right = next((name for name in reversed(rights) if home.knows(name)), None)
        if right is not None and home.knows(left) and not home.is_under(left, right):
            yield _Piece(left, before)
            start, before = dash.end(), " - "
    yield _Piece(text[start:].strip(), before)


def _protected(text: str, home: _Home) -> list[tuple[int, int]]:
    """Where in the text names stand that have separators of their own."""
    found = [m.span() for m in _ASIDE.finditer(text)] + [m.span() for m in _JOINT_OFFICE.finditer(text)]
    names = home.register.names_at(home.place)
    listed = words(text)
    at = 0
    while at < len(listed):
        size = _name_length(listed, at, names)
        if size > 1:
            found.append((listed[at].start, listed[at + size - 1].end))
        at += size
    return found


def _name_length(listed: list[Word], at: int, names: HomeNames) -> int:
    """How many words the longest name that begins there has, a sector's name included; 1 where none has more."""
    if at + 1 == len(listed):
        return 1
    opening = f"{listed[at].text} {listed[at + 1].text}"
    longest = max(names.openings.get(opening, 0), _SECTOR_OPENINGS.get(opening, 0))
    if longest < 2:
        return 1
    key = " ".join([word.text for word in listed[at : at + longest]])
    for size in range(min(longest, len(listed) - at), 1, -1):
        if key in names.keys or key in SECTORS:
            return size
        key = key.rpartition(" ")[0]
    return 1


def _unmarked(text: str, whole: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Where a name begins right behind a whole one, with nothing but a space between them."""
    sectors = {start for start, end in whole if name_key(text[start:end]) in SECTORS}
    for _, end in whole:
        if _HEAD_BEHIND.match(text, end) or (text[end : end + 1] == " " and end + 1 in sectors):
            yield end, end + 1


def _share_places(names: Iterator[str]) -> list[str]:
    """'HĐND' before 'UBND thành phố' is 'HĐND thành phố'."""
    shared: list[str] = []
    tail = ""
    for name in reversed(list(names)):
        full = spell_out(name)
        if name_key(full) in _NEEDS_PLACE:
            shared.append(f"{full} {tail}".strip())
            continue
        head = next((h for h in _LONGEST_FIRST if name_key(full).startswith(h + " ")), None)
        tail = " ".join(full.split(" ")[len(head.split()) :]) if head else ""
        shared.append(name)
    return shared[::-1]
