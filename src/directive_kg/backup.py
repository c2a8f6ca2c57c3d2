"""graph/ into one file and back: everything that people made and read, with a fingerprint of every file.

The store, the pages and the dumps follow from graph/ and are not in it. The same graph gives the same bytes.
"""

import gzip
import io
import json
import shutil
import tarfile
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path, PurePosixPath
from typing import IO, Final

from directive_kg import __version__
from directive_kg.errors import BadInputError
from directive_kg.graph.files import list_files
from directive_kg.graph.version import VERSION_FILE

_MANIFEST: Final = "backup.json"
_ROOT: Final = "graph"
_MOST_BYTES: Final = 64 << 30  # of all files of a backup: what swells beyond is no backup of ours
_MOST_MANIFEST: Final = 256 << 20


@dataclass(frozen=True, slots=True)
class Saved:
    """What a backup holds."""

    files: int
    bytes: int


def save(graph_dir: Path, out: Path) -> Saved:
    """Write the backup, whole or not at all. Raises BrokenGraphError where there is no graph, BadInputError for `out`."""
    paths = [*list_files(graph_dir), *graph_dir.glob(VERSION_FILE)]
    files = {path.relative_to(graph_dir).as_posix(): path for path in paths}
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(
            dir=out.parent, prefix=f".{out.name}.", suffix=".tmp", delete=False
        ) as partial:
            temporary = Path(partial.name)
            try:
                total = _pack(files, partial)
                partial.close()
                temporary.chmod(0o600)  # what people accepted and who they are is nobody else's business
                temporary.replace(out)
            except BaseException:
                temporary.unlink(missing_ok=True)
                raise
    except OSError as error:
        raise BadInputError(f"{out}: không ghi được / cannot be written: {error.strerror}") from error
    return Saved(len(files), total)


def restore(backup: Path, graph_dir: Path) -> Saved:
    """Unpack a backup into a folder that is not there yet, or is empty; every file is compared with its fingerprint.

    Raises BadInputError for a folder with something in it, and for a file that is no backup, damaged or changed.
    """
    if graph_dir.exists() and (not graph_dir.is_dir() or any(graph_dir.iterdir())):
        raise BadInputError(
            f"{graph_dir}: đã có dữ liệu; chọn thư mục khác / holds something: choose a folder that is not there yet"
        )
    graph_dir.parent.mkdir(parents=True, exist_ok=True)
    beside = Path(tempfile.mkdtemp(prefix=f".{graph_dir.name}.", suffix=".tmp", dir=graph_dir.parent))
    try:
        saved = _unpack(backup, beside)
        beside.chmod(0o755)  # a temporary folder is private to its maker, graph/ is not
        if graph_dir.exists():
            graph_dir.rmdir()
        beside.replace(graph_dir)
    except BaseException:
        shutil.rmtree(beside, ignore_errors=True)
        raise
    return saved


def _pack(files: Mapping[str, Path], out: IO[bytes]) -> int:
    """Write the archive; how many bytes went into it, unpacked."""
    prints = {}
    total = 0
    # Neither names nor times of this machine: the same graph is the same file.
    with (
        gzip.GzipFile(filename="", fileobj=out, mode="wb", mtime=0) as compressed,
        tarfile.open(fileobj=compressed, mode="w") as tar,
    ):
        for name, path in sorted(files.items()):
            data = path.read_bytes()
            prints[name] = sha256(data).hexdigest()
            total += len(data)
            _add(tar, f"{_ROOT}/{name}", data)
        manifest = {"directive-kg": __version__, "files": prints}
        _add(tar, _MANIFEST, (json.dumps(manifest, indent=1, sort_keys=True) + "\n").encode())
    return total


def _unpack(backup: Path, folder: Path) -> Saved:
    found: dict[str, str] = {}
    wanted: dict[str, str] | None = None
    total = 0
    try:
        with tarfile.open(backup, mode="r:gz") as tar:
            for member in tar:
                content = tar.extractfile(member) if member.isfile() else None
                total += member.size
                if content is None or total > _MOST_BYTES:
                    raise _no_backup(backup, member.name)
                if member.name == _MANIFEST:
                    if member.size > _MOST_MANIFEST:
                        raise _no_backup(backup, member.name)
                    wanted = json.loads(content.read())["files"]
                    total -= member.size
                    continue
                name = _safe(backup, member.name)
                path = folder / name
                path.parent.mkdir(parents=True, exist_ok=True)
                with path.open("xb") as out:
                    shutil.copyfileobj(content, out)
                found[name] = sha256(path.read_bytes()).hexdigest()
    except FileNotFoundError:
        raise BadInputError(f"{backup}: không có tệp này / no such file") from None
    except (OSError, EOFError, tarfile.TarError, ValueError, KeyError, TypeError) as error:
        raise BadInputError(f"{backup}: không phải bản sao lưu, hoặc đã hỏng / no backup, or a damaged one") from error
    if found != wanted:
        wrong = sorted(name for name in {*found, *(wanted or {})} if found.get(name) != (wanted or {}).get(name))
        raise BadInputError(
            f"{backup}: bản sao lưu thiếu hoặc đã bị sửa / incomplete or changed: {', '.join(wrong[:3]) or _MANIFEST}"
        )
    return Saved(len(found), total)


def _safe(backup: Path, name: str) -> str:
    """The path of a member below the graph folder. Raises BadInputError for one that leads elsewhere."""
    parts = PurePosixPath(name).parts
    usable = len(parts) > 1 and parts[0] == _ROOT and not {"..", "."} & set(parts) and "\\" not in name
    if not usable or any(part.startswith(".") for part in parts):
        raise _no_backup(backup, name)
    return "/".join(parts[1:])


def _no_backup(backup: Path, member: str) -> BadInputError:
    return BadInputError(f"{backup}: có mục lạ, không phải bản sao lưu / no backup of ours, it holds: {member[:100]!r}")


def _add(tar: tarfile.TarFile, name: str, data: bytes) -> None:
    entry = tarfile.TarInfo(name)
    entry.size, entry.mode = len(data), 0o644
    tar.addfile(entry, io.BytesIO(data))
