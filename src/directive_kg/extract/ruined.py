"""A paper whose text character recognition has ruined: what is certain of it, and a doubt for everything else."""

import re
from dataclasses import replace
from typing import Final

from directive_kg.errors import UnreadablePaperError
from directive_kg.extract.doubts import doubts_of
from directive_kg.extract.ruined_body import read_ruined_body
from directive_kg.extract.ruined_citations import find_ruined_citations, with_low_confidence
from directive_kg.extract.ruined_header import home_place, read_ruined_header
from directive_kg.extract.ruined_investments import read_investments
from directive_kg.extract.ruined_layout import RuinedLayout, lay_out, paragraphs_of
from directive_kg.extract.ruined_projects import read_projects
from directive_kg.extract.ruined_text import RuinedText
from directive_kg.names import slug
from directive_kg.readers.blocks import Reading
from directive_kg.records import Doubt, Header, Investment, Paper, Place, Task
from directive_kg.register import Register

LEAST_READABLE: Final = 0.4  # share of a text's words that must be certain


def readable_share(layout: RuinedLayout, text: RuinedText) -> float:
    """The share of the body's words that can be read for certain (0..1): words of known phrases and names."""
    read = [text.restore(paragraph.text) for paragraph in layout.body]
    return sum(r.certain for r in read) / max(1, sum(r.words for r in read))


def extract_ruined(reading: Reading, *, register: Register) -> Paper:
    """Everything that is certain in a ruined paper.

    Raises UnreadablePaperError when less than `LEAST_READABLE` of its words can be read, or neither its number nor its
    date and issuer: such a paper is to be scanned or typed again.
    """
    layout = lay_out(reading.lines)
    place = home_place(layout.head or reading.lines[:40], register)
    text = RuinedText(register, place[0] if place else None)
    share = readable_share(layout, text)
    if share < LEAST_READABLE:
        raise _unreadable(
            reading, f"chỉ đọc chắc được {share:.0%} số chữ", f"only {share:.0%} of its words can be read"
        )
    header, doubts = read_ruined_header(layout, text, place[1] if place else None)
    if header.number is None and (header.date is None or header.issuer is None):
        raise _unreadable(
            reading, "không đọc được số, ngày và cơ quan ban hành", "its number, date and issuer cannot be read"
        )
    return _paper(reading, layout, text, header, list(doubts))


def _unreadable(reading: Reading, vi: str, en: str) -> UnreadablePaperError:
    return UnreadablePaperError(
        f"{reading.source.file}: chữ bị hỏng do nhận dạng, {vi}; hãy quét hoặc gõ lại "
        f"/ ruined by character recognition, {en}; scan or type it again"
    )


def _paper(reading: Reading, layout: RuinedLayout, text: RuinedText, header: Header, doubts: list[Doubt]) -> Paper:
    year = int(header.date[:4]) if header.date else None
    body = read_ruined_body(layout.body, text, year)
    everything = [*layout.body, *(p for annex in layout.annexes for p in paragraphs_of(annex))]
    citations, citation_doubts = find_ruined_citations(everything, text, header.number)
    investments: list[Investment] = []
    tasks: list[Task] = []
    columns: tuple[str, ...] = ()
    for index, annex in enumerate(layout.annexes, start=1):
        works, work_doubts = read_investments(annex, text, table=index)
        if works:
            investments += works
            doubts += work_doubts
            continue
        rows, found_columns, row_doubts = read_projects(annex, text, table=index, year=year)
        tasks += rows
        columns = columns or found_columns
        doubts += row_doubts
        if not rows:
            doubts.append(_unread_annex(index, annex[0].number, " ".join(line.text for line in annex)))
    paper = Paper(
        key=_key(header),
        source=reading.source,
        header=header,
        home=text.home or slug(header.place_name or "") or "trung-uong",
        citations=with_low_confidence(citations, citation_doubts),
        table_columns=columns,
        tasks=tuple(tasks) if tasks else body.orders,
        orders=body.orders if tasks else (),
        provisions=body.provisions,
        indicators=body.indicators,
        investments=tuple(investments),
        doubts=(*doubts, *body.doubts, *citation_doubts),
    )
    said = {d.subject for d in paper.doubts}
    more = tuple(d for d in doubts_of(paper) if d.subject not in said)
    return replace(paper, doubts=paper.doubts + more)


def _unread_annex(index: int, line: int, words: str) -> Doubt:
    place = Place(re.sub(r"\s+", " ", words).strip()[:2000], line=line)
    return Doubt(f"annex/{index}", f"Không đọc được phụ lục {index}", f"Annex {index} could not be read", place)


def _key(header: Header) -> str:
    """'issuer/year/slug', as for every other paper."""
    issuer = header.issuer_agency or slug(header.issuer or "") or "khong-ro-co-quan"
    year = header.date[:4] if header.date else "khong-ro-nam"
    month = header.date[5:7] if header.date else ""
    name = slug(header.number or "") or "-".join(x for x in (month, slug(header.title or "")[:60].strip("-")) if x)
    return f"{issuer}/{year}/{name or 'khong-so'}"
