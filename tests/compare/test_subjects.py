"""One number with two titles (C4): told where the subjects share hardly a word, and only then."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from directive_kg.compare.subjects import differ
from directive_kg.compare.subjects import other_subjects as found_in
from directive_kg.extract.citations import find_citations
from directive_kg.graph.resolve import mentions_of, resolutions_of
from directive_kg.records import Citation, Header, Paper, Place
from directive_kg.register import load_register
from tests.compare.test_matches import paper

SEA = "về chiến lược khai thác bền vững nguồn lợi thủy sản ven bờ"
COURT = "về cải cách tư pháp và xét xử của tòa án"


def cited(*subjects: str, key: str = "1") -> Citation:
    return Citation(
        key, "91-NQ/TW", issuer="Bộ Chính trị", issuer_agency="bo-chinh-tri", date="2025-08-22", subjects=subjects
    )


def other_subjects(papers: Sequence[Paper]) -> dict[tuple[str, str], tuple[str, ...]]:
    resolutions = resolutions_of(mention for one in papers for mention in mentions_of(one))
    return {key: tuple(sorted(told)) for resolution in resolutions for key, told in found_in(resolution).items()}


def test_two_papers_give_one_number_two_subjects() -> None:
    a, b = paper("a", citations=(cited(SEA),)), paper("b", citations=(cited(COURT),))
    assert other_subjects([a, b]) == {(a.key, "1"): (COURT,), (b.key, "1"): (SEA,)}


def test_of_two_subjects_the_one_that_is_given_less_often_is_told() -> None:
    a, b, c = (
        paper("a", citations=(cited(SEA),)),
        paper("b", citations=(cited(COURT),)),
        paper("c", citations=(cited(SEA),)),
    )
    assert other_subjects([a, b, c]) == {(b.key, "1"): (SEA,)}


def test_one_paper_gives_a_number_two_subjects() -> None:
    a = paper("a", citations=(cited(COURT, SEA),))
    assert other_subjects([a]) == {(a.key, "1"): (SEA, COURT)}


def test_where_the_paper_itself_is_held_only_the_wrong_one_is_told() -> None:
    held = paper("held")
    head = Header(number="91-NQ/TW", issuer="Bộ Chính trị", issuer_agency="bo-chinh-tri", date="2025-08-22", title=SEA)
    held = replace(held, header=head)
    a, b = paper("a", citations=(cited(SEA),)), paper("b", citations=(cited(COURT),))
    assert other_subjects([held, a, b]) == {(b.key, "1"): (SEA,)}


def test_the_right_subject_is_not_held_against_the_paper_itself_for_a_wrong_one_elsewhere() -> None:
    head = Header(number="91-NQ/TW", issuer="Bộ Chính trị", issuer_agency="bo-chinh-tri", date="2025-08-22", title=SEA)
    held = replace(paper("held"), header=head)
    others = [paper(name, citations=(cited(SEA),)) for name in "abc"]
    assert other_subjects([held, *others, paper("d", citations=(cited(COURT),))]) == {("ubnd/2026/d", "1"): (SEA,)}


@pytest.mark.parametrize(
    "other",
    [
        "về khai thác bền vững nguồn lợi thủy sản",
        "về phát triển thủy sản",  # too little of its own to tell
        "ban hành Kế hoạch triển khai thực hiện",
        "về chiến lược khai thác nguồn lợi thuỷ sản ven bờ, kịp thời tham mưu cụ thể hóa các cơ chế",
    ],
)
def test_other_wordings_of_one_subject(other: str) -> None:
    assert not differ(SEA, other)
    assert not differ(other, SEA)


def subjects(text: str) -> list[tuple[str, ...]]:
    found = find_citations([(text, Place(text))], register=load_register(), home="hai-phong")
    return [citation.subjects for citation in found]


def test_the_subject_is_read_behind_date_and_issuer() -> None:
    text = (
        f"Căn cứ Nghị quyết số 91-NQ/TW ngày 22/8/2025 của Bộ Chính trị {SEA}; Quyết định số 15/QĐ-TTg ngày 02/01/2026"
        " của Thủ tướng Chính phủ (sau đây gọi tắt là Quyết định 15) và Nghị định số 30/2020/NĐ-CP."
    )
    assert subjects(text) == [(SEA,), (), ()]


def test_a_subject_ends_where_the_next_paper_begins() -> None:
    text = f"Thực hiện Nghị quyết số 91-NQ/TW của Bộ Chính trị {SEA}, Nghị quyết số 92-NQ/TW của Bộ Chính trị {COURT}"
    assert subjects(text) == [(SEA,), (COURT,)]


def test_a_subject_ends_where_the_sentence_goes_on_with_a_name() -> None:
    assert subjects(f"Thực hiện Nghị quyết số 91-NQ/TW {SEA}, Ủy ban nhân dân tỉnh ban hành kế hoạch") == [(SEA,)]


def test_what_provisions_are_about_is_not_what_the_paper_is_about() -> None:
    assert subjects(f"Triển khai các cơ chế tại Nghị quyết số 91-NQ/TW của Bộ Chính trị {SEA}") == [()]
