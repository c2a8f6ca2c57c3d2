"""`directive-kg migrate`: an older graph in the words of this version's ontology."""

import argparse
import json
import sys
from dataclasses import asdict
from pathlib import Path

from directive_kg.cli.options import add_graph_option
from directive_kg.errors import ExitCode
from directive_kg.follow.folder import OLDER
from directive_kg.graph.files import LINKS, FileProblem
from directive_kg.graph.migrate import Migrated, migrate
from directive_kg.graph.retired import Retired, load_retired
from directive_kg.graph.version import read_version
from directive_kg.ingest import Ingest


def register(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command."""
    parser = commands.add_parser(
        "migrate", help="chuyển đồ thị cũ sang từ vựng mới / bring an older graph to this version's terms"
    )
    add_graph_option(parser)
    parser.add_argument(
        "--dry-run", action="store_true", help="chỉ nói sẽ thay gì / only say what would change (exit code 1 if any)"
    )
    parser.add_argument("--json", action="store_true", help="kết quả dạng JSON / the outcome as JSON")
    parser.set_defaults(run=_run)


def _run(arguments: argparse.Namespace) -> ExitCode:
    retired = load_retired()
    before = read_version(arguments.graph)
    done: list[Migrated] = []
    problems: list[FileProblem] = []
    for told in migrate(arguments.graph, retired, dry_run=arguments.dry_run):
        if isinstance(told, FileProblem):
            problems.append(told)
            print(f"directive-kg: {told}", file=sys.stderr)
            continue
        done.append(told)
        if not arguments.json:
            _tell(told, retired, dry_run=arguments.dry_run)
    older = [path for name in OLDER if (path := arguments.graph / name).is_file()]
    if older and not problems and not arguments.dry_run:
        with Ingest(arguments.graph, alone=True) as ingest:
            ingest.finish()
    changed = [one.file for one in done if one.replaced or one.added] + older
    if arguments.json:
        print(_as_json(done, problems, older, retired, dry_run=arguments.dry_run))
    else:
        for path in older:
            print(f"{path}: thay bằng thư mục / gives way to the folder {LINKS}/")
        outcome = "sẽ đổi / to change" if arguments.dry_run else "đã đổi / changed"
        print(f"{arguments.graph}: {len(changed)} tệp / files {outcome}")
        if (after := read_version(arguments.graph)) != before:
            print(f"bản thể học / ontology: {before or 'không ghi / not recorded'} → {after}")
    if problems:
        return ExitCode.BAD_INPUT
    unfinished = any(one.left for one in done) or (arguments.dry_run and changed)
    return ExitCode.FINDINGS if unfinished else ExitCode.OK


def _tell(one: Migrated, retired: Retired, *, dry_run: bool) -> None:
    verb = "sẽ thay / to replace" if dry_run else "đã thay / replaced"
    for iri, count in one.replaced.items():
        print(f"{one.file}: {verb} {iri} → {retired.successors[iri]} ({count} phát biểu / statements)")
    if one.added:
        adding = "sẽ thêm / to add" if dry_run else "đã thêm / added"
        print(f"{one.file}: {adding} {one.added} phát biểu / statements")
    for iri, count in one.left.items():
        print(
            f"{one.file}: {iri} đã bỏ mà không có một từ thay, hãy sửa tay / is retired without one successor, "
            f"change it by hand ({count} phát biểu / statements)"
        )


def _as_json(
    done: list[Migrated], problems: list[FileProblem], older: list[Path], retired: Retired, *, dry_run: bool
) -> str:
    used = sorted({iri for one in done for iri in one.replaced})
    report = {
        "dry_run": dry_run,
        "successors": {iri: retired.successors[iri] for iri in used},
        "files": [asdict(one) for one in done],
        "older": older,  # files of an older layout, which give way to the folder links/
        "problems": [asdict(problem) for problem in problems],
    }
    return json.dumps(report, ensure_ascii=False, indent=2, default=str)
