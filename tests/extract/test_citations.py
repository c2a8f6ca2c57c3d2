"""Papers cited by number: once each, with what the words say of them."""

import json
from pathlib import Path

import pytest

from directive_kg.extract.citations import find_citations, task_numbers
from directive_kg.names import fold_number
from directive_kg.readers.blocks import Paragraph
from directive_kg.readers.text import read_text
from directive_kg.records import Citation, CitationRole, Place
from directive_kg.register import Register, load_register
from tests.shared import SHARED, needs_shared


@pytest.fixture(scope="module")
def register() -> Register:
    return load_register()


def _cite(register: Register, *texts: str, own: str | None = None, home: str = "hai-phong") -> dict[str, Citation]:
    blocks = [(text, Place(text, line=line)) for line, text in enumerate(texts, start=1)]
    found = find_citations(blocks, register=register, home=home, own_number=own)
    assert [c.key for c in found] == [str(n) for n in range(1, len(found) + 1)]
    return {c.number: c for c in found}


def test_type_date_and_issuer_come_from_the_words(register: Register) -> None:
    found = _cite(
        register, "Thực hiện Kế hoạch hành động số 12-KH/TU, ngày 26/8/2025 của Ban Thường vụ Thành ủy về nuôi ong."
    )
    cited = found["12-KH/TU"]
    assert (cited.type, cited.date, cited.issuer) == ("Kế hoạch hành động", "2025-08-26", "Ban Thường vụ Thành ủy")
    assert cited.issuer_agency == "btv-thanh-uy-hai-phong"
    assert cited.places[0].text == "Kế hoạch hành động số 12-KH/TU, ngày 26/8/2025 của Ban Thường vụ Thành ủy"


def test_what_the_words_leave_out_comes_from_the_symbol(register: Register) -> None:
    found = _cite(register, "Theo 444/QĐ-TTg, 5/KH-UBND, 9/2025/QH15 và 71-NQ/TW.")
    assert [(c.type, c.issuer) for c in found.values()] == [
        ("Quyết định", "Thủ tướng Chính phủ"),
        ("Kế hoạch", "Ủy ban nhân dân thành phố"),
        (None, "Quốc hội"),
        ("Nghị quyết", None),
    ]


def test_a_symbol_is_nobody_s_where_the_home_is_a_commune_or_the_centre(register: Register) -> None:
    assert _cite(register, "Kế hoạch số 5/KH-UBND", home="phuong-kien-an-hai-phong")["5/KH-UBND"].issuer is None
    assert _cite(register, "Kế hoạch số 5/KH-UBND", home="trung-uong")["5/KH-UBND"].issuer is None


def test_one_head_is_shared_by_several_numbers(register: Register) -> None:
    found = _cite(
        register,
        "Thực hiện các Nghị quyết của Quốc hội: số 8/2025/QH15 ngày 11/12/2025 về ong; số 9/2025/QH15 ngày 12/12/2025;",
    )
    assert [(c.type, c.issuer, c.date) for c in found.values()] == [
        ("Nghị quyết", "Quốc hội", "2025-12-11"),
        ("Nghị quyết", "Quốc hội", "2025-12-12"),
    ]


def test_mentions_of_one_paper_are_merged(register: Register) -> None:
    found = _cite(
        register,
        "Nghị quyết số 03-NQ/TU, ngày 12/2025 của Ban Chấp hành Đảng bộ thành phố",
        "tại Nghị quyết số 03 - NQ/TU ngày 10 tháng 12 năm 2025",
        "theo Nghị quyết số 03-NQ/TU",
    )
    (cited,) = found.values()
    assert (cited.date, len(cited.places)) == ("2025-12-10", 3)
    assert [p.line for p in cited.places] == [1, 2, 3]


def test_two_full_dates_are_two_papers(register: Register) -> None:
    blocks = [
        (text, Place(text))
        for text in (
            "Chương trình số 05-CTr/TU ngày 25/8/2020",
            "Chương trình số 05-CTr/TU ngày 03/2/2026",
            "Chương trình số 05-CTr/TU",
        )
    ]
    found = find_citations(blocks, register=register, home="hai-phong")
    assert [(c.number, c.date) for c in found] == [("05-CTr/TU", "2020-08-25"), ("05-CTr/TU", "2026-02-03")]
    assert min(c.confidence for c in found) < 0.9


def test_a_number_that_bears_its_year_is_not_of_another(register: Register) -> None:
    (cited,) = _cite(
        register, "Nghị quyết số 8/2024/QH15 ngày 27/11/2025", "Nghị quyết số 8/2024/QH15 ngày 27/11/2024"
    ).values()
    assert cited.date == "2024-11-27"
    assert cited.confidence < 0.9


def test_two_committees_of_one_number_are_two_papers(register: Register) -> None:
    text = "Kế hoạch số 7/KH-UBND của Ủy ban nhân dân thành phố và Kế hoạch số 7/KH-UBND của Ủy ban nhân dân phường Kiến An"
    assert len(find_citations([(text, Place(text))], register=register, home="hai-phong")) == 2


def test_a_day_that_does_not_exist_is_left_out(register: Register) -> None:
    assert _cite(register, "Quyết định số 9/QĐ-UBND ngày 31/02/2026")["9/QĐ-UBND"].date is None


@pytest.mark.parametrize(
    ("text", "high", "low"),
    [
        (
            "Kế hoạch số 203/KH-UBND ngày 18/8/2025 của Ủy ban nhân dân thành phố triển khai Nghị quyết số 6/2025/QH15",
            "203/KH-UBND",
            ["6/2025/QH15"],
        ),
        (
            "Kế hoạch số 12-KH/TU của Ban Thường vụ Thành ủy về thực hiện Nghị quyết số 57-NQ/TW",
            "12-KH/TU",
            ["57-NQ/TW"],
        ),
        (
            "Nghị quyết số 282/NQ-CP của Chính phủ ban hành Chương trình hành động thực hiện Nghị quyết số 72-NQ/TW và Nghị quyết số 73-NQ/TW",
            "282/NQ-CP",
            ["72-NQ/TW", "73-NQ/TW"],
        ),
        ("Nghị quyết số 6/NQ-CP về giám sát việc thực hiện Nghị quyết số 8/2014/QH13", "6/NQ-CP", []),
        ("Quyết định số 6/QĐ-TTg; triển khai thực hiện Công điện số 9/CĐ-TTg", "6/QĐ-TTg", []),
        ("Quyết định số 6/QĐ-TTg và Công điện số 9/CĐ-TTg", "6/QĐ-TTg", []),
    ],
)
def test_which_cited_paper_carries_out_which(register: Register, text: str, high: str, low: list[str]) -> None:
    found = _cite(register, text)
    number_of = {c.key: c.number for c in found.values()}
    assert [number_of[key] for key in found[high].carries_out] == low


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("Căn cứ Nghị định số 9/2025/NĐ-CP ngày 02/3/2025;", CitationRole.BASED_ON),
        ("Kế hoạch này thay thế Kế hoạch số 9/KH-UBND ngày 02/3/2025.", CitationRole.REPLACES),
        ("Điều 1. Sửa đổi, bổ sung một số điều của Quyết định số 9/QĐ-UBND", CitationRole.AMENDS),
        ("Sở Tư pháp tham mưu quyết định thay thế Quyết định số 9/QĐ-UBND", CitationRole.CITES),
    ],
)
def test_the_role_of_a_citation(register: Register, text: str, role: CitationRole) -> None:
    (cited,) = _cite(register, text).values()
    assert cited.role is role


def test_its_own_number_is_no_citation(register: Register) -> None:
    assert not _cite(register, "Kèm theo Kế hoạch số 71 /KH-UBND", own="71/KH-UBND")


def test_a_wrapped_citation_is_one(register: Register) -> None:
    (cited,) = _cite(
        register, "Căn cứ Nghị quyết số", "9/2025/QH15 ngày 12 tháng 6 năm 2025 của", "Quốc hội về nuôi ong;"
    ).values()
    assert (cited.type, cited.date, cited.role) == ("Nghị quyết", "2025-06-12", CitationRole.BASED_ON)


def test_the_numbers_of_a_row_are_given_once_and_in_order() -> None:
    assert task_numbers("Kế hoạch số 238/KH- UBND, số 57-NQ/TW; 238/KH-UBND") == ("238/KH-UBND", "57-NQ/TW")
    assert task_numbers("Nâng cao chất lượng") == ()


# Only the clerk's reading of one mention differs: the body behind 'của' in the clause before it, which the symbol also names.
ISSUERS_LEFT_OUT = {("000", "08/KH-UBND")}


@needs_shared
@pytest.mark.parametrize("name", ["000", "001", "003"])
def test_every_transcribed_citation_is_found_and_no_other(name: str, register: Register) -> None:
    path: Path = next((SHARED / "corpus").glob(f"{name}_*.txt"))
    gold = json.loads((SHARED / "gold" / f"{name}.json").read_text(encoding="utf-8"))
    blocks: list[tuple[str, Place]] = []
    for block in read_text(path).blocks:
        if isinstance(block, Paragraph):
            blocks.append((block.text, Place(block.text, line=block.line)))
        else:
            blocks += [(cell.text, Place(cell.text, line=cell.line, row=1)) for row in block.rows for cell in row]
    found = {
        fold_number(c.number): c
        for c in find_citations(blocks, register=register, home="hai-phong", own_number=gold["document"]["number"])
    }
    wanted = {fold_number(c["number"]): c for c in gold["citations"]}
    assert set(found) == set(wanted)
    for number, cited in found.items():
        want = wanted[number]
        assert (cited.type, cited.date) == (want["type"], want["date"]), number
        if (name, cited.number) not in ISSUERS_LEFT_OUT:
            assert cited.issuer == want["issuer"], number
