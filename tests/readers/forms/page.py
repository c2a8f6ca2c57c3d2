"""Pages printed by a browser, in the styles of many offices, each by its name."""

from collections.abc import Mapping
from pathlib import Path
from typing import Final

from tests.readers.forms.sources import SourcePaper
from tests.readers.page_press import Style, paper_html, print_pdf

STYLES: Final[Mapping[str, Style]] = {
    "plain": Style(),
    "small": Style(seed=2, table_size=9, body_size=13, repeat_heading=False, shaded_heading=True, shuffled=True),
    "gazette": Style(seed=4, page_head="CÔNG BÁO/Số 12/Ngày 01-02-2026 ", middle=True, landscape=False, table_size=11),
    "stamped": Style(seed=6, repeat_heading=False, stamped=True, rows_split=True),
    "unruled": Style(seed=1, ruled=False, table_size=11),
    "unruled-middle": Style(seed=3, ruled=False, middle=True, repeat_heading=False, landscape=False, table_size=10),
}


def printed(paper: SourcePaper, style: str, folder: Path) -> Path:
    """The paper printed to PDF."""
    html = paper_html(
        paper.left, paper.right, paper.title, paper.body, paper.annex, paper.columns, paper.rows, STYLES[style]
    )
    return print_pdf(html, folder / f"{paper.name}.pdf")
