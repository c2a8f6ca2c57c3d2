"""Cells and orders that name a post, and cells that join bodies by a dash: read with doubt, or taken apart."""

from pathlib import Path

import pytest

from directive_kg.extract.addressees import addressed
from directive_kg.extract.bodies import split_bodies
from directive_kg.extract.doubts import SURE, doubts_of
from directive_kg.extract.paper import extract_paper
from directive_kg.extract.posts import joins_bodies, post_length, unsure_leads
from directive_kg.records import Body, Role
from directive_kg.register import load_register

REGISTER = load_register()
POSTS = [
    ("Giám đốc Công an tỉnh", "cong-an-tp-dong-nai"),
    ("Bộ trưởng Bộ Tài chính", "bo-tai-chinh"),
    ("Thủ trưởng Cục Thuế", "cuc-thue"),
    ("Trưởng Ban Tổ chức Tỉnh ủy", "ban-to-chuc-thanh-uy-dong-nai"),
    ("Chỉ huy trưởng Bộ Chỉ huy quân sự tỉnh", "bo-chi-huy-quan-su-tp-dong-nai"),
    ("Chánh Văn phòng UBND tỉnh", "chanh-van-phong-ubnd-tp-dong-nai"),
    ("Chủ tịch UBND tỉnh", "chu-tich-ubnd-tp-dong-nai"),
    ("Chủ tịch UBND xã", None),
    ("Phó Giám đốc Sở Quy hoạch biển đảo", None),
]


def leads(cell: str) -> tuple[Body, ...]:
    return unsure_leads(split_bodies(cell, register=REGISTER, home="dong-nai"), cell)


@pytest.mark.parametrize(("cell", "agency"), POSTS)
def test_a_post_in_a_lead_cell_is_its_body_with_doubt(cell: str, agency: str | None) -> None:
    (body,) = leads(cell)
    assert body.name == cell.replace("UBND", "Ủy ban nhân dân")
    assert (body.agency, body.is_class) == (agency, False)
    assert body.confidence <= 0.6


@pytest.mark.parametrize(("words", "agency"), [(words, agency) for words, agency in POSTS if agency])
def test_a_post_in_running_text_is_read_as_in_a_cell(words: str, agency: str) -> None:
    found = addressed(f"Giao {words} rà soát hồ sơ.", REGISTER, "dong-nai")
    assert found is not None
    read = [(body.agency, body.confidence) for body in unsure_leads(found.bodies, found.words)]
    assert read == [(body.agency, body.confidence) for body in leads(words)]
    assert found.bodies[0].agency == agency


def test_a_dash_in_running_text_joins_bodies_too() -> None:
    found = addressed("Giao Sở Y tế - Sở Nội vụ rà soát hồ sơ.", REGISTER, "dong-nai")
    assert found is not None
    assert unsure_leads(found.bodies, found.words) == leads("Sở Y tế - Sở Nội vụ")


@pytest.mark.parametrize(
    ("cell", "sure"),
    [
        ("Giám đốc Sở Nội vụ, Sở Y tế", [0.6, 0.6]),
        ("Giám đốc Sở Nội vụ và Sở Y tế; Sở Xây dựng", [0.6, 0.6, 1.0]),
        ("Giám đốc Sở Nội vụ, Công an tỉnh, Sở Y tế", [0.6, 1.0, 1.0]),
        ("Sở Y tế, Giám đốc Sở Nội vụ", [1.0, 0.6]),
        ("Chủ tịch UBND tỉnh, Sở Y tế", [0.6, 1.0]),
    ],
)
def test_a_post_before_several_bodies_of_one_kind_may_mean_each(cell: str, sure: list[float]) -> None:
    assert [body.confidence for body in leads(cell)] == sure
    found = addressed(f"Giao {cell} rà soát hồ sơ.", REGISTER, "dong-nai")
    assert found is not None
    assert [body.confidence for body in unsure_leads(found.bodies, found.words)] == sure


@pytest.mark.parametrize("head", ["Giám đốc các Sở: ", "Giám đốc các Sở ", "Thủ trưởng các Sở: "])
def test_a_post_over_a_list_is_each_body_with_doubt(head: str) -> None:
    codes = ["so-noi-vu-tp-dong-nai", "so-van-hoa-the-thao-va-du-lich-tp-dong-nai", "so-y-te-tp-dong-nai"]
    words = f"{head}Nội vụ, Văn hóa, Thể thao và Du lịch, Y tế"
    assert [(body.agency, body.confidence) for body in leads(words)] == [(code, 0.6) for code in codes]
    found = addressed(f"Giao {words} rà soát hồ sơ chậm giải quyết.", REGISTER, "dong-nai")
    assert found is not None
    assert [(body.agency, body.confidence) for body in found.bodies] == [(code, 0.6) for code in codes]
    assert (found.words, found.rest) == (words, "rà soát hồ sơ chậm giải quyết.")


def test_a_list_of_sectors_in_running_text_goes_on_with_other_bodies() -> None:
    found = addressed("Giao các Sở: Nội vụ, Y tế; Công an tỉnh rà soát hồ sơ.", REGISTER, "dong-nai")
    assert found is not None
    assert [body.name for body in found.bodies] == ["Sở Nội vụ", "Sở Y tế", "Công an tỉnh"]
    assert {body.confidence for body in found.bodies} == {1.0}


@pytest.mark.parametrize(
    "words", ["Giám đốc các sở, ngành", "Thủ trưởng các đơn vị liên quan", "Chủ tịch UBND các xã, phường"]
)
def test_a_post_over_a_class_stays_a_class(words: str) -> None:
    (body,) = leads(words)
    assert body.is_class


@pytest.mark.parametrize(
    ("cell", "names"),
    [
        ("Sở Khoa học - Công nghệ - Sở Nội vụ", ["Sở Khoa học - Công nghệ", "Sở Nội vụ"]),
        ("Sở Nội vụ - Sở Văn hóa - Thể thao - Du lịch", ["Sở Nội vụ", "Sở Văn hóa - Thể thao - Du lịch"]),
        ("Sở Giáo dục – Đào tạo", ["Sở Giáo dục – Đào tạo"]),
    ],
)
def test_a_dash_for_and_in_a_sector_is_part_of_the_name(cell: str, names: list[str]) -> None:
    bodies = leads(cell)
    assert [body.name for body in bodies] == names
    assert all(body.agency for body in bodies)


def test_a_dash_between_unknown_words_makes_no_body_known() -> None:
    (body,) = leads("Sở Thủy văn - Khí tượng")
    assert body.agency is None


def test_a_post_of_the_register_is_sure_where_posts_belong() -> None:
    (body,) = split_bodies("Chủ tịch UBND tỉnh", register=REGISTER, home="dong-nai")
    assert body.confidence == 1.0


@pytest.mark.parametrize(
    "name",
    ["Sở Y tế", "Văn phòng UBND tỉnh", "Thường trực HĐND tỉnh", "Trường Chính trị", "Thanh tra tỉnh", "Bộ Công an"],
)
def test_a_body_is_no_post(name: str) -> None:
    assert post_length(name) == 0
    assert unsure_leads((Body(name),), name)[0].confidence == 1.0


def test_a_class_by_rule_is_not_sure() -> None:
    (body,) = leads("Giám đốc các Sở chuyên ngành")
    assert body.is_class
    assert body.confidence < SURE


@pytest.mark.parametrize(
    ("cell", "wanted"),
    [
        ("Sở Y tế - Sở Nội vụ", ["so-y-te-tp-dong-nai", "so-noi-vu-tp-dong-nai"]),
        ("Sở Y tế – Công an tỉnh – Bộ Y tế", ["so-y-te-tp-dong-nai", "cong-an-tp-dong-nai", "bo-y-te"]),
        ("Sở Y tế-Sở Nội vụ", ["so-y-te-tp-dong-nai", "so-noi-vu-tp-dong-nai"]),
        ("Sở Y tế/Sở Nội vụ", ["so-y-te-tp-dong-nai", "so-noi-vu-tp-dong-nai"]),
        ("Sở Y tế Sở Nội vụ", ["so-y-te-tp-dong-nai", "so-noi-vu-tp-dong-nai"]),
        (
            "Sở Văn hóa, Thể thao và Du lịch - Sở Y tế",
            ["so-van-hoa-the-thao-va-du-lich-tp-dong-nai", "so-y-te-tp-dong-nai"],
        ),
    ],
)
def test_joined_bodies_come_apart_and_none_is_a_sure_lead(cell: str, wanted: list[str]) -> None:
    found = leads(cell)
    assert [body.agency for body in found] == wanted
    assert all(body.confidence < SURE for body in found)


@pytest.mark.parametrize("cell", ["Sở Y tế; Sở Nội vụ", "- Sở Y tế\n- Sở Nội vụ", "Ban Văn hóa - Xã hội; Sở Y tế"])
def test_a_list_of_leads_is_no_doubt(cell: str) -> None:
    assert not joins_bodies(split_bodies(cell, register=REGISTER, home="dong-nai"), cell)


@pytest.mark.parametrize(
    "cell",
    [
        "Sở Khoa học - Công nghệ", "Văn phòng Đoàn ĐBQH - HĐND tỉnh", "Văn phòng Đảng ủy - UBND xã",
        "Ban Văn hóa - Xã hội", "Sở Văn hóa - Thể thao - Du lịch", "Sở Y tế - Cơ quan thường trực",
    ],
)  # fmt: skip
def test_a_dash_of_a_name_parts_nothing(cell: str) -> None:
    assert len(leads(cell)) == 1


PAPER = """ỦY BAN NHÂN DÂN
TỈNH ĐỒNG NAI
Số: 12/KH-UBND
Đồng Nai, ngày 05 tháng 01 năm 2026
KẾ HOẠCH
Về việc nâng cao chất lượng khám bệnh
PHỤ LỤC
STT\tNhiệm vụ\tCơ quan chủ trì\tCơ quan phối hợp\tThời hạn
1\tXây dựng đề án khám bệnh từ xa\tGiám đốc Công an tỉnh\tSở Y tế\tTháng 3/2026
2\tRà soát quy trình khám bệnh\tSở Y tế - Sở Nội vụ\tSở Tài chính\tTháng 4/2026
3\tCông bố kết quả rà soát\tSở Y tế\tSở Tài chính\tTháng 5/2026
"""


def test_a_paper_says_what_its_lead_cells_leave_open(tmp_path: Path) -> None:
    source = tmp_path / "ke-hoach.txt"
    source.write_text(PAPER, encoding="utf-8")
    paper = extract_paper(source, REGISTER)
    first, second, third = paper.tasks
    said = {doubt.subject: doubt for doubt in doubts_of(paper) if doubt.subject.endswith("/lead")}
    assert set(said) == {f"task/{first.key}/lead", f"task/{second.key}/lead"}
    post, joined = said[f"task/{first.key}/lead"], said[f"task/{second.key}/lead"]
    assert "names a post" in post.reason_en
    assert "joins 2 bodies" in joined.reason_en
    assert max(post.confidence, joined.confidence) < SURE
    assert [a.body.confidence for a in third.assignments if a.role is Role.LEAD] == [1.0]
