"""The notebook of the docs runs from a clean kernel, every cell, and shows what it says it shows."""

from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

NOTEBOOK = Path(__file__).resolve().parent.parent / "docs" / "first-questions.ipynb"


@pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::ResourceWarning")
def test_the_notebook_runs(tmp_path: Path) -> None:
    notebook = nbformat.read(NOTEBOOK, as_version=4)  # type: ignore[no-untyped-call]  # the library ships half its types
    assert not any(cell.get("outputs") for cell in notebook.cells), "outputs are made, not kept"
    client = NotebookClient(
        notebook, timeout=300, kernel_name="python3", resources={"metadata": {"path": str(tmp_path)}}
    )
    client.execute()
    shown = "\n".join(str(cell.get("outputs")) for cell in notebook.cells)
    assert "71/KH-UBND" in shown
    assert "Sở Xây dựng thành phố Hải Phòng" in shown
