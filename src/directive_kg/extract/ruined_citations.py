"""The papers that a ruined paper names by number.

A number is taken as it stands; its symbol is repaired where only one known symbol fits, its date where the figures are
a day of the calendar, its issuer where the words behind 'của' or the symbol name one body.
"""

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Final

from directive_kg.extract.repair import closest, skeleton
from directive_kg.extract.ruined_symbols import RuinedNumber, issuer_of, numbers_in
from directive_kg.extract.ruined_text import RuinedText
from directive_kg.extract.ruined_words import words_of
from directive_kg.names import fold_number
from directive_kg.readers.blocks import Paragraph
from directive_kg.records import Citation, CitationRole, Doubt, Place

_DATE: Final = re.compile(r"^\s?[,.;]?\s*[Nn]g\S{1,3}\s+(\d{1,2})/(\d{1,2})/(\d{4})(?!\d)")
_OF: Final = re.compile(r"^[,\s]*c\S{1,3}a?\s+(?=\S)")
_AROUND: Final = 60  # characters of a place's words on either side of the number
_TYPE_WORDS: Final = (
    "Nghị quyết", "Quyết định", "Quy định", "Quy chế", "Chỉ thị", "Chương trình", "Chương trình hành động", "Kế hoạch",
    "Kế hoạch hành động", "Kết luận", "Thông báo", "Luật", "Nghị định", "Thông tư", "Hướng dẫn", "Công văn", "Báo cáo",
)  # fmt: skip
_SAME_SUBJECT: Final = 4  # words in a row that two papers' subjects must share
_SUBJECT: Final = 140
_RENUMBERED: Final = 3  # a slip in a number of fewer figures is nothing strange


@dataclass(slots=True)
class _Mention:
    number: RuinedNumber
    paragraph: Paragraph
    date: str | None
    issuer: str | None
    agency: str | None
    type: str | None
    basis: bool
    carries: list[str] = field(default_factory=list)


def find_ruined_citations(
    paragraphs: Sequence[Paragraph], text: RuinedText, own_number: str | None
) -> tuple[tuple[Citation, ...], tuple[Doubt, ...]]:
    """Every paper named by number, once however often it is named; one number with two dates is two papers."""
    mentions = [m for p in paragraphs for m in _mentions(p, text) if m.number.number != own_number]
    papers: list[list[_Mention]] = []
    for mention in mentions:
        home = next((g for g in papers if _same_paper(g, mention)), None)
        if home is None:
            papers.append([mention])
        else:
            home.append(mention)
    keys = {id(m): str(n) for n, group in enumerate(papers, start=1) for m in group}
    citations = tuple(_citation(str(n), group, mentions, keys) for n, group in enumerate(papers, start=1))
    return citations, (*_unsure(citations), *_near_twins(citations, papers))


def _mentions(paragraph: Paragraph, text: RuinedText) -> list[_Mention]:
    raw = paragraph.text
    basis = skeleton(" ".join(raw.split()[:2])) == skeleton("Căn cứ")
    found: list[_Mention] = []
    for number in numbers_in(raw):
        behind = raw[number.end :]
        day, used = _date(behind)
        issuer = _issuer_behind(behind[used:], text) or _issuer_before(raw[: number.start], text)
        name, agency = issuer or _issuer_by_symbol(number, text)
        kind = _type_before(raw[: number.start]) or number.type
        found.append(_Mention(number, paragraph, day, name, agency, kind, basis))
    for one, other in itertools.pairwise(found):
        if _carries_out(raw[one.number.end : other.number.start]):
            one.carries.append(other.number.number)
    return found


def _date(behind: str) -> tuple[str | None, int]:
    match = _DATE.match(behind)
    if not match:
        return None, 0
    try:
        return date(int(match[3]), int(match[2]), int(match[1])).isoformat(), match.end()
    except ValueError:
        return None, match.end()


def _issuer_behind(behind: str, text: RuinedText) -> tuple[str, str | None] | None:
    of = _OF.match(behind)
    if not of or skeleton(of.group()) not in ("c·", "c·n"):
        return None
    found = text.body_at(behind[: of.end() + 120], of.end())
    return (text.full_name(found.body), found.body.agency) if found else None


def _issuer_before(before: str, text: RuinedText) -> tuple[str, str | None] | None:
    """'Nghị quyết của Hội đồng nhân dân thành phố số …': the body stands between the type and the number."""
    words = words_of(before[-120:])
    if not words or skeleton(words[-1].text) != "s·":
        return None
    for back in range(len(words) - 2, -1, -1):
        if skeleton(words[back].text) == "c·" and len(words[back].text) <= 4:
            found = text.body_at(before[-120:][: words[-1].start], words[back + 1].start)
            if found and found.end >= words[-2].end:
                return text.full_name(found.body), found.body.agency
            return None
    return None


def _issuer_by_symbol(number: RuinedNumber, text: RuinedText) -> tuple[str | None, str | None]:
    name = issuer_of(number.issuer_code)
    if name is None:
        return None, None
    if number.issuer_code in ("ĐU", "HU", "UBND", "HĐND"):
        return None, None  # every place has one: only the words tell which
    agency = text.register.resolve(name, text.home) or text.names.get(name)
    return (agency.name, agency.code) if agency else (name, None)


def _type_before(before: str) -> str | None:
    """The kind of paper by the words in front of its number: 'Kế hoạch hành động số'."""
    words = words_of(before[-60:])
    while words and skeleton(words[-1].text) in ("s·", "$·") and len(words[-1].text) <= 3:
        words.pop()
    for length in (4, 3, 2):
        if len(words) >= length:
            found = closest(" ".join(w.text for w in words[-length:]), _TYPE_WORDS)
            if found:
                return found.phrase
    return None


def _carries_out(between: str) -> bool:
    """Whether the words between two numbers say that the first paper carries out the second."""
    if re.search(r"[;.](?!\d)", re.sub(r"^\s?[,.]", "", between)):
        return False
    bones = skeleton(between)
    return bool(re.search(r"th· h·n (?:ng· q?u?·t|ngh· qu·t|k·t l·n|ch· th·|ch·ng tr·nh)(?: s·)?$", bones))


def _same_paper(group: Sequence[_Mention], mention: _Mention) -> bool:
    first = group[0]
    if fold_number(first.number.number) != fold_number(mention.number.number):
        return False
    dates = {m.date for m in group if m.date}
    return not dates or mention.date is None or mention.date in dates


def _citation(key: str, group: Sequence[_Mention], mentions: Sequence[_Mention], keys: dict[int, str]) -> Citation:
    best = max(group, key=lambda m: (m.agency is not None, m.issuer is not None))
    number = group[0].number
    carried = {n for m in group for n in m.carries}
    repaired = number.number != re.sub(r"\s", "", number.raw)
    return Citation(
        key=key,
        number=number.number,
        type=next((m.type for m in group if m.type), None),
        issuer=best.issuer,
        issuer_agency=best.agency,
        date=next((m.date for m in group if m.date), None),
        role=CitationRole.BASED_ON if any(m.basis for m in group) else CitationRole.CITES,
        places=tuple(_place(m) for m in group),
        carries_out=tuple(
            dict.fromkeys(keys[id(m)] for m in mentions if m.number.number in carried and keys[id(m)] != key)
        ),
        raw_number=re.sub(r"\s+", " ", number.raw) if repaired or number.raw != number.number else None,
        confidence=0.4 if not number.is_certain else (0.95 if repaired else 1.0),
    )


def _place(mention: _Mention) -> Place:
    raw, number = mention.paragraph.text, mention.number
    words = raw[max(0, number.start - _AROUND) : number.end + _AROUND]
    return Place(re.sub(r"\s+", " ", words).strip(), line=mention.paragraph.line, page=mention.paragraph.page)


def _unsure(citations: Sequence[Citation]) -> list[Doubt]:
    found = []
    for citation in citations:
        if citation.confidence < 0.9:
            found.append(
                Doubt(
                    f"citation/{citation.key}",
                    f"Ký hiệu văn bản “{citation.raw_number or citation.number}” không đọc được chắc chắn",
                    f"The symbol of the paper “{citation.raw_number or citation.number}” is not certain",
                    citation.places[0],
                    citation.confidence,
                )
            )
        symbol = citation.number.partition("/")[2]
        if re.search(r"-(?:TU|ĐU|HU|TW)$", symbol):
            found.append(
                Doubt(
                    f"citation/{citation.key}/number",
                    f"Số “{citation.number}” không viết theo thể thức của Đảng (số-loại/cơ quan); giữ như trong văn bản",
                    f"The number “{citation.number}” is not in the Party's form; kept as printed",
                    citation.places[0],
                    0.6,
                )
            )
    return found


def _near_twins(citations: Sequence[Citation], papers: Sequence[Sequence[_Mention]]) -> list[Doubt]:
    """Two numbers one figure apart whose papers are about the same thing: one of them may be a slip."""
    found = []
    for i, one in enumerate(citations):
        for j, other in enumerate(citations[:i]):
            if _one_figure_apart(one.number, other.number) and _share_subject(papers[i], papers[j]):
                found.append(
                    Doubt(
                        f"citation/{one.key}",
                        f"Số “{one.number}” chỉ khác “{other.number}” một chữ số và cùng nội dung; giữ như trong văn bản",
                        f"“{one.number}” is one figure away from “{other.number}”, on the same subject; kept as printed",
                        one.places[0],
                        0.5,
                    )
                )
    return found


def _one_figure_apart(a: str, b: str) -> bool:
    if len(a) != len(b):
        return False
    differ = [(x, y) for x, y in zip(a, b, strict=True) if x != y]
    figures = re.match(r"\d+", a)
    return (
        len(differ) == 1
        and all(c.isdigit() for c in differ[0])
        and figures is not None
        and len(figures.group()) >= _RENUMBERED
    )


def _share_subject(a: Sequence[_Mention], b: Sequence[_Mention]) -> bool:
    return bool(set().union(*map(_subject_runs, a)) & set().union(*map(_subject_runs, b)))


def _subject_runs(mention: _Mention) -> set[tuple[str, ...]]:
    raw, number = mention.paragraph.text, mention.number
    around = raw[max(0, number.start - _SUBJECT) : number.start] + " | " + raw[number.end : number.end + _SUBJECT]
    bones = skeleton(around).split()
    return {tuple(bones[k : k + _SAME_SUBJECT]) for k in range(len(bones) - _SAME_SUBJECT + 1)}


def with_low_confidence(citations: Sequence[Citation], doubts: Sequence[Doubt]) -> tuple[Citation, ...]:
    """The citations, each no surer than the doubts about it."""
    least = {
        c.key: min((d.confidence for d in doubts if d.subject == f"citation/{c.key}"), default=1.0) for c in citations
    }
    return tuple(replace(c, confidence=min(c.confidence, least[c.key])) for c in citations)
