"""A transcribed paper of ../shared/gold laid out again as pages, in the manner of a `Style`."""

import json
import re
from collections.abc import Mapping
from typing import Any

from directive_kg.readers.blocks import Paragraph
from directive_kg.readers.text import read_text
from tests.readers.page_press import Style, paper_html
from tests.shared import SHARED

Gold = Mapping[str, Any]
_HEAD = re.compile(r"Số\s*:|Hải Phòng, ngày|CỘNG HO|Độc lập|ỦY BAN NHÂN DÂN$|THÀNH PHỐ HẢI PHÒNG$|VĂN PHÒNG$")
_TABLE = re.compile(r"(?:STT|TT)$")


def load(stem: str) -> Gold:
    """The transcription."""
    found: Gold = json.loads((SHARED / "gold" / f"{stem}.json").read_text(encoding="utf-8"))
    return found


def html_of(gold: Gold, style: Style, *, most_tasks: int | None = None, with_body: bool = True) -> str:
    """The paper as one HTML page."""
    document = gold["document"]
    paragraphs = _paragraphs(gold)
    body = [p for i, p in enumerate(paragraphs) if not (i < 15 and _HEAD.match(p))]
    kind = document["type"].upper()
    is_letter = document["type"] == "Công văn"
    if not is_letter:
        body = body[body.index(document["title"]) + 1 :] if document["title"] in body else body[2:]
    annex_at = next(
        (i for i, p in enumerate(body) if p.isupper() and p.startswith(("PHỤ LỤC", "MỘT SỐ NHIỆM"))), len(body)
    )
    left = [document["issuer"].upper(), f"Số: {document['number'] or '    ' + document['number_partial']}"]
    year, month, day = ([*document["date"].split("-"), "", ""])[:3]
    right = [
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        f"Hải Phòng, ngày {day or '     '} tháng {month or '     '} năm {year}",
    ]
    if is_letter:
        left += [document["title"]]
        body = body[2:] if body[0].startswith("V/v") else body
    return paper_html(
        left,
        right,
        [] if is_letter else [kind, document["title"]],
        body[:annex_at] if with_body else body[:1],
        body[annex_at : annex_at + 3] or ["PHỤ LỤC"],
        gold["table_columns"],
        _rows(gold)[:most_tasks],
        style,
    )


def _paragraphs(gold: Gold) -> list[str]:
    reading = read_text(SHARED / "corpus" / gold["source"])
    texts = [block.text for block in reading.blocks if isinstance(block, Paragraph)]
    end = next((i for i, text in enumerate(texts) if _TABLE.match(text)), len(texts))
    return texts[:end]


def _rows(gold: Gold) -> list[Mapping[str, str] | str]:
    rows: list[Mapping[str, str] | str] = []
    groups: list[str] = []
    for task in gold["tasks"]:
        wanted = task["group"].split(" / ") if task["group"] else []
        rows += [words for depth, words in enumerate(wanted) if wanted[: depth + 1] != groups[: depth + 1]]
        groups = wanted
        cells = {name: str(task.get(name) or "") for name in gold["table_columns"]}
        cells["stt"] = "-" if task["parent"] else str(task["stt"] or "")
        rows.append(cells)
    return rows
