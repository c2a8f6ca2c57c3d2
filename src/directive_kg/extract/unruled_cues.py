"""What the words of a would-be cell say for or against its standing in a column. Figures are log odds, by judgement."""

import re
from typing import Final

from directive_kg.extract.body_words import starts_body
from directive_kg.extract.unruled_strip import joined_text
from directive_kg.names import fold
from directive_kg.register import Register

BODY_FIELDS: Final = frozenset({"lead", "coordinating", "authority", "directing_leader"})
_OPENING: Final = re.compile(r"^[\"'“‘(\[\d]")
BULLET: Final = re.compile(r"^[-–—+•*]\s*(?=\S)")
LIST_MARK: Final = re.compile(r"^(?:[-–—+•*]\s|\(\d{1,2}\)\s|\d{1,2}\)\s|[a-zđ]\)\s)")

_HEAD: Final = 70  # characters of a cell that tell what it is
_LONGEST_NAME: Final = 100

# Words that cannot end what somebody wrote in a cell (compared with their marks: 'và', not 'vã').
_DANGLING: Final = frozenset(
    {"và", "của", "các", "những", "với", "cho", "về", "tại", "từ", "bằng", "do", "để", "là", "bị", "thuộc", "trong"}
    | {"giữa", "hoặc", "số", "đến", "vào", "như", "khi", "nhằm", "cùng", "mà", "vì"}
)
_UNITS_OF_TIME: Final = frozenset({"ngày", "tháng", "quý"})  # a figure follows, unless they are a rhythm or a span
_BEFORE_A_UNIT: Final = frozenset({"", "hàng", "hằng", "từng", "mỗi", "theo", "trong", "các", "đầu", "cuối"})
_DELIVERABLE_HEADS: Final = re.compile(
    r"(?:du thao |ho so |cac )?(?:bao cao|ke hoach|quyet dinh|van ban|de an|nghi quyet|to trinh|ho so|thong tu|"
    r"nghi dinh|luat|chuong trinh|cong van|chi thi|quy che|quy hoach|quy dinh|bo tieu chi|huong dan|thong bao|hoi nghi|"
    r"danh muc|phuong an|bien ban|hop dong|thoa thuan|phan mem|co so du lieu|du an|de cuong|tai lieu)\b"
)
_TIME_HEADS: Final = re.compile(
    r"(?:thuc hien |trong |vao |truoc |sau |den |tu |cham nhat |hoan thanh |du kien |dau |cuoi |het )*"
    r"(?:ngay|tuan|thang|quy|nam|giai doan|thoi|thuong xuyen|hang|dinh ky|dot xuat|khan cap|lien tuc|theo|sau khi|"
    r"ngay sau|truoc khi|\d{1,2} (?:thang|ngay|nam)|\d{1,2}[/.-]\d{1,2}|\d{4})\b"
)
_TIME_WORDS: Final = re.compile(
    r"\b(?:ngay|tuan|thang|quy|nam|giai doan|thuong xuyen|dinh ky|dot xuat|khan cap|lien tuc|tien do|lo trinh|sau khi|"
    r"ngay khi|theo|\d{1,2}/\d{4}|20\d\d)\b"
)


class Cues:
    """Scores would-be cells, and remembers what it scored."""

    def __init__(self, register: Register | None = None, home: str | None = None) -> None:
        """`register` and `home` tell which bodies are known by which names; see `Register.resolve`."""
        self._register = register
        self._home = home
        self._cells: dict[tuple[tuple[str, ...], str | None], tuple[str, float]] = {}
        self._heads: dict[tuple[str, str | None], float] = {}

    def cell(self, lines: tuple[str, ...], field: str | None) -> tuple[str, float]:
        """The text of these printed lines in lower case, and what it says for standing in the column."""
        key = (lines, field)
        if key not in self._cells:
            text = joined_text(lines)
            score = opening(text, field) + closing(text) + self._content(text, field)
            self._cells[key] = text.lower(), score
        return self._cells[key]

    def is_name(self, text: str) -> bool:
        """Whether the register knows a body by these words."""
        return self._register is not None and self._register.resolve(text, self._home) is not None

    def _content(self, text: str, field: str | None) -> float:
        if field == "title":
            # A task is more than a name.
            return -2.0 if len(text) < 12 else 0.0
        length = _HEAD if field == "deadline" else _HEAD // 2
        key = (text[:length], field)
        if key not in self._heads:
            self._heads[key] = content(text[:length], field)
        score = self._heads[key]
        if field == "deadline":
            return score - max(0, len(text) - 60) * 0.03
        if field in BODY_FIELDS and score > 0 and len(text) < _LONGEST_NAME and text[0].isupper():
            # A whole name that the register knows is neither cut off nor run on.
            score += 1.5 if self.is_name(text) else 0.0
        return score


def opening(text: str, field: str | None) -> float:
    """How well these words open a cell of the column."""
    if BULLET.match(text):
        return -0.3
    if not text[0].isupper() and not _OPENING.match(text):
        return -5.0 if field not in BODY_FIELDS else -4.0
    if text[0] in "(" or text[0].isdigit():
        return -1.0
    return 0.0


def closing(text: str) -> float:
    """How well these words end a cell."""
    cost = 0.0
    if text[-1] in ",;:-–/(":
        cost -= 3.5 if text[-1] != ";" else 2.0
    before, last = ["", *text.lower().rsplit(" ", 2)][-2:]
    if last in _DANGLING or (last in _UNITS_OF_TIME and before not in _BEFORE_A_UNIT):
        cost -= 3.0
    if text.count("(") != text.count(")") or text.count("“") != text.count("”"):
        cost -= 3.0
    return cost


def content(text: str, field: str | None) -> float:
    """How well these words, the first of a cell, are what the column holds."""
    words = BULLET.sub("", text)
    plain = fold(words)
    if field == "deadline":
        return _as_time(plain)
    if field in BODY_FIELDS:
        return (2.5 if starts_body(words) else -2.0) - (1.0 if _TIME_HEADS.match(plain) else 0.0)
    return 1.2 if field == "deliverable" and _DELIVERABLE_HEADS.match(plain) else 0.0


def _as_time(plain: str) -> float:
    score = 3.0 if _TIME_HEADS.match(plain) else -1.0
    score += 1.0 if _TIME_WORDS.search(plain) else -3.0
    return score
