"""Pages as scanners and telephones see them, each manner by its name."""

from collections.abc import Mapping
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Final

import cv2
import numpy as np
import pypdfium2  # type: ignore[import-untyped]  # it ships no types
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from tests.readers.page_press import scanned_pdf

Grey = NDArray[np.uint8]


@dataclass(frozen=True)
class Scanner:
    """What a machine does to a page."""

    dpi: int = 200
    skew: float = 0.7  # degrees, the other way round on every second page
    noise: float = 6.0  # grey levels
    blur: float = 0.0  # pixels
    jpeg: int = 0  # quality; 0 for none
    stamp: bool = False  # a red round stamp over the words
    border: bool = False  # black along two edges
    shade: float = 0.0  # how much darker (0..1) one side is
    bilevel: bool = False  # black and white alone
    manner: str = "plain"  # of the Word file that was printed


SCANNERS: Final[Mapping[str, Scanner]] = {
    "200": Scanner(),
    "300-merged": Scanner(dpi=300, skew=-0.4, manner="merged"),
    "150": Scanner(dpi=150, noise=4),
    "turned": Scanner(skew=2.0, border=True),
    "jpeg": Scanner(jpeg=45, blur=0.8, noise=3, shade=0.25),
    "stamped": Scanner(dpi=300, stamp=True, manner="typed"),
    "fax": Scanner(bilevel=True, skew=0.3, manner="counted"),
}


def scanned(pdf: Path, name: str) -> Path:
    """A PDF of pictures of its pages, beside it."""
    scanner = SCANNERS[name]
    chance = np.random.default_rng(len(name))
    document = pypdfium2.PdfDocument(pdf)
    pictures = [
        _seen(np.asarray(document[i].render(scale=scanner.dpi / 72).to_pil().convert("L")), scanner, i, chance)
        for i in range(len(document))
    ]
    document.close()
    out = pdf.with_name(f"{pdf.stem}-scan.pdf")
    return scanned_pdf(pictures, out, dpi=scanner.dpi)


def _seen(grey: Grey, scanner: Scanner, index: int, chance: np.random.Generator) -> Image.Image:
    height, width = grey.shape
    page = grey.copy()
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), scanner.skew * (1 if index % 2 == 0 else -1), 1.0)
    turned = np.asarray(cv2.warpAffine(page, turn, (width, height), borderValue=(255,)), np.float32)
    if scanner.blur:
        turned = np.asarray(cv2.GaussianBlur(turned, (0, 0), scanner.blur), np.float32)
    if scanner.shade:
        turned *= np.linspace(1.0, 1.0 - scanner.shade, width, dtype=np.float32)[None, :]
    if scanner.border:
        turned[:, : width // 60] = 20
        turned[-height // 80 :, :] = 30
    noisy = turned + chance.normal(0, scanner.noise, turned.shape).astype(np.float32)
    made = Image.fromarray(np.asarray(np.clip(noisy, 0, 255), np.uint8))
    if scanner.bilevel:
        made = made.point(lambda level: 255 if level > 150 else 0).convert("1").convert("L")
    if scanner.stamp:
        made = _stamped(made)
    if scanner.jpeg:
        packed = BytesIO()
        made.save(packed, "JPEG", quality=scanner.jpeg)
        made = Image.open(packed).convert(made.mode)
    return made


def _stamped(page: Image.Image) -> Image.Image:
    """A red seal over the words, in a picture with colours."""
    red = page.convert("RGB")
    draw = ImageDraw.Draw(red)
    width, height = red.size
    x, y = int(width * 0.6), int(height * 0.45)
    for radius in (int(0.11 * width), int(0.1 * width)):
        draw.ellipse(
            (x - radius, y - radius, x + radius, y + radius), outline=(225, 60, 70), width=max(2, width // 400)
        )
    draw.text((x - width // 12, y), "UBND TINH NAM AN", fill=(225, 60, 70), font_size=width // 60)
    return red
