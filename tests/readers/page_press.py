"""Lays papers out as pages: HTML in the manner a seed decides, printed to PDF by Chromium, and pictures of those pages."""

import random
import shutil
import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path

import cv2
import numpy as np
import pypdfium2  # type: ignore[import-untyped]  # it ships no types
from PIL import Image

from tests.readers.headings import HEADINGS

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")

STAMP = ("Ký bởi: Ủy ban nhân dân tỉnh", "Cơ quan: Tỉnh Nam An", "Thời gian ký: 04.03.2026 16:32:10 +07:00")
_WIDTHS = {"stt": 5, "title": 30, "deliverable": 15, "deadline": 11, "lead": 13, "coordinating": 14, "authority": 12,
           "directing_leader": 12}  # fmt: skip


@dataclass(frozen=True)
class Style:
    """The choices of one office."""

    seed: int = 0
    ruled: bool = True
    repeat_heading: bool = True
    landscape: bool = True
    body_size: float = 14
    table_size: float = 12
    page_head: str = ""  # a running head, with the page's number behind it
    shaded_heading: bool = False
    middle: bool = False  # cells are centred from top to bottom
    shuffled: bool = False
    stamped: bool = False  # a digital signature's box lies over the words of the first and the last page
    rows_split: bool = False  # a row may run over a page's foot


def style_of(seed: int) -> Style:
    """An office's choices by seed; seed 0 is the plainest."""
    if seed == 0:
        return Style()
    chance = random.Random(seed)
    return Style(
        seed=seed,
        ruled=seed % 2 == 0,
        repeat_heading=chance.random() < 0.5,
        landscape=chance.random() < 0.6,
        body_size=chance.choice((13, 13.5, 14)),
        table_size=chance.choice((10, 11, 12, 13)),
        page_head=chance.choice(("", "CÔNG BÁO/Số 12/Ngày 01-02-2026 ")),
        shaded_heading=chance.random() < 0.4,
        middle=chance.random() < 0.4,
        shuffled=chance.random() < 0.7,
    )


def columns_of(columns: Sequence[str], style: Style) -> tuple[list[str], dict[str, str]]:
    """The columns in this office's order and the heading of each."""
    chance = random.Random(style.seed + 100)
    order = list(columns)
    if style.shuffled:
        rest = order[2:]
        chance.shuffle(rest)
        order = order[:2] + rest
    return order, {name: (chance.choice(HEADINGS[name]) if style.seed else HEADINGS[name][0]) for name in order}


def paper_html(
    left: Sequence[str],
    right: Sequence[str],
    title: Sequence[str],
    body: Sequence[str],
    annex_title: Sequence[str],
    columns: Sequence[str],
    rows: Sequence[Mapping[str, str] | str],
    style: Style,
) -> str:
    """A paper with letterhead, title, running text and an annex; a row that is a string is a group heading."""
    order, headings = columns_of(columns, style)
    heading = "".join(f"<th>{escape(headings[name])}</th>" for name in order)
    cells = "".join(_row(row, order) for row in rows)
    total = sum(_WIDTHS[name] for name in order) or 1
    widths = "".join(f'<col style="width:{100 * _WIDTHS[name] / total:.1f}%">' for name in order)
    head = f'@top-center {{ content: "{style.page_head}" counter(page); font-size: 12pt }}'
    border = "1px solid black" if style.ruled else "none"
    stamp = f'<div class="stamp">{_lines(STAMP)}</div>' if style.stamped else ""
    annex = (
        f"""<div class="annex">{"".join(f'<p class="c">{escape(text)}</p>' for text in annex_title)}
<table class="rows"><colgroup>{widths}</colgroup><thead><tr>{heading}</tr></thead><tbody>{cells}</tbody></table></div>"""
        if order
        else ""
    )
    return f"""<!DOCTYPE html><html lang="vi"><head><meta charset="utf-8"><style>
@page {{ size: A4; margin: 20mm 15mm 20mm 25mm; {head} }}
@page annex {{ size: A4 {"landscape" if style.landscape else "portrait"}; }}
body {{ font: {style.body_size}pt "Liberation Serif"; margin: 0; text-align: justify }}
p {{ margin: 6pt 0; text-indent: 1cm }}
.c {{ text-align: center; text-indent: 0; font-weight: bold; margin: 2pt 0 }}
.letterhead {{ width: 100%; margin-bottom: 12pt; font-size: 12pt }}
.letterhead td {{ text-align: center; vertical-align: top; white-space: nowrap; padding: 0 4pt }}
.annex {{ page: annex; break-before: page }}
.rows {{ border-collapse: collapse; width: 100%; font-size: {style.table_size}pt; text-align: left; table-layout: fixed }}
.rows td, .rows th {{ border: {border}; padding: 3pt 5pt; vertical-align: {"middle" if style.middle else "top"};
  overflow-wrap: break-word }}
.rows th {{ {"background: #d9e2f3;" if style.shaded_heading else ""} }}
thead {{ display: {"table-header-group" if style.repeat_heading else "table-row-group"} }}
.rows tr {{ break-inside: {"auto" if style.rows_split else "avoid"} }}
.g td {{ font-weight: bold }}
.stamp {{ position: absolute; top: 4mm; right: 2mm; font: 7pt "Liberation Sans"; border: 1px solid red; color: red }}
</style></head><body>
{stamp}
<table class="letterhead"><tr><td>{_lines(left)}</td><td>{_lines(right)}</td></tr></table>
{"".join(f'<p class="c">{escape(text)}</p>' for text in title)}
{"".join(f"<p>{escape(text)}</p>" for text in body)}
{annex}
</body></html>"""


def _lines(texts: Sequence[str]) -> str:
    return "".join(f"<div>{escape(text)}</div>" for text in texts)


def _row(row: Mapping[str, str] | str, order: Sequence[str]) -> str:
    if isinstance(row, str):
        return f'<tr class="g"><td colspan="{len(order)}">{escape(row)}</td></tr>'
    return "<tr>" + "".join(f"<td>{escape(row.get(name, ''))}</td>" for name in order) + "</tr>"


def print_pdf(html: str, out: Path) -> Path:
    """The page printed to PDF by Chromium, without network."""
    assert CHROMIUM
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "paper.html"
        source.write_text(html, encoding="utf-8")
        quiet = ("background-networking", "component-update", "sync")
        subprocess.run(
            [
                CHROMIUM,
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                *(f"--disable-{name}" for name in quiet),
                f"--user-data-dir={folder}/profile",
                "--no-pdf-header-footer",
                f"--print-to-pdf={out}",
                source.as_uri(),
            ],
            check=True,
            capture_output=True,
            timeout=60,
        )
    return out


def scan_pages(pdf: Path, *, dpi: int = 200, skew: float = 0.7, noise: float = 8.0, seed: int = 0) -> list[Image.Image]:
    """The pages as a scanner sees them: grey, turned a little (degrees), with noise (grey levels)."""
    chance = np.random.default_rng(seed)
    pictures: list[Image.Image] = []
    document = pypdfium2.PdfDocument(pdf)
    for index in range(len(document)):
        grey = np.asarray(document[index].render(scale=dpi / 72).to_pil().convert("L"))
        height, width = grey.shape
        turn = cv2.getRotationMatrix2D((width / 2, height / 2), skew * (1 if index % 2 == 0 else -1), 1.0)
        turned = cv2.warpAffine(grey, turn, (width, height), borderValue=(255,))
        noisy = turned.astype(np.float32) + chance.normal(0, noise, turned.shape)
        pictures.append(Image.fromarray(np.clip(noisy, 0, 255).astype(np.uint8)))
    document.close()
    return pictures


def scanned_pdf(pictures: Sequence[Image.Image], out: Path, *, dpi: int = 200) -> Path:
    """Pictures bound as a PDF without a text layer."""
    pictures[0].save(out, save_all=True, append_images=list(pictures[1:]), resolution=dpi)
    return out
