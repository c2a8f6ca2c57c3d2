"""Cells of bodies taken apart, and bodies found in running text."""

import importlib.util
import json
import time
from itertools import pairwise
from types import ModuleType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from directive_kg.extract.bodies import find_bodies, split_bodies
from directive_kg.extract.body_search import first_body, may_open
from directive_kg.register import load_register
from tests.shared import SHARED, needs_shared

REGISTER = load_register()
HP = "hai-phong"


def names(cell: str | None, home: str | None = HP) -> list[str]:
    return [b.name for b in split_bodies(cell, register=REGISTER, home=home)]


@pytest.mark.parametrize(
    ("cell", "wanted"),
    [
        (None, []),
        ("", []),
        (" - ", []),
        ("Theo quy định của Luật Đất đai", []),
        ("UBND TP", ["Ủy ban nhân dân thành phố"]),
        ("Sở Y tế; Sở Nội vụ", ["Sở Y tế", "Sở Nội vụ"]),
        ("Sở Y tế, Sở Nội vụ và Công an tỉnh", ["Sở Y tế", "Sở Nội vụ", "Công an tỉnh"]),
        ("Sở Y tế/Sở Nội vụ", ["Sở Y tế", "Sở Nội vụ"]),
        ("- Sở Y tế\n- Sở Nội vụ", ["Sở Y tế", "Sở Nội vụ"]),
        ("- Sở Y tế - Sở Nội vụ", ["Sở Y tế", "Sở Nội vụ"]),
        ("(1) Bộ Y tế (2) Bộ Công an", ["Bộ Y tế", "Bộ Công an"]),
        ("Sở Y tế Sở Nội vụ", ["Sở Y tế", "Sở Nội vụ"]),
        ("Sở Văn hóa,\nThể thao và Du lịch", ["Sở Văn hóa, Thể thao và Du lịch"]),
        ("Văn phòng\nUBND tỉnh", ["Văn phòng Ủy ban nhân dân tỉnh"]),
        ("HĐND/UBND tỉnh", ["Hội đồng nhân dân tỉnh", "Ủy ban nhân dân tỉnh"]),
        ("HĐND và UBND tỉnh", ["Hội đồng nhân dân tỉnh", "Ủy ban nhân dân tỉnh"]),
        (
            "Các Sở: Tài chính, Nông nghiệp và Môi trường, Xây dựng",
            ["Sở Tài chính", "Sở Nông nghiệp và Môi trường", "Sở Xây dựng"],
        ),
        ("Các Sở: Y tế Nội vụ, Công an tỉnh, Tư pháp", ["Sở Y tế", "Sở Nội vụ", "Công an tỉnh", "Sở Tư pháp"]),
        ("Các Sở Tài chính, Nội vụ", ["Sở Tài chính", "Sở Nội vụ"]),
        ("Sở Tài chính, Tư pháp", ["Sở Tài chính", "Sở Tư pháp"]),
        ("Các Sở: VHTTDL, KH&CN", ["Sở Văn hóa, Thể thao và Du lịch", "Sở Khoa học và Công nghệ"]),
        ("UBND các xã: Hòa An, Tân Lập và các sở, ngành",
         ["Ủy ban nhân dân xã Hòa An", "Ủy ban nhân dân xã Tân Lập", "các sở, ngành"]),
        ("Các sở, ngành, đơn vị liên quan", ["Các sở, ngành, đơn vị liên quan"]),
        ("Các Sở, Ban, Ngành; UBND các xã, phường", ["Các Sở, Ban, Ngành", "Ủy ban nhân dân các xã, phường"]),
        ("UBND xã, phường và các hội, đoàn thể", ["Ủy ban nhân dân xã, phường", "các hội, đoàn thể"]),
        ("Sở Y tế (chủ trì, theo dõi), Sở Nội vụ", ["Sở Y tế (chủ trì, theo dõi)", "Sở Nội vụ"]),
        ("Sở Y tế chủ trì, phối hợp với Sở Nội vụ", ["Sở Y tế"]),
        ("Cơ quan chủ trì: Sở Y tế", ["Sở Y tế"]),
        ("Sở Y tế; Sở Y tế", ["Sở Y tế"]),
        ("Ban Quản lý khu công nghệ cao và khu công nghiệp", ["Ban Quản lý khu công nghệ cao và khu công nghiệp"]),
    ],
)  # fmt: skip
@pytest.mark.parametrize("home", [HP, "dong-nai", None])
def test_a_cell_is_taken_apart_in_every_place(cell: str | None, wanted: list[str], home: str | None) -> None:
    assert names(cell, home) == wanted


def test_a_known_body_has_its_code_and_an_unknown_one_keeps_its_words() -> None:
    known, other = split_bodies("Sở Y tế; Sở Quy hoạch biển đảo", register=REGISTER, home=HP)
    assert (known.agency, known.confidence) == ("so-y-te-tp-hai-phong", 1.0)
    assert (other.name, other.agency) == ("Sở Quy hoạch biển đảo", None)
    assert other.confidence < 0.9


def test_the_department_of_another_place_is_not_ours() -> None:
    for cell, home in (("Sở Y tế", "dong-nai"), ("Sở Y tế tỉnh Đồng Nai", HP)):
        (body,) = split_bodies(cell, register=REGISTER, home=home)
        assert body.agency == "so-y-te-tp-dong-nai"
    for cell, other in (("Sở Y tế", None), ("Sở Y tế", "trung-uong"), ("Sở Y tế tỉnh Đồng Lai", HP)):
        (body,) = split_bodies(cell, register=REGISTER, home=other)
        assert body.agency is None
        assert not body.is_class
        assert body.confidence < 0.9


@pytest.mark.parametrize(
    "cell",
    [
        "Các sở, ban, ngành", "Sở, ngành, địa phương liên quan", "UBND cấp xã", "UBND các cấp",
        "Ủy ban nhân dân các xã, phường", "Ban QLDA liên quan", "Cấp có thẩm quyền",
        "Các Sở chuyên ngành thuộc UBND tỉnh",
        "Thủ trưởng các cơ quan, đơn vị", "Doanh nghiệp, nhà cung cấp dịch vụ",
    ],
)  # fmt: skip
@pytest.mark.parametrize("home", [HP, None])
def test_a_class_is_told_from_a_body(cell: str, home: str | None) -> None:
    assert split_bodies(cell, register=REGISTER, home=home)[0].is_class


@pytest.mark.parametrize(
    "cell", ["UBND thành phố", "UBND tỉnh", "Công an tỉnh", "Ban Quản lý các khu công nghiệp", "UBND xã Hòa An"]
)
@pytest.mark.parametrize("home", [HP, "can-tho", None])
def test_a_body_is_told_from_a_class(cell: str, home: str | None) -> None:
    (body,) = split_bodies(cell, register=REGISTER, home=home)
    assert not body.is_class


def test_the_post_decides_and_not_the_person() -> None:
    cell = "Phó Chủ tịch UBND thành phố Nguyễn Văn A; Phó Chủ tịch Thường trực UBND thành phố Trần Thị B"
    first, second = split_bodies(cell, register=REGISTER, home=HP)
    assert first.agency == "pho-chu-tich-ubnd-tp-hai-phong"
    assert first.name == "Phó Chủ tịch Ủy ban nhân dân thành phố Nguyễn Văn A"
    assert second.agency == "pho-chu-tich-thuong-truc-ubnd-tp-hai-phong"
    (elsewhere,) = split_bodies("Phó Chủ tịch UBND tỉnh Nguyễn Văn A", register=REGISTER, home=HP)
    assert elsewhere.agency is None


def found(text: str, home: str | None = HP) -> list[tuple[str, str | None]]:
    return [(text[s:e], b.agency) for s, e, b in find_bodies(text, register=REGISTER, home=home)]


def test_orders_of_running_text() -> None:
    text = "Giao Sở Tài chính chủ trì, phối hợp với Văn phòng\nUBND thành phố và các sở, ngành liên quan báo cáo."
    assert found(text) == [
        ("Sở Tài chính", "so-tai-chinh-tp-hai-phong"),
        ("Văn phòng\nUBND thành phố", "vp-ubnd-tp-hai-phong"),
        ("các sở, ngành liên quan", "nhom-so-nganh"),
    ]


def test_running_text_of_another_place() -> None:
    text = "Sở Y tế tham mưu UBND tỉnh Đồng Nai; Công an tỉnh; Bộ Y tế; Thủ trưởng các sở, ngành."
    assert found(text, "dong-nai") == [
        ("Sở Y tế", "so-y-te-tp-dong-nai"),
        ("UBND tỉnh Đồng Nai", "ubnd-tp-dong-nai"),
        ("Công an tỉnh", "cong-an-tp-dong-nai"),
        ("Bộ Y tế", "bo-y-te"),
        ("Thủ trưởng các sở, ngành", "nhom-thu-truong-so-nganh"),
    ]
    assert found("UBND tỉnh đã giao", "gia-lai") == [("UBND tỉnh", "ubnd-tinh-gia-lai")]
    assert found("UBND tỉnh đã giao", "noi-nao-do") == [("UBND tỉnh", None)]
    assert found("UBND TỈNH ĐỒNG NAI", "dong-nai") == [("UBND TỈNH ĐỒNG NAI", "ubnd-tp-dong-nai")]
    assert found("Sở Y tế tỉnh Đồng Nai") == [("Sở Y tế tỉnh Đồng Nai", "so-y-te-tp-dong-nai")]


@pytest.mark.parametrize(
    "text", ["tăng cường công an nhân dân", "các sở thích; cơ sở, vật chất", "nội dung thanh tra", ""]
)
def test_common_words_are_no_bodies(text: str) -> None:
    assert found(text) == []


def test_a_name_does_not_reach_across_a_full_stop() -> None:
    assert found("gửi Sở Y tế. Thành phố Hải Phòng đã") == [("Sở Y tế", "so-y-te-tp-hai-phong")]


@given(st.text(alphabet=st.sampled_from("Sở Y tế, và các ;:/-\n()UBNDCôngan xãphường12."), max_size=120))
def test_any_cell_is_read_and_read_alike_again(cell: str) -> None:
    first = split_bodies(cell, register=REGISTER, home=HP)
    assert first == split_bodies(cell, register=REGISTER, home=HP)
    assert all(b.name.strip() for b in first)
    spans = [(s, e) for s, e, _ in find_bodies(cell, register=REGISTER, home=HP)]
    assert all(s < e for s, e in spans)
    assert all(a[1] <= b[0] for a, b in pairwise(spans))


@pytest.mark.parametrize(
    "part", ["cấp xã ", "Sở, ", "các sở, ban ", "Phó Chủ tịch A ", "UBND các xã: ", "(1) ", "- Sở ", "SSS&"]
)
def test_long_cells_take_no_long_time(part: str) -> None:
    started = time.process_time()
    split_bodies(part * 100_000, register=REGISTER, home=HP)
    split_bodies((part * 5_000)[:5_000], register=REGISTER, home=HP)
    find_bodies(part * 1_000, register=REGISTER, home=HP)
    assert time.process_time() - started < 20


def _score() -> ModuleType:
    spec = importlib.util.spec_from_file_location("score", SHARED / "gold" / "score.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@needs_shared
@pytest.mark.parametrize("paper", ["000", "001", "003"])
def test_leads_and_authorities_of_the_gold(paper: str) -> None:
    compare = _score().names
    tasks = json.loads((SHARED / "gold" / f"{paper}.json").read_text(encoding="utf-8"))["tasks"]
    misses = [
        (task["stt"], field, names(task[field]), task[wanted])
        for task in tasks
        for field, wanted in (("lead", "leads"), ("authority", "authorities"))
        if compare(names(task[field])) != compare(task[wanted])
    ]
    assert misses == []


@needs_shared
@pytest.mark.parametrize("paper", ["000", "001", "003"])
def test_every_lead_and_authority_of_the_gold_is_in_the_register(paper: str) -> None:
    tasks = json.loads((SHARED / "gold" / f"{paper}.json").read_text(encoding="utf-8"))["tasks"]
    for task in tasks:
        for field in ("lead", "authority"):
            for body in split_bodies(task[field], register=REGISTER, home=HP):
                assert body.agency or body.is_class, body


PIECES = [
    "Sở Y tế",
    "UBND",
    "các sở",
    "ngành",
    "Giám đốc",
    "Công an tỉnh",
    "của",
    "và",
    ",",
    "(",
    "SKHCN",
    "Ủy ban nhân dân các xã",
    "Phòng VH-XH",
    "thành phố",
    "Kiến An",
    "rà soát",
    "Bộ",
    "“",
    "TP. Hải Phòng",
    "thủ trưởng các đơn vị",
    "một-từ-dài-quá-bốn-mươi-chữ-cái-không-có-dấu-cách",
]
OPENINGS = st.lists(st.sampled_from(PIECES), max_size=6).map(" ".join)


@given(OPENINGS)
def test_the_body_that_a_text_opens_with_is_the_first_that_is_found(text: str) -> None:
    found = next((one for one in find_bodies(text, register=REGISTER, home=HP) if one.start == 0), None)
    assert first_body(text, register=REGISTER, home=HP) == found
    assert found is None or may_open(text, register=REGISTER, home=HP)
