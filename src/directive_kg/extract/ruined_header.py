"""The head and foot of a ruined paper: what is certain of them."""

import re
from collections.abc import Sequence
from datetime import date
from typing import Final

from directive_kg.extract.repair import closest, repair_phrase
from directive_kg.extract.ruined_layout import RuinedLayout
from directive_kg.extract.ruined_symbols import numbers_in
from directive_kg.extract.ruined_text import RuinedText
from directive_kg.extract.ruined_words import words_of
from directive_kg.readers.blocks import Line
from directive_kg.records import Doubt, Header, Place
from directive_kg.register import Register

_DATED: Final = re.compile(
    r"^(?P<place>.{2,40}?),\s*[Nn]g\S{1,3}\s+(\d{1,2})\s+th\S{1,4}\s+(\d{1,2})\s+n\S{1,3}\s+(\d{4})\W*$"
)
_NUMBERED: Final = re.compile(r"^\W*[S$]\S{0,2}\s*:?\s*(?=\d)")
_TYPES: Final = ("Nghị quyết", "Quyết định", "Kết luận", "Chương trình hành động", "Chương trình", "Kế hoạch", "Chỉ thị",
                 "Quy định", "Quy chế", "Thông báo", "Hướng dẫn", "Báo cáo", "Công điện")  # fmt: skip
_POSTS: Final = (
    "Bí thư",
    "Phó Bí thư",
    "Phó Bí thư Thường trực",
    "Chủ tịch",
    "Phó Chủ tịch",
    "Chánh Văn phòng",
    "Giám đốc",
)
_SURE_TITLE: Final = 0.95


def dated_place(lines: Sequence[Line]) -> tuple[str, str | None, Line] | None:
    """'Kiến An, ngày 15 tháng 12 năm 2025': the place as it stands, the day, and the line."""
    for line in lines:
        match = _DATED.match(line.text.strip())
        if match:
            try:
                day: str | None = date(int(match[4]), int(match[3]), int(match[2])).isoformat()
            except ValueError:
                day = None
            return match["place"].strip(" )(|.'‘"), day, line
    return None


def home_place(lines: Sequence[Line], register: Register) -> tuple[str, str] | None:
    """(code, bare name) of the place that the head names, where the register has exactly one that it can be."""
    found = dated_place(lines)
    if found is None:
        return None
    bare = {re.sub(r"^(?:thành phố|tỉnh|phường|xã|đặc khu) ", "", p.name): p.code for p in register.places.values()}
    like = closest(found[0], bare)
    return (bare[like.phrase], like.phrase) if like else None


def read_ruined_header(
    layout: RuinedLayout, text: RuinedText, place_name: str | None
) -> tuple[Header, tuple[Doubt, ...]]:
    """The header with what is certain; a doubt for each part that is not."""
    places: list[tuple[str, Place]] = []
    doubts: list[Doubt] = []
    dated = dated_place(layout.head)
    if dated:
        places.append(("date", _place(dated[2])))
    number = _number(layout.head, places)
    kind, type_line = _type(layout.head, places)
    issuer, agency, issuer_line = _issuer(layout.head, type_line, text, places)
    title = _title(layout.head, max(type_line, issuer_line), text, places, doubts)
    role = _role(layout.foot, places)
    for name, value, vi in (
        ("number", number, "số, ký hiệu"),
        ("type", kind, "loại văn bản"),
        ("issuer", issuer, "cơ quan ban hành"),
        ("date", dated and dated[1], "ngày ban hành"),
        ("signatory", None, "người ký"),
    ):
        if value is None:
            where = layout.foot if name == "signatory" else layout.head
            doubts.append(_hole(name, vi, where))
    header = Header(
        type=kind,
        number=number,
        title=title,
        issuer=issuer,
        issuer_agency=agency,
        date=dated[1] if dated else None,
        place_name=place_name,
        signatory_role=role,
        places=tuple(sorted(places, key=lambda p: p[0])),
    )
    return header, tuple(doubts)


def _place(line: Line) -> Place:
    return Place(re.sub(r"\s+", " ", line.text).strip(), line=line.number, page=line.page)


def _hole(name: str, vi: str, lines: Sequence[Line]) -> Doubt:
    words = re.sub(r"\s+", " ", " ".join(line.text for line in lines if line.text.strip()))
    place = Place(words[:300], line=lines[0].number, page=lines[0].page) if lines and words else None
    return Doubt(
        f"header/{name}", f"Không đọc được chắc chắn {vi}; để trống", f"The {name} is not certain; left empty", place
    )


def _number(lines: Sequence[Line], places: list[tuple[str, Place]]) -> str | None:
    for line in lines:
        opening = _NUMBERED.match(line.text)
        found = numbers_in(re.sub(r"(?<=\d) ?- ?(?=[A-ZĐ])", "-", line.text[opening.end() :])) if opening else []
        if found and found[0].start == 0 and found[0].is_certain:
            places.append(("number", _place(line)))
            return found[0].number
    return None


def _type(lines: Sequence[Line], places: list[tuple[str, Place]]) -> tuple[str | None, int]:
    for index, line in enumerate(lines):
        words = " ".join(w.text for w in words_of(line.text))
        if words and words.isupper() and (found := closest(words, _TYPES)):
            places.append(("type", _place(line)))
            return found.phrase, index
    return None, -1


def _issuer(
    lines: Sequence[Line], after: int, text: RuinedText, places: list[tuple[str, Place]]
) -> tuple[str | None, str | None, int]:
    """The body whose name heads the paper, in capitals, below its kind or above its number."""
    for index in [*range(after + 1, len(lines)), *range(max(0, after))]:
        words = words_of(lines[index].text)
        if not words or lines[index].text[words[0].start :].upper() != lines[index].text[words[0].start :]:
            continue
        found = text.body_at(lines[index].text, words[0].start)
        if found and not found.body.is_class:
            places.append(("issuer", _place(lines[index])))
            return text.full_name(found.body), found.body.agency, index
    return None, None, -1


def _title(
    lines: Sequence[Line], after: int, text: RuinedText, places: list[tuple[str, Place]], doubts: list[Doubt]
) -> str | None:
    rows = [line for line in lines[after + 1 :] if line.text.strip()]
    if after < 0 or not rows:
        return None
    raw = re.sub(r"\s+", " ", " ".join(line.text.strip() for line in rows))
    first = words_of(raw)[0]
    opening, _ = repair_phrase(raw[first.start : first.end], ["về"])
    if skeleton_is_about(raw[first.start : first.end]):
        opening = "Về"
    restored = text.restore(raw[first.end :])
    place = Place(raw, line=rows[0].number, page=rows[0].page)
    places.append(("title", place))
    if restored.share < _SURE_TITLE:
        doubts.append(
            Doubt(
                "header/title",
                "Trích yếu chỉ khôi phục được một phần; chữ chưa chắc giữ như trong tệp",
                "The title is restored in part; words that are not certain stand as in the file",
                place,
                round(restored.share, 2),
            )
        )
    return opening + restored.text.rstrip(" .")


def skeleton_is_about(word: str) -> bool:
    """Whether the word that opens a title is 'về'."""
    return bool(re.fullmatch(r"v[eéèêề€¢]", word, re.IGNORECASE))


def _role(lines: Sequence[Line], places: list[tuple[str, Place]]) -> str | None:
    for line in lines[:6]:
        words = [w.text for w in words_of(line.text)]
        for length in (4, 3, 2):
            found = closest(" ".join(words[-length:]), _POSTS) if len(words) >= length else None
            if found and words[-1].isupper():
                places.append(("signatory_role", _place(line)))
                return found.phrase
    return None
