"""Which version of the ontology a graph folder is written in: one line in a file beside the facts.

It is a lower bound: every file of the graph is in the words of this version or a later one. A new graph gets it from the
first ingest, an older one from `directive-kg migrate`. (OWL 2, 3.3 'ontology version': `owl:versionInfo`.)
"""

import re
from pathlib import Path
from typing import Final

from directive_kg.errors import BadInputError, BrokenGraphError
from directive_kg.graph.files import write_file

VERSION_FILE: Final = "ontology-version.txt"
_VERSION: Final = re.compile(r"[0-9]{1,9}(?:\.[0-9]{1,9}){0,3}")


def read_version(graph_dir: Path) -> str | None:
    """What is recorded; None where nothing is. Raises BrokenGraphError for what is no version."""
    path = graph_dir / VERSION_FILE
    if not path.exists():
        return None
    try:
        with path.open(encoding="utf-8") as file:
            told = file.read(100).strip()
    except (OSError, UnicodeError) as error:
        raise BrokenGraphError(f"{path}: không đọc được / cannot be read: {error}") from error
    if not _VERSION.fullmatch(told):
        raise BrokenGraphError(f"{path}: không phải số phiên bản như 0.1.0 / not a version like 0.1.0: {told[:30]!r}")
    return told


def record_version(graph_dir: Path, version: str) -> None:
    """Say that the graph is in the words of this version; nobody else may be writing to it meanwhile.

    Raises BadInputError where it cannot be written.
    """
    try:
        for left_over in graph_dir.glob(f".{VERSION_FILE}.*.tmp"):  # of a run that was killed
            left_over.unlink(missing_ok=True)
        write_file(graph_dir / VERSION_FILE, f"{version}\n")
    except OSError as error:
        raise BadInputError(f"{graph_dir}: không ghi được / cannot be written: {error.strerror}") from error


def is_newer(version: str, than: str) -> bool:
    """Whether one version comes after another.

    >>> is_newer("0.10.0", "0.9")
    True
    """
    return _numbers(version) > _numbers(than)


def refuse_newer(graph_dir: Path, known: str) -> None:
    """Raises BadInputError for a graph that a later version than `known` wrote: this one would not understand it."""
    found = read_version(graph_dir)
    if found is not None and is_newer(found, known):
        raise BadInputError(
            f"{graph_dir}: đồ thị theo bản thể học {found}, bản cài chỉ biết {known}; hãy nâng cấp directive-kg "
            f"/ the graph is of ontology {found}, this installation knows {known}: install a newer directive-kg"
        )


def _numbers(version: str) -> tuple[int, ...]:
    numbers = [int(number) for number in version.split(".")]
    return tuple(numbers + [0] * (4 - len(numbers)))
