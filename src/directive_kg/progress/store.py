"""Reports in graph/progress/: one file a body, always the same bytes for the same reports."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Final

import pyoxigraph as ox

from directive_kg.errors import BrokenGraphError
from directive_kg.graph.files import parse_file, write_file
from directive_kg.graph.lock import turn_at
from directive_kg.graph.terms import DEFAULT_NAMES, RDF_TYPE, code, code_of, day, integer, term, text
from directive_kg.graph.trig import Statement, write_trig
from directive_kg.names import Names
from directive_kg.progress.records import Report, Status
from directive_kg.progress.reports import latest

FOLDER: Final = "progress"


def load_reports(graph_dir: Path, names: Names = DEFAULT_NAMES) -> list[Report]:
    """All reports, the earlier ones of a task before the later ones; none where there is no folder.

    Raises BrokenGraphError for a file that does not parse or a report that lacks a part.
    """
    found: list[tuple[int, Report]] = []
    for path in sorted((graph_dir / FOLDER).glob("*.trig")):
        said: defaultdict[str, dict[str, str]] = defaultdict(dict)
        try:
            for quad in parse_file(path, names.graph(f"{FOLDER}/{path.stem}")):
                if isinstance(quad.subject, ox.NamedNode) and isinstance(quad.object, ox.NamedNode | ox.Literal):
                    said[quad.subject.value][quad.predicate.value] = quad.object.value
        except SyntaxError as error:
            raise BrokenGraphError(f"{path}:{error.lineno}: tệp hỏng / broken file: {error.msg}") from error
        except OSError as error:
            raise BrokenGraphError(f"{path}: không đọc được / cannot be read: {error.strerror}") from error
        kind = term("dkg:ProgressReport").value
        found += [_read(path, iri, what) for iri, what in said.items() if what.get(RDF_TYPE.value) == kind]
    return [report for _, report in sorted(found, key=lambda pair: (pair[1].task, pair[1].reported, pair[0]))]


@contextmanager
def changing(graph_dir: Path) -> Iterator[list[Report]]:
    """The reports, to be saved before the block ends: nobody else's are lost. Raises as `load_reports` and `turn_at` do."""
    (graph_dir / FOLDER).mkdir(exist_ok=True)
    with turn_at(graph_dir / FOLDER):
        yield load_reports(graph_dir)


def save_reports(
    graph_dir: Path, reports: Iterable[Report], held: dict[str, str] | None = None, names: Names = DEFAULT_NAMES
) -> bool:
    """Write the files of all bodies, each whole or not at all; whether anything changed.

    `held` has the IRI of each held paper by its number: evidence that is one of them is linked. Only the report that
    counts closes its task (`dkg:completedOn`).
    """
    everything = list(reports)
    counts = {(report.task, report.body): report for report in latest(everything).values()}
    by_body: defaultdict[str, list[Report]] = defaultdict(list)
    for report in everything:
        by_body[report.body].append(report)
    changed = False
    for body, own in sorted(by_body.items()):
        statements: list[Statement] = []
        turns: defaultdict[tuple[str, date], int] = defaultdict(int)
        for report in own:
            turns[report.task, report.reported] += 1
            statements += _statements(report, turns[report.task, report.reported], held or {}, names)
            if counts.get((report.task, report.body)) is report and report.status is Status.DONE and report.completed:
                statements.append((ox.NamedNode(report.task), term("dkg:completedOn"), day(report.completed)))
        trig = write_trig(names.graph(f"{FOLDER}/{body}"), statements, prefixes={"agency": names.agency("")})
        changed |= write_file(graph_dir / FOLDER / f"{body}.trig", trig)
    return changed


def _statements(report: Report, turn: int, held: dict[str, str], names: Names) -> list[Statement]:
    # Reports of two bodies on one day are told apart by the body, two of one body by counting.
    node = ox.NamedNode(f"{report.task}/progress/{report.reported}/{report.body}" + (f"/{turn}" if turn > 1 else ""))
    agency = ox.NamedNode(names.agency(report.body))
    said: list[tuple[str, ox.NamedNode | ox.Literal | None]] = [
        ("dkg:reportsOn", ox.NamedNode(report.task)),
        ("prov:wasAssociatedWith", agency),
        ("dkg:progressStatus", code("progress-status", report.status)),
        ("dkg:reportedOn", day(report.reported)),
        ("dkg:reportTurn", integer(turn)),
        ("dkg:completionDay", day(report.completed) if report.completed else None),
        ("dkg:evidence", text(report.evidence) if report.evidence else None),
        ("dkg:evidencePaper", ox.NamedNode(held[report.evidence]) if report.evidence in held else None),
        ("dkg:remark", text(report.note) if report.note else None),
        ("dkg:fileName", text(report.file) if report.file else None),
        ("dkg:row", integer(report.row) if report.row else None),
    ]
    kind: Statement = (node, RDF_TYPE, term("dkg:ProgressReport"))
    return [kind] + [(node, term(name), value) for name, value in said if value is not None]


def _read(path: Path, iri: str, said: dict[str, str]) -> tuple[int, Report]:
    def get(curie: str, default: str | None = None) -> str:
        value = said.get(term(curie).value, default)
        if value is None:
            raise KeyError(curie)
        return value

    try:
        completed, row = get("dkg:completionDay", ""), get("dkg:row", "")
        return int(get("dkg:reportTurn", "1")), Report(
            task=get("dkg:reportsOn"),
            body=code_of(get("prov:wasAssociatedWith")),
            status=Status(code_of(get("dkg:progressStatus"))),
            reported=date.fromisoformat(get("dkg:reportedOn")),
            completed=date.fromisoformat(completed) if completed else None,
            evidence=get("dkg:evidence", ""),
            note=get("dkg:remark", ""),
            file=get("dkg:fileName", ""),
            row=int(row) if row else None,
        )
    except (KeyError, ValueError) as error:
        raise BrokenGraphError(
            f"{path}: báo cáo thiếu hoặc sai một phần / a report lacks a part or has a wrong one: {iri}: {error}"
        ) from error
