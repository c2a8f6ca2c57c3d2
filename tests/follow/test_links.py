"""Which citations become links, and which papers exist because they are cited."""

from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from directive_kg.graph.resolve import given_once, issuer_identity
from directive_kg.records import Citation, CitationRole, Header, Paper, Source
from tests.fixtures.links import Links
from tests.fixtures.papers import all_papers, city_plan, office_letter, ward_resolution

_ID = "https://w3id.org/directive-kg/id/directive/"
_DKG = "https://w3id.org/directive-kg/ontology#"


def paper(
    number: str | None,
    *citations: Citation,
    issuer: str | None = "ubnd-x",
    date: str | None = "2026-05-05",
    home: str = "x",
    key: str | None = None,
) -> Paper:
    """A paper with nothing but a head and citations."""
    name = key or f"{issuer}/2026/{(number or 'khong-so').lower().replace('/', '-')}"
    return Paper(
        name, Source("f.txt", "0" * 64, "text"), Header(number=number, issuer_agency=issuer, date=date), home, citations
    )


def cite(
    number: str, agency: str | None = None, date: str | None = None, *, name: str | None = None,
    role: CitationRole = CitationRole.CITES, key: str = "1", carries_out: tuple[str, ...] = (),
) -> Citation:  # fmt: skip
    """A citation."""
    return Citation(key, number, None, name, agency, date, role, (), carries_out)


def test_one_paper_however_often_it_is_cited() -> None:
    links = Links([
        paper("1/KH-UBND", cite("263/2025/QH15", "quoc-hoi", "2025-12-11", role=CitationRole.IMPLEMENTS)),
        paper("2/KH-UBND", cite("263/2025/QH15", role=CitationRole.BASED_ON)),
    ])  # fmt: skip
    assert links.cited_only == ["quoc-hoi/2025/263-2025-qh15"]
    assert links.pairs("implements") == [("ubnd-x/2026/1-kh-ubnd", "quoc-hoi/2025/263-2025-qh15")]
    assert links.pairs("basedOn") == [("ubnd-x/2026/2-kh-ubnd", "quoc-hoi/2025/263-2025-qh15")]
    assert len(links.pairs("resolvesTo")) == 2


def test_a_number_one_digit_off_is_another_paper() -> None:
    links = Links([
        paper("1/KH-UBND", cite("226/2025/QH15", "quoc-hoi", "2025-06-27")),
        paper("2/KH-UBND", cite("266/2025/QH15", "quoc-hoi", "2025-06-27")),
    ])  # fmt: skip
    assert links.cited_only == ["quoc-hoi/2025/226-2025-qh15", "quoc-hoi/2025/266-2025-qh15"]


def test_one_number_of_two_terms_is_two_papers() -> None:
    links = Links([
        paper("1/KH-UBND", cite("05-CTr/TU", "thanh-uy", "2025-08-25")),
        paper("2/KH-UBND", cite("05-CTr/TU", "thanh-uy", "2025-11-06")),
        paper("3/KH-UBND", cite("05-CTr/TU", "thanh-uy")),
    ])  # fmt: skip
    assert links.cited_only == ["thanh-uy/2025/05-ctr-tu--2025-08-25", "thanh-uy/2025/05-ctr-tu--2025-11-06"]
    assert [s for s, _ in links.pairs("resolvesTo")] == [
        "ubnd-x/2026/1-kh-ubnd/citation/1",
        "ubnd-x/2026/2-kh-ubnd/citation/1",
    ]
    doubts = {about for _, about in links.pairs("about")}
    assert doubts == {"ubnd-x/2026/3-kh-ubnd/citation/1", *links.cited_only}
    assert links.pairs("hasDoubt") == [("ubnd-x/2026/3-kh-ubnd", "ubnd-x/2026/3-kh-ubnd/citation/1/doubt")]


def test_one_number_of_two_provinces_is_two_papers() -> None:
    plan = "Ủy ban nhân dân tỉnh"
    links = Links([
        paper("9/KH-UBND", cite("05/KH-UBND", date="2026-01-02", name=plan), issuer="a", home="x"),
        paper("9/KH-UBND", cite("05/KH-UBND", date="2026-01-02", name=plan), issuer="b", home="y"),
        paper("9/KH-UBND", cite("05/KH-UBND", name=plan), issuer="c", home="y"),
    ])  # fmt: skip
    x, y = "uy-ban-nhan-dan-tinh-x/2026/05-kh-ubnd", "uy-ban-nhan-dan-tinh-y/2026/05-kh-ubnd"
    assert links.cited_only == [x, y]
    assert dict(links.pairs("resolvesTo")) == {
        "a/2026/9-kh-ubnd/citation/1": x, "b/2026/9-kh-ubnd/citation/1": y, "c/2026/9-kh-ubnd/citation/1": y,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("given", "resolved"),
    [
        (cite("57-NQ/TW", "bo-chinh-tri"), True),  # the issuer agrees
        (cite("57-NQ/TW", None, "2024-12-22"), True),  # the date agrees
        (cite("57-NQ/TW", None, "2024-12"), True),
        (cite("57 -NQ/TW", "bo-chinh-tri", "2024"), True),
        (cite("57-NQ/TW"), False),  # nothing agrees but the number
    ],
)
def test_issuer_or_date_must_agree(given: Citation, resolved: bool) -> None:
    links = Links([paper("1/A", cite("57-NQ/TW", "bo-chinh-tri", "2024-12-22")), paper("2/A", given)])
    assert links.cited_only == ["bo-chinh-tri/2024/57-nq-tw"]
    assert (("ubnd-x/2026/2-a/citation/1", "bo-chinh-tri/2024/57-nq-tw") in links.pairs("resolvesTo")) is resolved
    assert bool(links.pairs("about")) is not resolved


@pytest.mark.parametrize(
    "given", [cite("57-NQ/TW", "ban-bi-thu", "2024-12-22"), cite("57-NQ/TW", "bo-chinh-tri", "2025-01-01")]
)
def test_what_disagrees_is_another_paper(given: Citation) -> None:
    links = Links([paper("1/A", cite("57-NQ/TW", "bo-chinh-tri", "2024-12-22")), paper("2/A", given)])
    assert len(links.cited_only) == 2


def test_a_held_paper_is_found_by_number_and_issuer() -> None:
    plan = paper("71/KH-UBND", date="2026-03-04")
    links = Links([plan, paper("8/PA", cite("71/KH-UBND", "ubnd-x", role=CitationRole.IMPLEMENTS), issuer="so")])
    assert links.cited_only == []
    assert links.pairs("implements") == [("so/2026/8-pa", plan.key)]


def test_a_held_paper_of_another_day_is_not_the_one() -> None:
    links = Links([paper("71/KH-UBND", date="2026-03-04"), paper("8/PA", cite("71/KH-UBND", "ubnd-x", "2025-03-04"))])
    assert links.cited_only == ["ubnd-x/2025/71-kh-ubnd"]
    clash = Links([paper("71/KH-UBND", date="2026-03-04"), paper("8/PA", cite("71/KH-UBND", "ubnd-x", "2026-03-05"))])
    assert clash.cited_only == ["ubnd-x/2026/71-kh-ubnd--2026-03-05"]


def test_an_undated_citation_is_not_of_a_paper_of_the_future() -> None:
    links = Links(
        [paper("71/NQ-CP", issuer="cp", date="2026-03-04"), paper("8/PA", cite("71/NQ-CP", "cp"), date="2025-01-01")]
    )
    assert links.cited_only == ["cp/khong-ro-nam/71-nq-cp"]


def test_a_held_paper_without_date_takes_the_one_date_it_is_cited_with() -> None:
    lost = paper("71/KH-UBND", date=None)
    assert Links([lost, paper("8/PA", cite("71/KH-UBND", "ubnd-x", "2026-03-04"))]).cited_only == []
    several = [
        paper(f"{i}/PA", cite("71/KH-UBND", "ubnd-x", day)) for i, day in enumerate(("2025-01-01", "2026-01-01"))
    ]
    assert len(Links([lost, *several]).cited_only) == 2


def test_a_number_given_once_is_one_paper_whatever_the_days_say() -> None:
    days = ["2025-12-11", "2025-12-12", "2025-12-11"]
    links = Links([paper(f"{i}/A", cite("263/2025/QH15", "quoc-hoi", day)) for i, day in enumerate(days)])
    assert links.cited_only == ["quoc-hoi/2025/263-2025-qh15"]
    assert links.pairs("issuedFrom") == [("quoc-hoi/2025/263-2025-qh15", "2025-12-11")]
    assert [about for _, about in links.pairs("about")] == ["quoc-hoi/2025/263-2025-qh15"]


def test_days_that_contradict_each_other_evenly_leave_a_hole() -> None:
    links = Links([paper(f"{d}/A", cite("263/2025/QH15", None, f"2025-12-{d}")) for d in (11, 12)])
    assert f"{_ID}khong-ro-co-quan/2025/263-2025-qh15" in {s for s, _, _ in links.triples}
    assert not any("date_document" in predicate for _, predicate, _ in links.triples)
    assert dict(links.pairs("issuedUntil")) == {"khong-ro-co-quan/2025/263-2025-qh15": "2025-12-31"}


def test_a_bare_number_of_one_paper_is_a_paper_and_of_two_is_none() -> None:
    one, two = paper("1/A", cite("9/BC-X")), paper("2/A", cite("9/BC-X"))
    assert Links([one]).cited_only == ["khong-ro-co-quan/khong-ro-nam/9-bc-x"]
    assert Links([one, two]).cited_only == []
    assert len(Links([one, two]).pairs("about")) == 2


def test_cited_papers_carry_each_other_out_by_a_third_ones_words() -> None:
    links = Links(
        [
            paper(
                "1/A",
                cite("2/QĐ-TTg", "ttg", "2026-01-01", carries_out=("2",)),
                cite("57-NQ/TW", "bct", "2024-12-22", key="2"),
            )
        ]
    )
    assert links.pairs("implements") == [("ttg/2026/2-qd-ttg", "bct/2024/57-nq-tw")]


def test_a_paper_has_nothing_to_do_with_itself() -> None:
    assert Links([paper("1/A", cite("1/A", "ubnd-x", "2026-05-05"))]).pairs("cites") == []


def test_tasks_cite_what_their_rows_name() -> None:
    links = Links([city_plan()])
    assert (f"{city_plan().key}/task/1", "quoc-hoi/2025/900-2025-qh15") in links.pairs("cites")


def test_slugs_that_fold_alike_stay_apart() -> None:
    links = Links([paper("1/A", cite("3/QĐ-X", "x", "2026-01-01"), cite("3/QD-X", "x", "2026-01-01", key="2"))])
    assert links.cited_only == ["x/2026/3-qd-x--2026-01-01", "x/2026/3-qd-x--2026-01-01--2"]


_NUMBERS = st.sampled_from(["1/NQ-CP", "1/2025/QH15", "2/2025/QĐ-UBND"])
_CITATIONS = st.builds(
    cite, _NUMBERS, st.sampled_from([None, "a", "b"]),
    st.sampled_from([None, "2025", "2025-01", "2025-01-01", "2025-01-02", "2025-02"]),
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(st.lists(_CITATIONS, max_size=6), st.randoms(use_true_random=False))
def test_the_order_of_papers_decides_nothing(citations: list[Citation], random: Random) -> None:
    papers = [paper(f"{i}/P", citation) for i, citation in enumerate(citations)]
    shuffled = random.sample(papers, len(papers))
    links = Links(papers)
    assert links.files == Links(shuffled).files
    # Every citation either resolves or is doubted, never both.
    resolved = {s for s, _ in links.pairs("resolvesTo")}
    doubted = {about for _, about in links.pairs("about") if "/citation/" in about}
    assert resolved | doubted == {f"{p.key}/citation/1" for p in papers}
    assert not resolved & doubted


def test_fixture_chain() -> None:
    links = Links(all_papers())
    plan, letter, ward = city_plan().key, office_letter().key, ward_resolution().key
    assert links.pairs("implements") == sorted([
        (plan, "quoc-hoi/2025/900-2025-qh15"),
        (letter, plan),
        (letter, "chinh-phu/2026/901-nq-cp"),
        ("chinh-phu/2026/901-nq-cp", "quoc-hoi/2025/900-2025-qh15"),
        (ward, "hdnd-tp-hai-phong/2025/88-nq-hdnd"),
    ])  # fmt: skip


@pytest.mark.parametrize(
    ("number", "once"),
    [
        ("263/2025/QH15", True), ("08/2024/UBTVQH15", True), ("30/2020/NĐ-CP", True), ("12/2025/QĐ-TTg", True),
        ("05/2024/TT-BTC", True), ("57/2024/QĐ-UBND", False), ("71/NQ-CP", False), ("57-NQ/TW", False),
        ("05/2024/QĐ-BCĐ", False), ("1131/QĐ-TTg", False),
    ],
)  # fmt: skip
def test_numbers_given_once(number: str, once: bool) -> None:
    assert given_once(number) is once


@pytest.mark.parametrize(
    ("name", "home", "identity"),
    [
        ("Ủy ban nhân dân thành phố", "hai-phong", "uy-ban-nhan-dan-thanh-pho-hai-phong"),
        ("Ủy ban nhân dân thành phố Hải Phòng", "hai-phong", "uy-ban-nhan-dan-thanh-pho-hai-phong"),
        ("Ủy ban nhân dân tỉnh Hải Dương", "hai-phong", "uy-ban-nhan-dan-tinh-hai-duong"),
        ("Bộ Tài chính", "hai-phong", "bo-tai-chinh"),
        ("Bộ Chỉ huy quân sự thành phố", "hai-phong", "bo-chi-huy-quan-su-thanh-pho-hai-phong"),
        ("Ban Tổ chức Trung ương", "hue", "ban-to-chuc-trung-uong"),
        (None, "hue", None),
        ("…", "hue", None),
    ],
)
def test_issuers_without_a_code(name: str | None, home: str, identity: str | None) -> None:
    assert issuer_identity(None, name, home) == identity
    assert issuer_identity("code", name, home) == "code"
