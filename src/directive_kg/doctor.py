"""Is this installation fit to work: the environment, the graph, the store in step with it, disk and limits."""

import os
import platform
import re
import resource
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from importlib.metadata import PackageNotFoundError, requires, version
from pathlib import Path
from typing import Final

from directive_kg import __version__
from directive_kg.check.shapes import load_shapes
from directive_kg.errors import DirectiveKgError
from directive_kg.graph.files import list_files, load
from directive_kg.graph.migrate import Migrated, migrate
from directive_kg.graph.retired import load_retired
from directive_kg.graph.version import is_newer, read_version
from directive_kg.resources import queries_dir, shapes_dir
from directive_kg.store.disk import fingerprint, in_use
from directive_kg.trace.catalogue import load_catalogue

_ENGINES: Final = ("pyoxigraph", "oxigraph", "rdflib", "pyshacl")
_EXTRA: Final = re.compile(r"""^([\w.-]+).*\bextra == ["'](\w+)["']""")  # as the package's metadata has it (PEP 508)
_FACTOR: Final = 4  # free disk wanted, as a multiple of graph/: the store, a second one beside it, the pages
_OPEN_FILES: Final = 1024  # what RocksDB under a store on disk and a server need together


class State(StrEnum):
    """How a thing is."""

    GOOD = "good"
    NOTE = "note"  # works; something that somebody may want is not there
    BAD = "bad"  # has to be mended


@dataclass(frozen=True, slots=True)
class Examined:
    """One thing that was looked at."""

    state: State
    what: str  # in both languages
    seen: str
    advice: str = ""  # what to do, where something is to be done


def examine(graph_dir: Path, store_dir: Path | None = None) -> Iterator[Examined]:
    """Everything, one after the other. Nothing is changed, nothing is fetched."""
    yield from _environment()
    yield from _programs()
    yield from _rules()
    yield from _graph(graph_dir)
    if store_dir is not None:
        yield _store(graph_dir, store_dir)
    yield _disk(graph_dir, store_dir)
    yield from _limits()


def _environment() -> Iterator[Examined]:
    fit = sys.version_info >= (3, 11)
    yield Examined(
        State.GOOD if fit else State.BAD,
        "Python",
        platform.python_version(),
        "" if fit else "cần 3.11 trở lên / 3.11 or later is needed",
    )
    yield Examined(State.GOOD, "directive-kg", __version__)
    for name in _ENGINES:
        try:
            yield Examined(State.GOOD, name, version(name))
        except PackageNotFoundError:
            yield Examined(State.BAD, name, "–", f"pip install {name}")
    for name, extra in (found.groups() for found in map(_EXTRA.match, requires("directive-kg") or ()) if found):
        try:
            version(name)
        except PackageNotFoundError:
            yield Examined(State.NOTE, name, "–", f"tùy chọn / optional: pip install 'directive-kg[{extra}]'")


def _programs() -> Iterator[Examined]:
    """Programs that some papers need."""
    office = shutil.which("soffice") or shutil.which("libreoffice")
    yield Examined(
        State.GOOD if office else State.NOTE,
        ".doc, .odt, .rtf, .xls, .ods",
        "LibreOffice" if office else "–",
        "" if office else "cài LibreOffice để đọc / install LibreOffice to read them",
    )
    languages = _tesseract_languages()
    yield Examined(
        State.GOOD if "vie" in languages else State.NOTE,
        "bản quét / scans",
        f"Tesseract: {' '.join(sorted(languages))}" if languages else "–",
        "" if "vie" in languages else "cài tesseract-ocr và tesseract-ocr-vie / install tesseract with Vietnamese",
    )


def _tesseract_languages() -> set[str]:
    if (program := shutil.which("tesseract")) is None:
        return set()
    try:
        told = subprocess.run([program, "--list-langs"], capture_output=True, text=True, timeout=20, check=False)  # noqa: S603
    except (OSError, subprocess.TimeoutExpired):
        return set()
    return {line.strip() for line in told.stdout.splitlines() if line.strip() and not line.startswith("List")}


def _rules() -> Iterator[Examined]:
    for what, of in (("quy tắc / shapes", _count_shapes), ("câu hỏi / questions", _count_questions)):
        try:
            yield Examined(State.GOOD, what, str(of()))
        except DirectiveKgError as error:
            yield Examined(State.BAD, what, "–", str(error))


def _count_shapes() -> int:
    return len(load_shapes([shapes_dir()]).shapes)


def _count_questions() -> int:
    return len(list(load_catalogue(queries_dir())))


def _graph(graph_dir: Path) -> Iterator[Examined]:
    what = f"đồ thị / graph {graph_dir}"
    try:
        loaded = load(graph_dir)
    except DirectiveKgError as error:
        yield Examined(State.BAD, what, "–", str(error))
        return
    files = len(list_files(graph_dir))
    yield Examined(State.GOOD, what, f"{files} tệp / files, {len(loaded.quads)} phát biểu / statements")
    for problem in loaded.problems:
        yield Examined(State.BAD, "tệp hỏng / broken file", str(problem.file), str(problem))
    yield from _vocabulary(graph_dir)
    if not os.access(graph_dir, os.W_OK):
        yield Examined(State.NOTE, what, "chỉ đọc / read only", "ingest và review cần quyền ghi / need to write here")


def _vocabulary(graph_dir: Path) -> Iterator[Examined]:
    """Whether the graph was written with an older ontology."""
    what = "từ vựng / vocabulary"
    try:
        retired = load_retired()
        yield _version(graph_dir, retired.version)
        if is_newer(read_version(graph_dir) or "0", retired.version or "0"):
            return
        # Files are parsed a second time for that; an ontology that has retired nothing costs nothing.
        old = retired.successors or retired.without
        told = [one for one in migrate(graph_dir, retired, dry_run=True) if isinstance(one, Migrated)] if old else []
    except DirectiveKgError as error:
        yield Examined(State.BAD, what, "–", str(error))
        return
    if told:
        terms = {iri for one in told for iri in (*one.replaced, *one.left)}
        seen = f"{len(terms)} từ đã bỏ, ở {len(told)} tệp / retired terms, in {len(told)} files"
        yield Examined(State.BAD, what, seen, f"directive-kg migrate --graph {graph_dir}")


def _version(graph_dir: Path, known: str) -> Examined:
    """The version of the ontology that the graph says it is written in, beside that of the installation."""
    what, found = "bản thể học / ontology", read_version(graph_dir)
    if found == known:
        return Examined(State.GOOD, what, known)
    if found is None:
        told = f"{known}; đồ thị không ghi / not recorded in the graph"
        return Examined(State.NOTE, what, told, f"directive-kg migrate --graph {graph_dir}")
    told = f"{known}; đồ thị / the graph: {found}"
    newer = is_newer(found, known)
    advice = "nâng cấp / upgrade directive-kg" if newer else f"directive-kg migrate --graph {graph_dir}"
    return Examined(State.BAD, what, told, advice)


def _store(graph_dir: Path, store_dir: Path) -> Examined:
    what = f"kho / store {store_dir}"
    try:
        _, mark = in_use(store_dir)
        current = mark == fingerprint(graph_dir, store_dir)
    except DirectiveKgError as error:
        return Examined(State.BAD, what, "–", str(error))
    if current:
        return Examined(State.GOOD, what, "khớp với đồ thị / in step with the graph")
    return Examined(State.BAD, what, "cũ hơn đồ thị / older than the graph", "directive-kg build")


def _disk(graph_dir: Path, store_dir: Path | None) -> Examined:
    folder = store_dir if store_dir is not None else graph_dir
    while not folder.exists() and folder != folder.parent:
        folder = folder.parent
    free = shutil.disk_usage(folder).free
    used = sum(path.stat().st_size for path in graph_dir.rglob("*") if path.is_file()) if graph_dir.is_dir() else 0
    enough = free > _FACTOR * used
    return Examined(
        State.GOOD if enough else State.BAD,
        "đĩa trống / free disk",
        f"{free >> 20} MiB",
        "" if enough else f"cần khoảng / about {_FACTOR * used >> 20} MiB are needed",
    )


def _limits() -> Iterator[Examined]:
    soft, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    enough = soft == resource.RLIM_INFINITY or soft >= _OPEN_FILES
    yield Examined(
        State.GOOD if enough else State.NOTE,
        "số tệp mở / open files",
        str(soft),
        "" if enough else f"ulimit -n {_OPEN_FILES}",
    )
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    yield Examined(State.GOOD, "bộ nhớ / memory", f"{memory >> 20} MiB, {os.cpu_count()} lõi / cores")
