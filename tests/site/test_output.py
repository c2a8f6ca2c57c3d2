"""The site is swapped in whole or not at all."""

from pathlib import Path

import pytest

from directive_kg.errors import UsageError
from directive_kg.site.output import swapped_in, write_page


def make(out: Path, text: str) -> None:
    """A site of one page."""
    with swapped_in(out) as folder:
        write_page(folder, "index.html", text)


def make_two(out: Path, text: str, second: str) -> None:
    """A site of two pages."""
    with swapped_in(out) as folder:
        write_page(folder, "index.html", text)
        write_page(folder, second, text)


def test_a_build_that_stops_leaves_the_old_site_whole(tmp_path: Path) -> None:
    out = tmp_path / "site"
    make(out, "old")
    with pytest.raises(ValueError, match="inside"):
        make_two(out, "half", "../second.html")
    assert (out / "index.html").read_text(encoding="utf-8") == "old"
    assert [path.name for path in tmp_path.iterdir()] == ["site"], "nothing is left beside it"


def test_pages_of_the_old_site_are_gone(tmp_path: Path) -> None:
    out = tmp_path / "site"
    with swapped_in(out) as folder:
        write_page(folder, "a/gone.html", "x")
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
        write_page(root, path, "x")
    assert [p.name for p in tmp_path.rglob("*")] == ["site"]
