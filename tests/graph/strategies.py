"""Papers of every shape for property tests."""

import unicodedata
from datetime import date
from typing import Any

from hypothesis import strategies as st

from directive_kg.records import (
    Assignment,
    Body,
    Cell,
    Citation,
    CitationRole,
    Deadline,
    DeadlineKind,
    Deliverable,
    Doubt,
    Header,
    Indicator,
    Investment,
    Origin,
    Paper,
    Place,
    Provision,
    Review,
    ReviewStatus,
    Role,
    Source,
    Target,
    Task,
)

_LETTERS = st.characters(codec="utf-8")
words = st.text(_LETTERS, min_size=1, max_size=12).map(lambda s: unicodedata.normalize("NFC", s))
keys = st.text(st.sampled_from("aI1.-/ đ%é?#"), min_size=1, max_size=5).map(lambda s: unicodedata.normalize("NFC", s))
codes = st.text("abz019-", min_size=1, max_size=6)
confidences = st.floats(0, 1)
counts = st.none() | st.integers(1, 9999)
days = st.dates(date(1945, 9, 2), date(2099, 12, 31))
partial_dates = days.flatmap(
    lambda d: st.sampled_from([d.isoformat(), d.isoformat()[:7], d.isoformat()[:4]])
) | st.just("2026-02-31")
decimals = st.decimals(-(10**12), 10**12, allow_nan=False, allow_infinity=False)
places = st.builds(Place, words | st.just(""), counts, counts, counts, counts, counts)
bodies = st.builds(Body, words, st.none() | codes, st.booleans(), confidences)


def _maybe(strategy: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.none() | strategy


@st.composite
def deadlines(draw: st.DrawFn) -> Deadline:
    """Deadlines that do not end before they start."""
    first, last = sorted((draw(days), draw(days)))
    start, end = draw(st.sampled_from([(first, last), (None, last), (first, None), (None, None)]))
    kind = draw(st.sampled_from(DeadlineKind))
    return Deadline(
        draw(words | st.just("")), kind, start, end, draw(_maybe(words)), draw(_maybe(words)), draw(_maybe(places)),
        draw(confidences),
    )  # fmt: skip


@st.composite
def tasks(draw: st.DrawFn, key: str, origins: list[Origin], citations: list[str], others: list[str]) -> Task:
    """A task of a paper that has these citations and other tasks."""
    title = Cell("title", draw(words), draw(places), draw(confidences))
    cells = draw(st.lists(st.builds(Cell, st.sampled_from(["lead", "x_y"]), words, places, confidences), max_size=3))
    listed = draw(st.booleans())
    if listed:
        cells.insert(draw(st.integers(0, len(cells))), title)
    where = st.sampled_from([c.place for c in cells]) | places if cells else places
    made = draw(st.lists(st.builds(Assignment, st.sampled_from(Role), bodies, where), max_size=4))
    return Task(
        key=key,
        origin=draw(st.sampled_from(origins)),
        title=title,
        stt=draw(_maybe(words)),
        parent=draw(st.sampled_from([None, *others])),
        group=draw(_maybe(words)),
        cells=tuple(cells),
        assignments=tuple(sorted(made, key=lambda a: list(Role).index(a.role))),
        deadline=draw(deadlines()),
        deliverable=draw(_maybe(st.builds(Deliverable, words, _maybe(codes), _maybe(days), _maybe(places)))),
        cites=tuple(c for c in citations if draw(st.booleans())),
        provision=draw(_maybe(keys)),
        confidence=draw(confidences),
    )


@st.composite
def provisions(draw: st.DrawFn, key: str, position: int) -> Provision:
    """A provision; the words of one without a heading are not kept by the graph."""
    heading = draw(_maybe(words))
    place = draw(_maybe(st.builds(Place, st.just(heading or ""), st.integers(1, 99), counts)))
    return Provision(key, draw(words), position, draw(_maybe(keys)), heading, place, draw(codes), draw(st.booleans()))


@st.composite
def papers(draw: st.DrawFn) -> Paper:
    """A paper with some of everything."""
    cited = draw(st.lists(keys, max_size=3, unique=True))
    citations = tuple(
        Citation(
            key, draw(words), draw(_maybe(words)), draw(_maybe(words)), draw(_maybe(codes)),
            draw(_maybe(partial_dates)), draw(st.sampled_from(CitationRole)), tuple(draw(st.lists(places, max_size=2))),
            tuple(k for k in cited if draw(st.booleans())), draw(_maybe(words)),
            tuple(sorted(draw(st.sets(words, max_size=2)))), draw(confidences),
        )
        for key in cited
    )  # fmt: skip
    task_keys = draw(st.lists(keys, max_size=4, unique=True))
    cut = draw(st.integers(0, len(task_keys)))
    rows = [Origin.ANNEX_ROW, Origin.LABELLED_ITEM] if cut < len(task_keys) else [*Origin][2:]
    made = [draw(tasks(k, rows if i < cut else [Origin.BODY_ORDER], cited, task_keys)) for i, k in enumerate(task_keys)]
    if cut == 0:
        made, cut = [*made], len(made)
    places_of_header = st.dictionaries(st.sampled_from(["date", "number"]), places, max_size=2)
    some = _maybe(words)
    headers = st.builds(
        Header, some, some, some, some, some, _maybe(codes), _maybe(partial_dates), some, some, some,
        places_of_header.map(lambda found: tuple(sorted(found.items()))),
    )  # fmt: skip
    targets = st.builds(Target, words, st.sampled_from(["=", ">="]), decimals, _maybe(decimals), _maybe(words))
    indicators = st.builds(Indicator, words, words, places, st.lists(targets, max_size=2).map(tuple), confidences)
    units = _maybe(st.sampled_from(["triệu đồng", "tỷ đồng", "đồng", "triệu USD"]))
    investments = st.builds(
        Investment, _maybe(words), words, places, _maybe(words), _maybe(decimals), units, _maybe(words), confidences
    )
    doubts = st.builds(Doubt, words | st.just("task/1/lead"), words, words, _maybe(places), confidences)
    reviews = st.builds(
        Review, words | st.sampled_from(["task/1/lead", "indicator/1"]), st.sampled_from(ReviewStatus), words, days,
        words | st.just(""), words, words | st.just(""), words | st.just(""),
    )  # fmt: skip
    return Paper(
        key=f"{draw(codes.filter(lambda c: c[0] != '-'))}/2026/{draw(codes.filter(lambda c: c[0] != '-'))}",
        source=Source(draw(words), "0f" * 32, draw(codes)),
        header=draw(headers),
        home=draw(codes),
        citations=citations,
        table_columns=tuple(draw(st.lists(words, max_size=12))),
        tasks=tuple(made[:cut]),
        orders=tuple(made[cut:]),
        provisions=tuple(
            draw(provisions(k, i)) for i, k in enumerate(draw(st.lists(keys, max_size=3, unique=True)), start=1)
        ),
        indicators=tuple(draw(st.lists(indicators, max_size=2))),
        investments=tuple(draw(st.lists(investments, max_size=2))),
        doubts=tuple(draw(st.lists(doubts, max_size=2))),
        reviews=tuple(draw(st.lists(reviews, max_size=3, unique_by=lambda review: review.subject))),
    )  # fmt: skip
