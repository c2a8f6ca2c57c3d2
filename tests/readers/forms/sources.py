"""Papers whose tasks are known, as a form can lay them out again: letterhead, running text, one table, signature.

Transcribed papers of ../shared/gold stand with their transcription. Papers of ../shared/wild stand with what is read from
their text: there a form is measured by how little it loses, not by whether the text was understood.
"""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from directive_kg.extract.json_form import paper_object
from directive_kg.extract.paper import extract_paper
from directive_kg.extract.tables import task_tables
from directive_kg.extract.unruled import read_unruled
from directive_kg.names import fold
from directive_kg.readers.blocks import Paragraph, RawTable
from directive_kg.readers.text import read_text
from directive_kg.register import load_register
from tests.readers.headings import HEADINGS
from tests.shared import SHARED

Row = Mapping[str, str] | str  # a task's cells by field, or a group heading
GOLD: Final = ("000", "001", "003")
_HEAD: Final = re.compile(r"^(?:so:|so :|cong hoa|doc lap|[\w .'-]{2,40}, ngay\b|v/v)")


@dataclass(frozen=True)
class SourcePaper:
    """A paper that can be laid out, and what has to be read from it again."""

    name: str
    truth: Mapping[str, Any]  # in the form of ../shared/gold/SPEC.md
    left: Sequence[str]  # the letterhead's lines
    right: Sequence[str]
    title: Sequence[str]
    body: Sequence[str]
    annex: Sequence[str]  # the lines above the table
    columns: Sequence[str]  # fields in the paper's own order; none for a paper of running text
    rows: Sequence[Row]
    signature: Sequence[str]


def gold_paper(stem: str) -> SourcePaper:
    """A transcribed paper."""
    truth = json.loads((SHARED / "gold" / f"{stem}.json").read_text(encoding="utf-8"))
    reading = read_text(SHARED / "corpus" / truth["source"])
    texts = [block.text for block in reading.blocks if isinstance(block, Paragraph)]
    end = next((i for i, text in enumerate(texts) if re.match(r"(?:STT|TT)$", text)), len(texts))
    return _paper(stem, truth, texts[:end])


def wild_paper(name: str) -> SourcePaper:
    """A paper of another office, with what its text says."""
    path = SHARED / "wild" / name
    register = load_register()
    reading = read_text(path)
    truth = paper_object(extract_paper(path, register))
    paragraphs = [block for block in reading.blocks if isinstance(block, Paragraph)]
    tables = [block for block in reading.blocks if isinstance(block, RawTable)]
    if not task_tables(tables) and (found := read_unruled(reading.lines, register=register)):
        paragraphs = [p for p in paragraphs if not found.first_line <= p.line <= found.last_line]
    return _paper(name[:3], truth, [p.text for p in paragraphs])


def shortened(paper: SourcePaper, paragraphs: int, tasks: int) -> SourcePaper:
    """The paper with its first paragraphs and tasks alone; what it cites is then what these cite."""
    body, rows, seen = paper.body[:paragraphs], [], 0
    for row in paper.rows:
        seen += not isinstance(row, str)
        if seen > tasks:
            break
        rows.append(row)
    while rows and isinstance(rows[-1], str):
        rows.pop()
    kept = paper.truth["tasks"][:tasks] if paper.columns else paper.truth["tasks"]
    words = fold(
        " ".join(
            [
                *paper.title,
                *paper.left,
                *body,
                *paper.annex,
                *(" ".join(r.values()) if not isinstance(r, str) else r for r in rows),
            ]
        )
    )
    cited = [c for c in paper.truth["citations"] if fold(c["number"]) in words]
    numbered = [i for i in paper.truth.get("indicators") or [] if any(fold(i["text"])[:60] in fold(p) for p in body)]
    truth = {**paper.truth, "tasks": kept, "citations": cited, "indicators": numbered}
    return replace(paper, name=f"{paper.name}-short", truth=truth, body=body, rows=rows)


def _paper(name: str, truth: Mapping[str, Any], texts: Sequence[str]) -> SourcePaper:
    document = truth["document"]
    number = document["number"] or f"     {document.get('number_partial') or ''}"
    year, month, day = [*(document["date"] or "").split("-"), "", ""][:3]
    place = document.get("place") or "Hải Phòng"
    left = [str(document["issuer"] or "").upper(), f"Số: {number}"]
    right = ["CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc"]
    right += [f"{place}, ngày {day or '    '} tháng {month or '    '} năm {year}"]
    is_letter = document["type"] == "Công văn"
    body = list(texts)
    start = next((i for i, p in enumerate(body[:20]) if fold(p) == fold(document["title"] or "-")), None)
    title = [str(document["type"] or "").upper(), str(document["title"] or "")]
    if is_letter:
        left += [title.pop()]
        title = []
        body = [p for i, p in enumerate(body) if not (i < 15 and (_HEAD.match(fold(p)) or p.isupper()))]
    else:
        body = body[start + 1 :] if start is not None else _behind_title(body, title)
    at = next((i for i, p in enumerate(body) if p.isupper() and p.startswith(("PHỤ LỤC", "MỘT SỐ NHIỆM"))), len(body))
    columns = [name for name in truth["table_columns"] if name in HEADINGS] if truth["tasks"] else []
    signature = [str(document.get(key) or "") for key in ("signatory_role", "signatory")]
    annex = [line.split(" STT ")[0] for line in body[at : at + 3]] or ["PHỤ LỤC"]
    signed = next((i for i, p in enumerate(body[:at]) if p.startswith("Nơi nhận")), at)
    return SourcePaper(name, truth, left, right, title, body[:signed], annex if columns else (), columns,
                       _rows(truth, columns) if columns else (), signature)  # fmt: skip


def _behind_title(body: list[str], title: list[str]) -> list[str]:
    kept = [p for i, p in enumerate(body) if not (i < 10 and (_HEAD.match(fold(p)) or p.isupper()))]
    return [p for p in kept if fold(p) != fold(title[0])]


def _rows(truth: Mapping[str, Any], columns: Sequence[str]) -> list[Row]:
    rows: list[Row] = []
    groups: list[str] = []
    for task in truth["tasks"]:
        wanted = task["group"].split(" / ") if task["group"] else []
        rows += [words for depth, words in enumerate(wanted) if wanted[: depth + 1] != groups[: depth + 1]]
        groups = wanted
        cells = {name: str(task.get(name) or "") for name in columns}
        cells["stt"] = "-" if task["parent"] else str(task["stt"] or "")
        rows.append(cells)
    return rows
