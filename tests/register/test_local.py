"""Places and the bodies that every place has: exact names, the place's own IRI, who took over."""

from datetime import date

import pytest

from directive_kg.register import Register, load_register
from directive_kg.register.gazetteer import shipped_gazetteer


@pytest.fixture(scope="module")
def register() -> Register:
    return load_register()


def test_all_provinces_and_communes_are_there() -> None:
    provinces = shipped_gazetteer().provinces.values()
    today = [province for province in provinces if province.successor is None]
    assert len(today) == 34
    assert sum(len(province.communes) for province in today) == 3321
    assert len(provinces) - len(today) == 63 - 34


@pytest.mark.parametrize(
    ("name", "home", "code"),
    [
        ("Sở Tài chính", "dong-nai", "so-tai-chinh-tp-dong-nai"),
        ("Sở Tài chính", "hai-phong", "so-tai-chinh-tp-hai-phong"),
        ("Sở Tài chính", "xa-ia-ly-gia-lai", "so-tai-chinh-tinh-gia-lai"),
        ("Sở Tài chính tỉnh Cà Mau", "hai-phong", "so-tai-chinh-tinh-ca-mau"),
        ("UBND tỉnh", "gia-lai", "ubnd-tinh-gia-lai"),
        ("Uỷ ban Nhân dân tỉnh Đồng Nai", None, "ubnd-tp-dong-nai"),  # a province until 2026, the same body
        ("UBND phường Hoa Lư", "ninh-binh", "ubnd-phuong-hoa-lu-ninh-binh"),
        ("Công an phường", "phuong-hoa-lu-ninh-binh", "cong-an-phuong-hoa-lu-ninh-binh"),
        ("Tỉnh ủy", "ca-mau", "tinh-uy-ca-mau"),
        ("Ban Nội chính Thành ủy", "hue", "ban-noi-chinh-thanh-uy-hue"),
        ("Sở KH&ĐT tỉnh Bình Dương", None, "so-ke-hoach-va-dau-tu-tinh-binh-duong"),
    ],
)
def test_a_name_is_the_body_of_the_papers_own_place(register: Register, name: str, home: str | None, code: str) -> None:
    found = register.resolve(name, home)
    assert found is not None
    assert found.code == code
    assert register.agency(code) == found


@pytest.mark.parametrize(
    ("name", "home"),
    [
        ("Sở Tài chính", None),
        ("Sở Tài chính", "trung-uong"),
        ("Sở Tài chánh", "gia-lai"),
        ("UBND phường Hoa Lư", "gia-lai"),  # another province's
        ("UBND thành phố", "gia-lai"),  # a province has none, or many
        ("Công an", "gia-lai"),
        ("Tỉnh ủy", "hai-phong"),
        ("Sở Hàng hải", "gia-lai"),
    ],
)
def test_a_name_that_is_not_exactly_one_bodys_is_nobodys(register: Register, name: str, home: str | None) -> None:
    assert register.resolve(name, home) is None


def test_every_body_is_found_by_its_code_and_stands_under_one_that_is(register: Register) -> None:
    places = [*shipped_gazetteer().provinces, "phuong-hoa-lu-ninh-binh", "xa-son-ha-quang-ngai-2"]
    for place in places:
        bodies = register.local.bodies(place)
        assert bodies
        for code, body in bodies.items():
            assert register.agency(code) is not None
            assert body.parent is None or register.agency(body.parent) is not None, code


def test_communes_that_differ_by_a_tone_mark_are_two(register: Register) -> None:
    one = register.resolve("UBND xã Sơn Hà", "quang-ngai")
    other = register.resolve("UBND xã Sơn Hạ", "quang-ngai")
    assert one is not None
    assert other is not None
    assert one.code != other.code


def test_who_took_over(register: Register) -> None:
    before, after = date(2025, 6, 30), date(2025, 7, 1)
    for code, taken_over_by in (
        ("ubnd-tinh-binh-duong", "ubnd-tp-ho-chi-minh"),
        ("so-ke-hoach-va-dau-tu-tinh-gia-lai", "so-tai-chinh-tinh-gia-lai"),
        ("so-giao-thong-van-tai-tinh-kon-tum", "so-xay-dung-tinh-quang-ngai"),
    ):
        assert register.successor(code, before) == code
        assert register.successor(code, after) == taken_over_by


def test_a_commune_that_several_provinces_have_is_told_by_the_province_that_the_paper_names(register: Register) -> None:
    issuer = "Ủy ban nhân dân xã Tân Thành"
    named = register.issuing_commune(issuer, ["Căn cứ Kế hoạch của UBND tỉnh Cà Mau", "xã Tân Thành"])
    homes = {p.parent for p in shipped_gazetteer().communes_named("xã Tân Thành")}
    assert len(homes) > 1
    assert register.issuing_commune(issuer, ["xã Tân Thành"]) is None
    assert (named.jurisdiction if named else None) == ("xa-tan-thanh-ca-mau" if "ca-mau" in homes else None)
