"""The papers that a paper names by number: each once, with every place, and which of them carries out which.

A number is no key: two papers of two terms or two bodies share one. Mentions are one paper where their numbers are equal
and neither their full dates nor the people's committees that issued them differ.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from directive_kg.extract.dates import plain
from directive_kg.extract.mentions import AND, Mention, mentions_in
from directive_kg.extract.symbols import issuer_of, numbers_in
from directive_kg.names import fold_number
from directive_kg.records import Citation, CitationRole, Place
from directive_kg.register import Register

_STRONGEST: Final = (CitationRole.REPLACES, CitationRole.AMENDS, CitationRole.BASED_ON, CitationRole.CITES)
_OF_A_PLACE: Final = ("UBND", "HĐND")
_COMMITTEE_OF: Final = re.compile(
    r"\b(?:UBND|[UỦ][ỷỶyY] ?ban nhân dân|Ủy ban nhân dân)\s(tỉnh|thành phố)\b", re.IGNORECASE
)
_ATTACHED: Final = 0.7  # confidence where an undated mention could be of either of two papers
_TYPE_UNKNOWN: Final = 0.8
_MISDATED: Final = 0.8
_CUT_SHORT: Final = re.compile(r"(?:\b(?:số|của|của Bộ|của Bộ trưởng|của Ủy ban|của Thủ tướng|ngày|tháng|năm)|\d/)$")
_FIGURE: Final = re.compile(r"\d[a-c]?\s*[/–—−‑‒-]")  # stands in every number before `plain`
_LONGEST_END: Final = 16  # letters of what a text may be cut short behind

# 'Kế hoạch số 203/KH-UBND … triển khai Nghị quyết số 226/2025/QH15': what may stand between the two.
_CARRIES_OUT: Final = re.compile(
    r"[\s)]*(?:ban hành\s[^,;.]{3,90}?)?(?:về\s)?(?:việc\s)?"
    r"(?:(?!và\s)[^,;.]{1,60}?\s)?(?:(?:tổ chức\s)?(?:triển khai(?:\s(?:thực hiện|thi hành))?|thực hiện|thi hành)|cụ thể h[óo][aá])"
    r"(?:\s(?:có hiệu quả|hiệu quả|một số nội dung của|các nội dung của))?\s",
    re.IGNORECASE,
)
# To watch over how a paper is carried out is not to carry it out.
_LOOKS_AT: Final = re.compile(
    r"\b(?:giám sát|kiểm tra|sơ kết|tổng kết|đánh giá|báo cáo|kết quả|tình hình|tiến độ|tiếp tục|sửa đổi)\b",
    re.IGNORECASE,
)


@dataclass(slots=True)
class _Group:
    """The mentions of one paper."""

    mentions: list[Mention] = field(default_factory=list)
    confidence: float = 1.0

    @property
    def days(self) -> set[str]:
        return {m.day for m in self.mentions if m.day}

    @property
    def committees(self) -> set[str]:
        """The people's committees and councils that the words name as its issuer."""
        return {
            m.issuer.agency or m.issuer.name for m in self.mentions if m.issuer and m.number.issuer_code in _OF_A_PLACE
        }


@dataclass(frozen=True, slots=True)
class _Names:
    """Whose bare names are whose."""

    register: Register
    home: str
    local: str | None  # 'thành phố', 'tỉnh'


def find_citations(
    blocks: Iterable[tuple[str, Place]],
    *,
    register: Register,
    home: str,
    own_number: str | None = None,
    own_date: str | None = None,
) -> tuple[Citation, ...]:
    """Every paper that a paper names by number, in the order of first mention; keys are '1', '2', ….

    `blocks` are all the paper's texts in order with their places, `home` is the slug of the place whose bodies it means by
    bare names. Its own number is no citation, unless another full date than `own_date` stands beside it.
    """
    texts = _whole((plain(text), place) for text, place in blocks)
    groups: dict[str, list[_Group]] = {}
    order: list[_Group] = []
    pairs: list[tuple[Mention, Mention]] = []
    for text, place in texts:
        mentions = [m for m in mentions_in(text, place, register, home) if not _is_own(m, own_number, own_date)]
        pairs += _carrying(text, mentions)
        for mention in mentions:
            _add(mention, groups.setdefault(fold_number(mention.number.number), []), order)
    for found in groups.values():
        _doubt_undated(found)
    key_of = {id(m): str(n) for n, group in enumerate(order, start=1) for m in group.mentions}
    names = _Names(register, home, _local(home, register, [text for text, _ in texts]))
    return tuple(_citation(str(n), group, pairs, key_of, names) for n, group in enumerate(order, start=1))


def _whole(texts: Iterable[tuple[str, Place]]) -> list[tuple[str, Place]]:
    """Paragraphs that a wrap cut apart behind 'số' or 'của' in one piece again."""
    whole: list[tuple[str, Place]] = []
    for text, place in texts:
        if whole and place.row is None and whole[-1][1].row is None and _is_cut_short(whole[-1][0]):
            whole[-1] = (f"{whole[-1][0]} {text}", whole[-1][1])
        else:
            whole.append((text, place))
    return whole


def _is_cut_short(text: str) -> bool:
    return _CUT_SHORT.search(text, max(0, len(text) - _LONGEST_END)) is not None


def task_numbers(text: str) -> tuple[str, ...]:
    """The paper numbers that a text names, in order and once each: '238/KH- UBND' is '238/KH-UBND'."""
    found: dict[str, str] = {}
    if not _FIGURE.search(text):
        return ()
    for number in numbers_in(plain(text)):
        found.setdefault(fold_number(number.number), number.number)
    return tuple(found.values())


def _is_own(mention: Mention, own_number: str | None, own_date: str | None) -> bool:
    if own_number is None or fold_number(mention.number.number) != fold_number(own_number):
        return False
    return not (mention.day and own_date and mention.day[: len(own_date)] != own_date[:10])


def _local(home: str, register: Register, texts: Sequence[str]) -> str | None:
    """Whose a bare people's committee is: 'thành phố' or 'tỉnh'; None for central bodies and communes."""
    if place := register.place(home):
        return next(
            (level for level in ("thành phố", "tỉnh") if not place.parent and place.name.startswith(level)), None
        )
    if home == "trung-uong":
        return None
    counts = Counter(m.group(1).lower() for text in texts for m in _COMMITTEE_OF.finditer(text))
    return counts.most_common(1)[0][0] if counts else None


def _add(mention: Mention, rivals: list[_Group], order: list[_Group]) -> None:
    """Put a mention with the mentions of its paper."""
    for group in rivals:
        if mention.day and mention.day in group.days:
            group.mentions.append(mention)
            return
    for group in rivals:
        both_dated = mention.day and group.days
        if not both_dated and not _other_committee(mention, group):
            group.mentions.append(mention)
            return
    group = _Group([mention])
    rivals.append(group)
    order.append(group)


def _other_committee(mention: Mention, group: _Group) -> bool:
    if mention.issuer is None or mention.number.issuer_code not in _OF_A_PLACE or not group.committees:
        return False
    return (mention.issuer.agency or mention.issuer.name) not in group.committees


def _doubt_undated(found: Sequence[_Group]) -> None:
    """Two papers of one number: what bears no date may belong to either, and says so."""
    for group in found:
        if len(found) > 1 and any(m.day is None for m in group.mentions):
            group.confidence = _ATTACHED


def _carrying(text: str, mentions: Sequence[Mention]) -> list[tuple[Mention, Mention]]:
    """(carrying, carried out) pairs that the words of one text name."""
    pairs: list[tuple[Mention, Mention]] = []
    for index, mention in enumerate(mentions[:-1]):
        following = mentions[index + 1]
        between = text[mention.end : following.begin]
        if not _CARRIES_OUT.fullmatch(between) or _LOOKS_AT.search(between):
            continue
        pairs.append((mention, following))
        for last, further in zip(mentions[index + 1 :], mentions[index + 2 :], strict=False):
            if not AND.fullmatch(text[last.end : further.begin]) or further.type != following.type:
                break
            pairs.append((mention, further))
    return pairs


def _citation(
    key: str, group: _Group, pairs: Sequence[tuple[Mention, Mention]], key_of: Mapping[int, str], names: _Names
) -> Citation:
    mentions = group.mentions
    first = mentions[0]
    # What the words say goes before what the symbol says: 'Kế hoạch hành động số 12-KH/TU'.
    kind = _commonest([m.type for m in mentions if m.type != m.number.type]) or _commonest([m.type for m in mentions])
    bodies = [m.issuer for m in mentions if m.issuer]
    issuer = _commonest([b.name for b in bodies]) or issuer_of(first.number.issuer_code, local=names.local)
    agency = next((b.agency for b in bodies if b.name == issuer), None)
    if agency is None and issuer and (known := names.register.resolve(issuer, home=names.home)):
        agency = known.code
    carried = {
        key_of[id(low)]: None for high, low in pairs if any(high is m for m in mentions) and key_of[id(low)] != key
    }
    dates = [m.date for m in mentions if m.date and not m.is_misdated]
    sure = min(
        group.confidence, 1.0 if kind else _TYPE_UNKNOWN, _MISDATED if any(m.is_misdated for m in mentions) else 1.0
    )
    return Citation(
        key=key,
        number=_commonest([m.number.number for m in mentions]) or first.number.number,
        type=kind,
        issuer=issuer,
        issuer_agency=agency,
        date=max(dates, key=lambda d: (len(d), dates.count(d)), default=None),
        role=next(role for role in _STRONGEST if any(m.role is role for m in mentions)),
        places=tuple(m.place for m in mentions),
        carries_out=tuple(carried),
        subjects=tuple(sorted({m.subject for m in mentions if m.subject})),
        confidence=sure,
    )


def _commonest(values: Sequence[str | None]) -> str | None:
    """The value that stands most often, the first of equals."""
    counts = Counter(v for v in values if v)
    return max(counts, key=lambda v: counts[v], default=None)
