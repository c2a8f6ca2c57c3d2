"""The data flows one way: a step imports only what stands before it, and reading papers stays behind the records."""

import ast
from pathlib import Path

import pytest

import directive_kg

ROOT = Path(directive_kg.__file__).parent

# From the first step to the last; those on one line know nothing of each other.
ORDER = (
    {"errors", "exchange", "names", "resources"},
    {"records"},
    {"register"},
    {"readers"},
    {"extract"},
    {"graph"},
    {"store", "compare"},
    {"follow"},
    {"check", "trace", "ingest", "progress"},
    {"site", "review", "analyse", "backup", "doctor"},
    {"api"},
    {"__init__"},  # the front door of the API; what it does not need at once it imports late
    {"serve"},
    {"cli"},
)
RANK = {name: rank for rank, names in enumerate(ORDER) for name in names}
# Only these may touch the paper side: everything else starts from the graph.
MAY_READ_PAPERS = {"readers", "extract", "ingest", "review", "cli"}


def _imports(path: Path) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module == "directive_kg":
            found |= {alias.name for alias in node.names if alias.name in RANK}
        elif isinstance(node, ast.ImportFrom) and (node.module or "").startswith("directive_kg."):
            found.add(str(node.module).split(".")[1])
        elif isinstance(node, ast.Import):
            found |= {a.name.split(".")[1] for a in node.names if a.name.startswith("directive_kg.")}
    return found


MODULES = sorted(ROOT.rglob("*.py"))


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(ROOT)))
def test_imports_only_what_stands_before(path: Path) -> None:
    own = path.relative_to(ROOT).parts[0].removesuffix(".py")
    assert own in RANK, f"{own} has no place in the order of the steps"
    for other in _imports(path) - {own}:
        assert RANK[other] < RANK[own], f"{own} imports {other}, which comes after it or stands beside it"
        if other in {"readers", "extract"}:
            assert own in MAY_READ_PAPERS, f"{own} must start from the records, not from {other}"


def test_no_file_has_grown_into_two() -> None:
    sizes = {str(p.relative_to(ROOT)): len(p.read_text(encoding="utf-8").splitlines()) for p in MODULES}
    assert not {name: size for name, size in sizes.items() if size > 500}
