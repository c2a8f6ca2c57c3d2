"""The numbered parts of a paper's body, and which row of the annex carries which part out.

A provision keeps its number, heading, position and a fingerprint of its text; the prose stays in the paper.
"""

import hashlib
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain
from typing import Final

from directive_kg.names import fold, fold_words
from directive_kg.readers.blocks import Paragraph
from directive_kg.records import Place, Provision, Task

# What opens a list item; what stands behind it is the item's words.
LIST_MARK: Final = re.compile(
    r"^(?P<mark>(?:[-–+•*](?=\s|\w)|\(?\d{1,2}(?:\.\d{1,2})*[.)]|\d{1,2}(?:\.\d{1,2}){1,3}(?=\s)|\(?[a-zđ]\)|[IVXL]{1,6}\.|[A-HĐ]\.))\s*"
)
_DASHES: Final = ("-", "–", "+", "•", "*")

# From the outermost level in: Nghị định 30/2020/NĐ-CP, Phụ lục I, II.5 (phần, chương, mục, điều, khoản, điểm).
_LEVELS: Final[tuple[tuple[str, re.Pattern[str]], ...]] = (
    ("article", re.compile(r"^Điều\s+(\d{1,3})[.:]?\s*(.*)$", re.DOTALL)),
    ("I", re.compile(r"^([IVXL]{1,6})[.)]\s+(.*)$", re.DOTALL)),
    ("n.n.n", re.compile(r"^(\d{1,2}\.\d{1,2}\.\d{1,2})[.)]?\s+(.*)$", re.DOTALL)),
    ("n.n", re.compile(r"^(\d{1,2}\.\d{1,2})[.)]?\s+(.*)$", re.DOTALL)),
    ("n", re.compile(r"^(\d{1,2})\.\s*(\D.*)$", re.DOTALL)),
    ("a", re.compile(r"^([a-zđ])\)\s+(.*)$", re.DOTALL)),
)
_ORDER_OF_LEVELS: Final = {"article": 0, "I": 1, "n": 2, "n.n": 3, "n.n.n": 4, "a": 5}
_ENDS_BODY: Final = re.compile(r"^(?:PHỤ LỤC|Phụ lục\s+[IVX\d]*$|Nơi nhận)")
# A decision that issues a plan: the plan's text follows the recipients and is the body that orders.
_ISSUED_WITH: Final = re.compile(r"^(?:KẾ HOẠCH|CHƯƠNG TRÌNH|ĐỀ ÁN|PHƯƠNG ÁN|CHIẾN LƯỢC)\b")
_ISSUES: Final = re.compile(r"[Bb]an hành kèm theo (?:Quyết định|Nghị quyết|Công văn|Chỉ thị) này")
_ATTACHED: Final = re.compile(r"\((?:Ban hành )?(?:kèm )?theo\s", re.IGNORECASE)
_ORDERING: Final = re.compile(
    r"\b(?:giao|yêu cầu|chủ trì|xây dựng|tham mưu|triển khai|thực hiện|tổ chức|rà soát|hoàn thành|đẩy mạnh|tăng cường|ban hành|phối hợp|"
    r"nâng cao|bảo đảm|khắc phục|giải quyết|tập trung|tiếp tục|theo dõi|bố trí|"
    r"tuyên truyền|kiểm tra|hướng dẫn|đôn đốc|vận động|duy trì|đề xuất|thống kê|tổng hợp)\b",
    re.IGNORECASE,
)
_AIMS: Final = re.compile(
    r"muc dich|yeu cau|muc tieu|quan diem|chi tieu|ket qua|ton tai|han che|boi canh|tinh hinh|can cu"
)
# Articles that issue an annex, put a paper into force or bind those who carry it out are no work of their own.
_FORMAL: Final = re.compile(
    r"^ban hanh kem theo|^[a-z ]{0,40}\bnay co hieu luc|\bchiu trach nhiem (?:thi hanh|thuc hien) [a-z ]{0,40}\bnay\b"
)
_FORMAL_WORDS: Final = (
    "ban hanh kem theo",
    "nay co hieu luc",
    "chiu trach nhiem",
)  # one of these stands in all of them
_HEADING_LENGTH: Final = 260
_LINK_SHARE: Final = 0.5  # share of a row's word pairs that a provision must hold to be the row's own
_PHRASE: Final = 4  # syllables of a phrase that tells provisions apart


def mark_depth(mark: str) -> int:
    """How deep a list mark stands: capitals above Roman numbers, numbers, letters, dashes, no mark at all.

    >>> mark_depth("II.") < mark_depth("1.") < mark_depth("1.2.") < mark_depth("a)") < mark_depth("-") < mark_depth("")
    True
    """
    bare = mark.strip("(). ")
    if not bare:
        return 9
    if bare in _DASHES:
        return 8 if bare == "+" else 7
    if len(bare) == 1 and bare.islower():
        return 6
    if bare[0].isdigit():
        return min(2 + bare.count("."), 4) + (mark.startswith("(") or mark.endswith(")"))
    return 1 if re.fullmatch(r"[IVXL]+", bare) else 0


@dataclass(slots=True)
class BodyPart:
    """A provision while the text still stands beside it."""

    key: str
    number: str
    level: str
    position: int
    first: Paragraph
    own_words: str
    parent: str | None
    heading: str | None = None
    text: list[str] = field(default_factory=list)

    def whole(self) -> str:
        """Its own words and the paragraphs under it, without those of its numbered parts."""
        return " ".join([self.own_words, *self.text])


def body_paragraphs(paragraphs: Sequence[Paragraph]) -> list[Paragraph]:
    """The running text up to the recipients or the first annex, and the plan that a decision issues with itself."""
    body: list[Paragraph] = []
    inside = True
    for index, paragraph in enumerate(paragraphs):
        if inside and _ENDS_BODY.match(paragraph.text):
            inside = False
        elif not inside and _ISSUED_WITH.match(paragraph.text):
            following = " ".join(p.text for p in paragraphs[index : index + 6])
            inside = bool(_ATTACHED.search(following)) or (
                paragraph.text.isupper() and any(_ISSUES.search(p.text) for p in body)
            )
        if inside:
            body.append(paragraph)
    return body


def body_parts(paragraphs: Sequence[Paragraph]) -> list[BodyPart]:
    """The numbered parts in order. Dashes and figures in round brackets mark list items, not provisions."""
    parts: list[BodyPart] = []
    stack: list[BodyPart] = []
    keys: set[str] = set()
    for paragraph in paragraphs:
        found = _numbered(paragraph.text)
        if found is None or not _plausible(found, stack):
            if stack:
                stack[-1].text.append(paragraph.text)
            continue
        level, number, words = found
        while stack and _ORDER_OF_LEVELS[stack[-1].level] >= _ORDER_OF_LEVELS[level]:
            stack.pop()
        parent = stack[-1] if stack else None
        key = f"{parent.key}.{_own(number)}" if parent else _own(number)
        while key in keys:
            key += "bis"
        keys.add(key)
        part = BodyPart(key, number, level, len(parts) + 1, paragraph, words, parent.key if parent else None)
        parts.append(part)
        stack.append(part)
    parents = {part.parent for part in parts}
    for part in parts:
        part.heading = _heading(part, part.key in parents)
    return parts


def _numbered(text: str) -> tuple[str, str, str] | None:
    for level, pattern in _LEVELS:
        if match := pattern.match(text):
            return level, match.group(1), match.group(2).strip()
    return None


def _own(number: str) -> str:
    # '1.14' under '1' is the part '14' of it: the path says the rest.
    return number.rsplit(".", 1)[-1]


def _plausible(found: tuple[str, str, str], stack: Sequence[BodyPart]) -> bool:
    """A letter opens a point only inside something numbered; '1.2' only under '1'."""
    level, number, _ = found
    if level == "a":
        return bool(stack)
    if level == "n.n" and stack:
        above = [p for p in stack if p.level == "n"]
        return not above or above[-1].number == number.split(".")[0]
    return True


def _heading(part: BodyPart, has_parts: bool) -> str | None:
    words = part.own_words
    if not words:
        return None
    lead, colon, rest = words.partition(":")
    if colon and rest.strip() and len(lead) <= 80:
        return lead.strip()
    has_more = has_parts or bool(part.text) or part.first.bold or words.isupper()
    if len(words) <= _HEADING_LENGTH and (has_more or words.endswith(":")) and not words.endswith((";", "./.")):
        return words.rstrip(" .:")
    return None


def provisions_of(parts: Sequence[BodyPart]) -> tuple[Provision, ...]:
    """The records of the parts."""
    by_key = {part.key: part for part in parts}
    folded = {part.key: fold(part.whole()) for part in parts}
    return tuple(
        Provision(
            key=part.key,
            number=part.number,
            position=part.position,
            parent=part.parent,
            heading=part.heading,
            place=Place(part.heading or _first_words(part.own_words), line=part.first.line, page=part.first.page),
            fingerprint="sha256:" + hashlib.sha256(folded[part.key].encode()).hexdigest(),
            orders_work=_orders_work(part, by_key, folded[part.key]),
        )
        for part in parts
    )


def _first_words(text: str) -> str:
    return " ".join(text.split()[:8]) or "…"


def _orders_work(part: BodyPart, by_key: Mapping[str, BodyPart], folded: str) -> bool:
    """Whether the part's own text, `folded`, orders something: aims, reviews of the past and bare headings do not."""
    above: BodyPart | None = part
    while above is not None:
        if above.heading and _AIMS.search(fold(above.heading)):
            return False
        above = by_key.get(above.parent or "")
    if not part.text and part.heading == part.own_words.rstrip(" .:"):
        return False
    is_formal = any(words in folded for words in _FORMAL_WORDS) and _FORMAL.search(folded)
    return not is_formal and bool(_ORDERING.search(part.whole()))


def link_rows(tasks: Sequence[Task], parts: Sequence[BodyPart]) -> Mapping[str, str]:
    """Which provision each row belongs to, by key. A row with no provision behind it is left out.

    A row under a group heading that is a provision's heading belongs inside that provision. Else it belongs to the
    provision whose text holds most of its word pairs (at least half of them), or the longest phrases that no other
    provision has. Two that hold equally much decide nothing.
    """
    if not tasks:
        return {}
    texts = {part.key: fold_words(part.whole()) for part in parts}
    titles = [fold_words(task.title.text) for task in tasks]
    pairs, phrases = _Homes(texts, titles, 2), _Homes(texts, titles, _PHRASE)
    headings = {_bare(part.heading): part.key for part in reversed(parts) if part.heading}
    found: dict[str, str] = {}
    for task, words in zip(tasks, titles, strict=True):
        under = _by_group(task, headings)
        best = _by_share(words, under, pairs) or (None if under else _by_phrase(words, phrases)) or under
        if best:
            found[task.key] = best
    for task in tasks:
        # A part of a row belongs where the whole row does, when its own words do not tell.
        if task.key not in found and task.parent in found:
            found[task.key] = found[task.parent]
    return found


class _Homes:
    """Where runs of so many words stand: each run and the provisions that hold it."""

    def __init__(self, texts: Mapping[str, Sequence[str]], asked: Iterable[Sequence[str]], length: int) -> None:
        """`asked` are the words whose homes will be asked `of`."""
        self._texts = texts
        self._asked = asked
        self._length = length

    @cached_property
    def _keys(self) -> Mapping[tuple[str, ...], list[str]]:
        found: dict[tuple[str, ...], list[str]] = defaultdict(list)
        asked = set(chain.from_iterable(_runs(words, self._length) for words in self._asked))
        for key, words in self._texts.items():
            for run in set(filter(asked.__contains__, _runs(words, self._length))):
                found[run].append(key)
        return found

    def of(self, words: Sequence[str]) -> list[Sequence[str]]:
        """The provisions that hold it, for each different run of the words; no provision for some of them."""
        keys = self._keys
        return [keys.get(run, ()) for run in set(_runs(words, self._length))]


def _by_share(words: Sequence[str], under: str | None, pairs: _Homes) -> str | None:
    homes = pairs.of(words)
    held = Counter(chain.from_iterable(homes))
    inside = [key for key in held if under is None or key == under or key.startswith(f"{under}.")]
    return _clear_winner(sorted(((held[key] / len(homes), key) for key in inside), reverse=True), _LINK_SHARE)


def _by_phrase(words: Sequence[str], phrases: _Homes) -> str | None:
    own = Counter(home[0] for home in phrases.of(words) if len(home) == 1)
    return _clear_winner(sorted(((float(count), key) for key, count in own.items()), reverse=True), 2.0)


def _clear_winner(ranked: Sequence[tuple[float, str]], least: float) -> str | None:
    if not ranked or ranked[0][0] < least or (len(ranked) > 1 and ranked[0][0] == ranked[1][0]):
        return None
    return ranked[0][1]


def _bare(heading: str | None) -> str:
    return re.sub(r"^(?:\(?[\divxl]+(?:\.\d+)*[.)]|[a-z]\))\s*", "", fold(heading or "")).strip(" .;:")


def _by_group(task: Task, headings: Mapping[str, str]) -> str | None:
    for words in reversed((task.group or "").split(" / ")):
        if words and _bare(words) in headings:
            return headings[_bare(words)]
    return None


def _runs(words: Sequence[str], length: int) -> Iterator[tuple[str, ...]]:
    return zip(*(words[i:] for i in range(length)), strict=False)
