"""Papers made worse on purpose, whose right reading is known: scans, tables without rules, ruined recognition."""

import random
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Final

import pytesseract  # type: ignore[import-untyped]  # it ships no types
from calibration import Judged, judge, with_bodies

from directive_kg.errors import DirectiveKgError
from directive_kg.extract.json_form import paper_object
from directive_kg.extract.paper import extract_paper
from directive_kg.extract.ruined import extract_ruined
from directive_kg.extract.unruled import read_unruled
from directive_kg.names import fold
from directive_kg.records import DeadlineKind, Role
from directive_kg.register import Register
from tests.extract.ruined_noise import ruin
from tests.extract.test_ruined import OWN, reading
from tests.extract.unruled_press import HEADINGS, printed, random_row
from tests.extract.wild_score import truths
from tests.readers.gold_pages import html_of, load
from tests.readers.page_press import CHROMIUM, print_pdf, scan_pages, scanned_pdf, style_of

# dpi, grey levels of noise, degrees of skew: a good office scanner, a bad one, a fax.
_SCANS: Final = ((200, 8.0, 0.7), (140, 24.0, 1.2), (110, 20.0, 0.5))
_TASKS: Final = 6  # of each paper that is scanned
_PRINTS, _ROWS = 12, 12
_RUINED, _STRENGTHS = 16, (0.1, 0.25, 0.4)


def scans(stems: list[str], score: ModuleType, register: Register) -> Iterator[Judged]:
    """The first tasks of transcribed papers, printed and scanned three ways; nothing without Chromium and Tesseract."""
    if CHROMIUM is None or shutil.which("tesseract") is None or "vie" not in pytesseract.get_languages():
        return
    with tempfile.TemporaryDirectory() as folder:
        for turn, stem in enumerate(stems):
            gold = load(stem)
            kept = {**gold, "tasks": gold["tasks"][:_TASKS]}
            pdf = print_pdf(html_of(kept, style_of(turn), with_body=False), Path(folder) / f"{stem}.pdf")
            for number, (dpi, noise, skew) in enumerate(_SCANS):
                pages = scan_pages(pdf, dpi=dpi, noise=noise, skew=skew, seed=number)
                scan = scanned_pdf(pages, Path(folder) / f"{stem}-{number}.pdf", dpi=dpi)
                try:
                    paper = extract_paper(scan, register)
                except DirectiveKgError:
                    continue
                # The body was not printed: what only it cites or sets as a target is no value here.
                read = {**paper_object(paper), "citations": [], "indicators": []}
                yield from judge(kept, with_bodies(read, paper), score, f"scan {stem} {dpi} dpi")


def unruled(score: ModuleType, register: Register) -> Iterator[Judged]:
    """Tables whose rules were lost, in many widths and orders of columns."""
    for seed in range(_PRINTS):
        rng = random.Random(seed)  # noqa: S311 - a seed makes the same paper again
        fields = rng.sample(list(HEADINGS), rng.randint(4, 6))
        fields = ["title", *(f for f in fields if f != "title")]
        rows = [random_row(rng, fields) for _ in range(_ROWS)]
        lines = printed(rows, fields, rows_a_page=rng.randint(3, 6), scale=rng.choice((0.8, 1.0, 1.3)))
        table = read_unruled(lines, register=register, home="hai-phong")
        for row in table.rows if table else ():
            truth = rows[int(row.stt) - 1] if row.stt.isdigit() and 0 < int(row.stt) <= len(rows) else {}
            for field, cell in row.cells.items():
                if field == "stt" or not cell.text:
                    continue
                name = f"unruled {seed} {row.stt} {field}: {cell.text}"
                right = score.fold(truth.get(field)) == score.fold(" ".join(cell.text.split()))
                yield Judged(cell.confidence, right, name)


def ruined(score: ModuleType, register: Register) -> Iterator[Judged]:
    """A paper whose recognition knew no Vietnamese, a little and a lot."""
    numbers = {score.number(n) for n in ("31-NQ/ĐU", "45-KH/TU", "91-NQ/TW")}
    words = score.fold(" ".join(OWN.split()))
    for strength in _STRENGTHS:
        for seed in range(_RUINED):
            name = f"ruined {strength} {seed}"
            try:
                paper = extract_ruined(reading(ruin(OWN, seed, strength)), register=register)
            except DirectiveKgError:
                continue
            for citation in paper.citations:
                right = score.number(citation.number) in numbers
                yield Judged(citation.confidence, right, f"{name} citation: {citation.number}")
            for target in paper.indicators:
                yield Judged(target.confidence, score.fold(target.text) in words, f"{name} indicator: {target.text}")
            for task in paper.tasks:
                title = task.title
                yield Judged(title.confidence, score.fold(title.text) in words, f"{name} title: {title.text}")


def other_offices(papers: Path, register: Register) -> Iterator[Judged]:
    """Leads and due days of the tasks that are transcribed of papers in other offices' layouts."""
    for truth in truths():
        path = papers / truth["source"]
        try:
            paper = extract_paper(path, register)
        except DirectiveKgError:
            continue
        tasks = [*paper.tasks, *paper.orders]
        for stt, title, leads, (kind, start, end) in (*truth["tasks"], *truth["orders"]):
            fitting = [t for t in tasks if fold(t.title.text).startswith(fold(title))]
            if len(fitting) != 1:
                continue
            (task,) = fitting
            name = f"{truth['source'][:3]} {stt} {title}"
            bodies, cell = task.bodies(Role.LEAD), task.cell("lead")
            if bodies:
                right = {_spelled(b.name) for b in bodies} == {_spelled(name) for name in leads}
                least = min([cell.confidence if cell else 1.0, *(b.confidence for b in bodies)])
                yield Judged(least, right, f"{name} leads: {[b.name for b in bodies]} for {leads}")
            due, cell = task.deadline, task.cell("deadline")
            if due.kind is not DeadlineKind.NONE:
                days = [due.kind.value, *(d.isoformat() if d else None for d in (due.start, due.end))]
                least = min(due.confidence, cell.confidence if cell else 1.0)
                yield Judged(least, days == [kind, start, end], f"{name} due: {due.words} for {[kind, start, end]}")


def _spelled(name: str) -> str:
    return fold(name).replace("uy ban nhan dan", "ubnd").replace("hoi dong nhan dan", "hdnd")
