"""Papers of other offices as PDF whose tables have no ruled lines, printed by LibreOffice: rows tight or not, with numbers or not."""

from pathlib import Path

import pytest

from directive_kg.extract.paper import extract_paper
from directive_kg.register import load_register
from tests.extract.unseen_files import FILES
from tests.extract.unseen_papers import Figures, UnseenPaper, unseen_papers
from tests.extract.unseen_sure import values
from tests.readers.forms.office import SOFFICE

FLOORS = (0.97, 0.97, 0.95, 0.95)  # recall, precision, leads, deadlines
SURE, PROMISED = 0.9, 0.99


@pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is not installed")
@pytest.mark.parametrize("series", ["fourth", "fifth"])
def test_tables_of_pages_without_rules(series: str, tmp_path: Path) -> None:
    papers: list[UnseenPaper] = [p for p in unseen_papers() if p.series == series and p.has_table]
    register, figures, sure = load_register(), Figures(), []
    for paper, path in zip(papers, FILES["pdf office, no rules"](papers, tmp_path), strict=True):
        read = extract_paper(path, register)
        figures.count(paper.name, paper.tasks, read.tasks)
        sure += [value for value in values(paper, read) if value.confidence > SURE]
    assert all(f >= floor for f, floor in zip(figures.shares, FLOORS, strict=True)), figures.faults
    assert sum(value.right for value in sure) >= PROMISED * len(sure), [v for v in sure if not v.right]
