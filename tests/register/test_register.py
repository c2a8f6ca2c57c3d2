"""The register of bodies: look-up by exact name, succession, and what a broken file gets."""

from datetime import date
from pathlib import Path

import pytest
from rdflib import Graph
from rdflib.namespace import SKOS

from directive_kg.errors import BrokenGraphError
from directive_kg.register import Register, load_register
from directive_kg.register.lookup import openings_of
from directive_kg.resources import graph_dir, ontology_dir

HEAD = """@prefix agency: <https://example.org/id/agency/> .
@prefix change: <https://example.org/id/change/> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix dkg: <https://w3id.org/directive-kg/ontology#> .
@prefix kind: <https://w3id.org/directive-kg/vocabulary/agency-kind/> .
@prefix org: <http://www.w3.org/ns/org#> .
@prefix place: <https://example.org/id/place/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
place:hoa-binh a dcterms:Location ; dcterms:identifier "hoa-binh" ; skos:prefLabel "tỉnh Hoà Bình"@vi .
"""


def body(code: str, name: str, more: str = "") -> str:
    return (
        f'agency:{code} a dkg:Agency ;\n  dcterms:identifier "{code}" ; dkg:agencyKind kind:so ;\n'
        f'  {more} skos:prefLabel "{name}"@vi, "{code}"@en .\n'
    )


def write(tmp_path: Path, *blocks: str) -> Path:
    path = tmp_path / "agencies.ttl"
    path.write_text(HEAD + "".join(blocks), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def register() -> Register:
    return load_register()


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Sở Tài chính", "so-tai-chinh-tp-hai-phong"),
        ("SỞ TÀI CHÍNH", "so-tai-chinh-tp-hai-phong"),
        ("STC", "so-tai-chinh-tp-hai-phong"),
        ("Sở Tài chính TP Hải Phòng", "so-tai-chinh-tp-hai-phong"),
        ("Sở Văn hoá, Thể thao và Du lịch", "so-van-hoa-the-thao-va-du-lich-tp-hai-phong"),
        ("UBND thành phố", "ubnd-tp-hai-phong"),
        ("Uỷ ban nhân dân TP. Hải Phòng", "ubnd-tp-hai-phong"),
        ("Thành uỷ Hải Phòng", "thanh-uy-hai-phong"),
        ("Ngân hàng nhà nước Khu vực 6", "ngan-hang-nha-nuoc-khu-vuc-6"),
        ("Thủ tướng Chính phủ", "thu-tuong"),
        ("Các sở, ngành, đơn vị có liên quan", "nhom-so-nganh-don-vi"),
        ("UBND các xã, phường và đặc khu", "nhom-ubnd-cap-xa"),
    ],
)
def test_names_of_one_body(register: Register, name: str, code: str) -> None:
    found = register.resolve(name, "hai-phong")
    assert found is not None
    assert found.code == code


@pytest.mark.parametrize(
    "name", ["Sở Tài chín", "Sở KHCN tỉnh", "Sở Tài chính Hà Nộ", "Tài chính", "", "UBND tỉnh", "UBND"]
)
def test_likeness_is_no_name(register: Register, name: str) -> None:
    assert register.resolve(name, "hai-phong") is None


def test_bare_names_belong_to_their_own_place(register: Register) -> None:
    assert register.resolve("Sở Tài chính") is None
    for home, code in (("dong-nai", "so-tai-chinh-tp-dong-nai"), ("gia-lai", "so-tai-chinh-tinh-gia-lai")):
        own = register.resolve("Sở Tài chính", home)
        assert own is not None
        assert own.code == code
    assert register.resolve("UBND thành phố", "gia-lai") is None
    named = register.resolve("Sở Tài chính thành phố Hải Phòng", "dong-nai")
    assert named is not None
    assert named.jurisdiction == "hai-phong"


def test_a_ward_sees_its_own_bodies_first_and_the_citys_behind(register: Register) -> None:
    ward = register.place_code("Kiến An")
    assert register.places_above(ward) == (ward, "hai-phong")
    assert register.places_above("kien-an") == (ward, "hai-phong")
    for name, code in (("UBND phường", "ubnd-phuong-kien-an-hai-phong"), ("Sở Y tế", "so-y-te-tp-hai-phong")):
        found = register.resolve(name, ward)
        assert found is not None
        assert found.code == code
    assert register.resolve("UBND phường", "hai-phong") is None


@pytest.mark.parametrize("home", [None, "hai-phong", "bac-ninh", "phuong-kien-an-hai-phong"])
def test_every_name_that_counts_at_a_home_has_its_opening(register: Register, home: str | None) -> None:
    names = register.names_at(home)
    assert names.openings == openings_of((*names.keys, *names.classes, *names.common))


def test_a_class_is_no_body(register: Register) -> None:
    assert register.is_group("Các sở, ban, ngành")
    assert not register.is_group("Sở Tài chính thành phố Hải Phòng")
    assert not any(a.kind for a in register.agencies.values() if a.is_group)


def test_successor_by_day(register: Register) -> None:
    assert register.successor("bo-giao-thong-van-tai", date(2025, 2, 28)) == "bo-giao-thong-van-tai"
    assert register.successor("bo-giao-thong-van-tai", date(2025, 3, 1)) == "bo-xay-dung"
    assert register.successor("ubnd-tinh-hai-duong", date(2025, 7, 1)) == "ubnd-tp-hai-phong"
    # Only the year of the city's own mergers is known: within it nothing is certain.
    assert register.successor("so-du-lich-tp-hai-phong", date(2025, 12, 30)) == "so-du-lich-tp-hai-phong"
    assert (
        register.successor("so-du-lich-tp-hai-phong", date(2026, 1, 1)) == "so-van-hoa-the-thao-va-du-lich-tp-hai-phong"
    )
    assert register.successor("so-tai-chinh-tp-hai-phong", date(2026, 1, 1)) == "so-tai-chinh-tp-hai-phong"
    with pytest.raises(KeyError):
        register.successor("khong-co", date(2026, 1, 1))


def test_every_label_leads_back_to_its_body(register: Register) -> None:
    for agency in register.agencies.values():
        for label in (agency.name, *agency.aliases):
            found = register.resolve(label, agency.jurisdiction)
            assert found is not None, label
            assert found.code == agency.code, label


def test_kinds_and_fields_are_in_the_vocabularies(register: Register) -> None:
    def codes(scheme: str) -> set[str]:
        graph = Graph().parse(ontology_dir() / "vocabularies" / f"{scheme}.ttl")
        return {str(s).rsplit("/", 1)[-1] for s in graph.subjects(SKOS.inScheme)}

    kinds, fields = codes("agency-kind"), codes("field")
    for agency in register.agencies.values():
        assert agency.is_group or agency.kind in kinds, agency.code
        assert set(agency.fields) <= fields, agency.code


def test_the_shipped_file_is_sorted_and_ascii_in_its_codes(register: Register) -> None:
    text = (graph_dir() / "agencies.ttl").read_text(encoding="utf-8")
    heads = [line.split(" ")[0] for line in text.splitlines() if line.startswith("agency:")]
    bodies = [h for h in heads if not h.startswith("agency:nhom-")]
    assert bodies == sorted(bodies)
    assert all(code.isascii() and code == code.lower() for code in register.agencies)


def test_old_tone_placement_in_the_place_name(tmp_path: Path) -> None:
    path = write(tmp_path, body("so-y-te", "Sở Y tế tỉnh Hòa Bình", "dkg:jurisdiction place:hoa-binh ;"))
    own = load_register(path)
    for name, home in (("Sở Y tế tỉnh Hoà Bình", None), ("Sở Y tế Hòa Bình", None), ("Sở Y tế tỉnh", "hoa-binh")):
        found = own.resolve(name, home)
        assert found is not None, name
        assert found.code == "so-y-te"


def test_bad_syntax_is_told_with_its_line(tmp_path: Path) -> None:
    path = write(tmp_path, body("so-y-te", "Sở Y tế"), "agency:x a dkg:Agency\n  nonsense .\n")
    with pytest.raises(BrokenGraphError, match=r"agencies\.ttl:1[3-6]: sai cú pháp"):
        load_register(path)


def test_two_bodies_of_one_name(tmp_path: Path) -> None:
    path = write(tmp_path, body("so-1", "Sở Y tế"), body("so-2", "SỞ Y TẾ"))
    with pytest.raises(BrokenGraphError, match=r"agencies\.ttl:14: so-2: trùng tên .* so-1"):
        load_register(path)


@pytest.mark.parametrize(
    ("block", "says"),
    [
        ('agency:x a dkg:Agency ; dkg:agencyKind kind:so ; skos:prefLabel "X"@vi, "X"@en .', "thiếu mã"),
        ('agency:x a dkg:Agency ; dcterms:identifier "x" ; skos:prefLabel "X"@vi, "X"@en .', "thiếu loại"),
        ('agency:x a dkg:Agency ; dcterms:identifier "x" ; dkg:agencyKind kind:so .', "đúng một tên"),
        (body("x", "X", "org:subOrganizationOf agency:y ;"), "không có trong danh bạ.*: y"),
        (body("x", "X", "dkg:jurisdiction place:y ;"), "địa bàn"),
        (body("x", "X") + "change:x a org:ChangeEvent ; org:originalOrganization agency:x .", "sắp xếp"),
        (
            body("x", "X") + "change:x a org:ChangeEvent ; org:originalOrganization agency:x ; "
            'org:resultingOrganization agency:x ; dcterms:date "2025-02-30" .',
            "ngày không hợp lệ",
        ),
    ],
)  # fmt: skip
def test_what_a_body_lacks_is_told(tmp_path: Path, block: str, says: str) -> None:
    with pytest.raises(BrokenGraphError, match=says):
        load_register(write(tmp_path, block))


def test_a_missing_file(tmp_path: Path) -> None:
    with pytest.raises(BrokenGraphError, match="cannot be read"):
        load_register(tmp_path / "none.ttl")
