"""The site is swapped in whole or not at all, and what did not change is not written again."""

import os
import signal
import subprocess
import sys
from datetime import date
from pathlib import Path
from threading import Event, Thread

import pytest

from directive_kg.errors import UsageError
from directive_kg.exchange import exchanged
from directive_kg.site.build import build_site
from directive_kg.site.known import NAME
from directive_kg.site.output import MARK, Output, swapped_in
from directive_kg.store.embedded import EmbeddedStore


def make(out: Path, text: str) -> None:
    """A site of one page."""
    with swapped_in(out) as output:
        output.page("index.html", text)


def make_two(out: Path, text: str, second: str) -> None:
    """A site of two pages."""
    with swapped_in(out) as output:
        output.page("index.html", text)
        output.page(second, text)


def test_a_build_that_stops_leaves_the_old_site_whole(tmp_path: Path) -> None:
    out = tmp_path / "site"
    make(out, "old")
    with pytest.raises(ValueError, match="inside"):
        make_two(out, "half", "../second.html")
    assert (out / "index.html").read_text(encoding="utf-8") == "old"
    assert [path.name for path in tmp_path.iterdir()] == ["site"], "nothing is left beside it"


def test_pages_of_the_old_site_are_gone(tmp_path: Path) -> None:
    out = tmp_path / "site"
    with swapped_in(out) as output:
        output.page("a/gone.html", "x")
    make(out, "new")
    assert sorted(path.name for path in out.iterdir()) == [".directive-kg-site", "index.html"]
    assert out.stat().st_mode & 0o777 == 0o755


@pytest.mark.parametrize("foreign", ["file", "folder"])
def test_what_is_not_a_site_is_left_alone(tmp_path: Path, foreign: str) -> None:
    out = tmp_path / "thesis"
    if foreign == "file":
        out.write_text("mine", encoding="utf-8")
    else:
        out.mkdir()
        (out / "chapter.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(UsageError, match="thesis"):
        make(out, "x")
    assert out.exists()
    assert len(list(tmp_path.iterdir())) == 1


def test_an_empty_folder_may_be_filled(tmp_path: Path) -> None:
    out = tmp_path / "site"
    out.mkdir()
    make(out, "new")
    assert (out / "index.html").is_file()


@pytest.mark.parametrize("path", ["../x.html", "/etc/x.html", "a/../../x.html", "", "."])
def test_a_path_that_leaves_the_site_is_refused(tmp_path: Path, path: str) -> None:
    root = tmp_path / "site"
    root.mkdir()
    with pytest.raises(ValueError, match="inside"):
        Output(root).page(path, "x")
    assert [p.name for p in tmp_path.rglob("*")] == ["site"]


def inodes(site: Path) -> dict[str, int]:
    """Which file stands behind each name."""
    return {
        path.relative_to(site).as_posix(): path.stat().st_ino
        for path in site.rglob("*")
        if path.is_file() and path.name != NAME
    }


def test_a_second_build_writes_nothing_where_nothing_changed(store: EmbeddedStore, tmp_path: Path) -> None:
    out = tmp_path / "site"
    first = build_site(store, out)
    before = inodes(out)
    second = build_site(store, out)
    assert (first.kept, second.written, second.kept) == (0, 0, first.written)
    assert {name: inode for name, inode in inodes(out).items() if name != MARK} == {
        name: inode for name, inode in before.items() if name != MARK
    }


def test_only_what_changed_is_written(store: EmbeddedStore, tmp_path: Path) -> None:
    out = tmp_path / "site"
    build_site(store, out)
    page = out / "task" / "ubnd-tp-hai-phong" / "2026" / "7001-kh-ubnd" / "1.html"
    text = page.read_bytes()
    page.unlink()
    page.write_bytes(text.replace(b"h1", b"h2"))  # as long as before
    assert build_site(store, out).written == 1
    assert page.read_bytes() == text
    assert build_site(store, out, today=date(2026, 8, 1)).kept > 0


def test_a_name_that_leads_elsewhere_is_no_old_file(tmp_path: Path) -> None:
    out, secret = tmp_path / "site", tmp_path / "secret.html"
    make(out, "text")
    secret.write_text("text", encoding="utf-8")
    (out / "index.html").unlink()
    (out / "index.html").symlink_to(secret)
    make(out, "text")
    assert not (out / "index.html").is_symlink()
    assert secret.stat().st_nlink == 1


KILLED = """
import os, signal, sys
from pathlib import Path
from directive_kg import exchange
from directive_kg.site import output
def killed(*_): os.kill(os.getpid(), signal.SIGKILL)
exchanged = exchange.exchanged
if sys.argv[2] == "before the swap":
    exchange.exchanged = killed
if sys.argv[2] == "after the swap":
    exchange.exchanged = lambda *paths: killed() if exchanged(*paths) else False
if sys.argv[2] == "between two steps":
    exchange.exchanged = lambda *_: False
    rename = Path.rename
    Path.rename = lambda path, to: killed() if ".new-" in path.name else rename(path, to)
with output.swapped_in(Path(sys.argv[1])) as site:
    site.page("index.html", "half")
    if sys.argv[2] == "write":
        killed()
"""


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="no SIGKILL on this system")
@pytest.mark.parametrize("when", ["write", "before the swap", "after the swap", "between two steps"])
def test_a_build_that_is_killed_leaves_a_site_and_the_next_one_clears_up(tmp_path: Path, when: str) -> None:
    out = tmp_path / "site"
    if when == "after the swap" and not can_exchange(tmp_path):
        pytest.skip("this system lets no two folders change places")
    make(out, "old")
    killed = subprocess.run([sys.executable, "-c", KILLED, str(out), when], check=False)
    assert killed.returncode == -signal.SIGKILL
    assert len(list(tmp_path.iterdir())) == 2, "something was left behind"
    kept = "half" if when == "after the swap" else "old"
    if when != "between two steps":
        assert (out / "index.html").read_text(encoding="utf-8") == kept
    with pytest.raises(RuntimeError, match="stop"), swapped_in(out):
        raise RuntimeError("stop")
    assert [path.name for path in tmp_path.iterdir()] == ["site"]
    assert (out / "index.html").read_text(encoding="utf-8") == kept


def can_exchange(folder: Path) -> bool:
    """Whether two folders can change places here."""
    for name in ("a", "b"):
        (folder / name).mkdir()
    able = exchanged(folder / "a", folder / "b")
    for name in ("a", "b"):
        (folder / name).rmdir()
    return able


def test_whoever_looks_while_the_site_is_swapped_finds_one(tmp_path: Path) -> None:
    if not can_exchange(tmp_path):
        pytest.skip("this system lets no two folders change places")
    out, done = tmp_path / "site", Event()
    make(out, "0")
    missing = []

    def look() -> None:
        while not done.is_set():
            if not out.is_dir():
                missing.append(1)

    looking = Thread(target=look)
    looking.start()
    for number in range(100):
        make(out, str(number))
    done.set()
    looking.join()
    assert missing == []


def test_folders_that_are_not_there_do_not_change_places(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    assert not exchanged(tmp_path / "a", tmp_path / "b")
    assert (tmp_path / "a").is_dir()


def test_what_a_running_build_has_beside_the_site_is_left_alone(tmp_path: Path) -> None:
    out = tmp_path / "site"
    make(out, "old")
    running = tmp_path / f".site.new-{os.getpid()}-x"
    running.mkdir()
    make(out, "new")
    assert running.is_dir()
