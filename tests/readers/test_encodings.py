"""The encodings that papers come in."""

import unicodedata
from typing import Literal

import pytest

from directive_kg.readers.encodings import decode, from_tcvn3, from_vni

TEXT = "Quyết định của Ủy ban nhân dân về việc thực hiện kế hoạch"


@pytest.mark.parametrize("form", ["NFC", "NFD"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_unicode(encoding: str, form: Literal["NFC", "NFD"]) -> None:
    assert decode(unicodedata.normalize(form, TEXT).encode(encoding)) == TEXT


def test_windows_1258() -> None:
    marks = {"\u0300", "\u0301", "\u0303", "\u0309", "\u0323"}
    data = b""
    for letter in TEXT:
        parts = unicodedata.normalize("NFD", letter)
        tones = "".join(c for c in parts if c in marks)
        base = unicodedata.normalize("NFC", "".join(c for c in parts if c not in marks))
        data += (base + tones).encode("cp1258")
    assert decode(data) == TEXT


def test_tcvn3_as_bytes_and_as_wrongly_saved_unicode() -> None:
    legacy = "QuyÕt ®Þnh cña Uû ban nh©n d©n vÒ viÖc thùc hiÖn kÕ ho¹ch"
    assert decode(legacy.encode("latin-1")) == "Quyết định của Uỷ ban nhân dân về việc thực hiện kế hoạch"
    assert decode(legacy.encode()) == "Quyết định của Uỷ ban nhân dân về việc thực hiện kế hoạch"


def test_vni() -> None:
    legacy = "Quyeát ñònh cuûa Uûy ban nhaân daân veà vieäc thöïc hieän keá hoaïch naêm"
    assert decode(legacy.encode("cp1252")) == "Quyết định của Ủy ban nhân dân về việc thực hiện kế hoạch năm"


@pytest.mark.parametrize(
    ("legacy", "letters"),
    [("ôû thôøi haïn", "ở thời hạn"), ("AÁp Baéc", "Ấp Bắc"), ("ñöôøng", "đường"), ("coâng", "công")],
)
def test_vni_letters(legacy: str, letters: str) -> None:
    assert from_vni(legacy) == letters


def test_every_tcvn3_letter_has_its_own_byte() -> None:
    legacy = "\xb5\xb6\xb7\xb8\xb9\xfe\xa7"
    assert from_tcvn3(legacy) == "àảãáạỵĐ"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_lost_byte_costs_a_letter_and_no_paper(encoding: str) -> None:
    data = (TEXT * 3).encode(encoding)
    assert (decode(data[:-1]) or "").startswith(TEXT * 2)
    assert (decode(data[:1500] + data[1501:]) or "").count("\ufffd") <= 2


def test_noise_is_no_text() -> None:
    assert decode(bytes(range(128, 256)) * 20) is None
