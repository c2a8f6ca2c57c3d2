"""Words in .VnTime and VNI fonts are read as they show; Unicode under such a font's name stays."""

from pathlib import Path
from typing import Any

import pytest
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from directive_kg.readers.docx import read_docx
from directive_kg.readers.old_fonts import decoder_of
from tests.readers.forms.old_letters import to_tcvn3, to_vni
from tests.readers.word_press import Press

TEXT = "Quyết định của tỉnh về việc tổ chức thực hiện kế hoạch trong năm, những người và đơn vị được giao nhiệm vụ"


def _with_font(run: Any, font: str) -> None:
    fonts = OxmlElement("w:rFonts")
    for name in ("ascii", "hAnsi"):
        fonts.set(qn(f"w:{name}"), font)
    run._r.get_or_add_rPr().insert(0, fonts)


def _read(tmp_path: Path, press: Press) -> list[str]:
    path = tmp_path / "giay.docx"
    path.write_bytes(press.data())
    return [line.text for line in read_docx(path).lines]


@pytest.mark.parametrize(
    ("font", "written", "shown"),
    [
        (".VnTime", to_tcvn3(TEXT), TEXT),
        (".VnArialH", to_tcvn3(TEXT.lower()), TEXT.upper()),
        ("VNI-Times", to_vni(TEXT), TEXT),
        ("Times New Roman", TEXT, TEXT),
        (".VnTime", TEXT, TEXT),  # Unicode that only kept the font's name
    ],
)
def test_a_run_is_read_as_its_font_shows_it(tmp_path: Path, font: str, written: str, shown: str) -> None:
    press = Press()
    _with_font(press.paragraph(written).runs[0], font)
    assert _read(tmp_path, press) == [shown]


def test_a_style_gives_its_font_to_the_styles_that_are_based_on_it(tmp_path: Path) -> None:
    press = Press()
    styles = press.document.styles
    styles["Normal"].font.name = ".VnTime"
    plain = press.paragraph(to_tcvn3(TEXT))
    plain.style = styles["List Paragraph"]
    _with_font(press.paragraph("Hà Nội").runs[0], "Arial")
    assert _read(tmp_path, press) == [TEXT, "Hà Nội"]


@pytest.mark.parametrize("font", ["ABCDEF+.VnTime", "GHIJKL+VnTimeH", "VNI-Helve", ".VnArial NarrowH"])
def test_old_fonts_are_known_by_their_names(font: str) -> None:
    assert decoder_of(font) is not None


@pytest.mark.parametrize("font", ["Times New Roman", "Vnd Sans", "Calibri", "UVnTime", ""])
def test_other_fonts_are_left_alone(font: str) -> None:
    assert decoder_of(font) is None
