"""A paper that is set out in another way says the same: what is read follows the paper, not its looks."""

import random
import re
from collections.abc import Callable, Sequence
from functools import lru_cache
from itertools import groupby
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from directive_kg.extract.columns import field_of_heading
from directive_kg.names import fold
from directive_kg.records import Paper, Role
from directive_kg.register import Register, load_register
from tests.extract.unseen_papers import UnseenPaper, cells_of, is_row, read, unseen_papers

SYNONYMS = {
    "title": (
        "Nhiệm vụ",
        "Nội dung công việc",
        "Nhiệm vụ, giải pháp",
        "Nội dung nhiệm vụ",
        "Công việc",
        "Tên nhiệm vụ",
    ),
    "lead": (
        "Cơ quan chủ trì",
        "Đơn vị chủ trì",
        "Đơn vị đầu mối",
        "Cơ quan, đơn vị chủ trì thực hiện",
        "Đơn vị thực hiện",
    ),
    "coordinating": ("Cơ quan phối hợp", "Đơn vị phối hợp", "Phối hợp", "Cơ quan, đơn vị phối hợp thực hiện"),
    "deadline": (
        "Thời hạn",
        "Thời gian hoàn thành",
        "Tiến độ thực hiện",
        "Lộ trình",
        "Mốc thời gian",
        "Thời gian thực hiện",
    ),
    "deliverable": ("Sản phẩm", "Kết quả", "Sản phẩm đầu ra", "Kết quả dự kiến", "Hình thức văn bản"),
    "authority": ("Cấp trình", "Cấp phê duyệt", "Thẩm quyền ban hành", "Cấp ban hành"),
}
SHUFFLED = settings(
    max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], derandomize=True
)
Rows = list[list[str]]


@lru_cache(maxsize=1)
def register() -> Register:
    return load_register()


def annexed() -> list[UnseenPaper]:
    """The papers whose tasks stand in one table without cells that reach over rows."""
    found = []
    for paper in unseen_papers():
        tables = [list(lines) for row, lines in groupby(paper.text.split("\n"), key=is_row) if row]
        if paper.has_table and len(tables) == 1 and "^^" not in paper.text:
            found.append(paper)
    return found


def changed(paper: UnseenPaper, change: Callable[[Rows], Rows], prose: Callable[[str], str] = str) -> UnseenPaper:
    """The paper with another table, and its prose as the function gives it."""
    parts: list[str] = []
    for row, lines in groupby(paper.text.split("\n"), key=is_row):
        if row:
            parts += [" ¦ ".join(cells) for cells in change([cells_of(line) for line in lines])]
        else:
            parts.append(prose("\n".join(lines)))
    return UnseenPaper(paper.name, "\n".join(parts))


def said(paper: Paper | None) -> list[tuple[str | None, str, tuple[str, ...], str]]:
    """What the tasks say, without their places."""
    assert paper is not None
    return [
        (
            task.stt,
            task.title.text,
            tuple(body.agency or body.name for body in task.bodies(Role.LEAD)),
            f"{task.deadline.kind} {task.deadline.start} {task.deadline.end}",
        )
        for task in paper.tasks
    ]


def shuffled(rows: Rows, rng: random.Random) -> Rows:
    """The columns behind the number in another order; the title stays before the leads, for what stands left may be merged."""
    order = list(range(1, len(rows[0])))
    title = next(i for i in order if field_of_heading(rows[0][i]) == "title")
    order.remove(title)
    rng.shuffle(order)
    return [[row[i] if i < len(row) else "" for i in (0, title, *order)] for row in rows]


def renamed(rows: Rows, rng: random.Random) -> Rows:
    """Every heading that has one as a synonym of it."""
    heading = [rng.choice(SYNONYMS.get(field_of_heading(text) or "", (text,))) for text in rows[0]]
    return [heading, *rows[1:]]


@pytest.mark.parametrize("paper", annexed(), ids=lambda paper: paper.name)
@SHUFFLED
@given(seed=st.integers(0, 10_000))
def test_the_order_and_the_words_of_the_columns_do_not_matter(paper: UnseenPaper, seed: int, tmp_path: Path) -> None:
    first = paper_fields(paper)
    if first[:1] != ["stt"]:
        return
    rng = random.Random(seed)
    wanted = said(read(paper, "tabs", tmp_path, register()))
    other = changed(paper, lambda rows: renamed(shuffled(rows, rng), rng))
    layout = rng.choice(("tabs", "pipes", "blocks", "html"))
    assert said(read(other, layout, tmp_path, register())) == wanted


def paper_fields(paper: UnseenPaper) -> list[str | None]:
    heading = next(line for line in paper.text.split("\n") if is_row(line))
    return [field_of_heading(text) for text in cells_of(heading)]


@pytest.mark.parametrize("paper", annexed(), ids=lambda paper: paper.name)
def test_a_heading_in_capitals_in_bold_or_without_its_marks_is_the_same(paper: UnseenPaper, tmp_path: Path) -> None:
    wanted = said(read(paper, "tabs", tmp_path, register()))
    dresses = [str.upper, lambda text: f"**{text}**", lambda text: f" {text} :"]
    if len(paper.text) > 2000:  # of a short paper such a heading is so large a share that all of it looks ruined
        dresses.append(fold)
    for dress in dresses:
        other = changed(paper, lambda rows, dress=dress: [[dress(text) for text in rows[0]], *rows[1:]])  # type: ignore[misc]
        assert said(read(other, "tabs", tmp_path, register())) == wanted


@pytest.mark.parametrize("paper", annexed(), ids=lambda paper: paper.name)
def test_a_column_that_nobody_asks_for_changes_nothing_else(paper: UnseenPaper, tmp_path: Path) -> None:
    wanted = said(read(paper, "pipes", tmp_path, register()))
    fields = paper_fields(paper)
    needed = {"stt", "title", "lead", "deadline", "group", None}
    drop = next((i for i, name in enumerate(fields) if name not in needed), None)
    if drop is None or len(fields) < 5:
        return
    other = changed(paper, lambda rows: [[c for i, c in enumerate(row) if i != drop] for row in rows])
    assert said(read(other, "pipes", tmp_path, register())) == wanted
    noted = changed(paper, lambda rows: [[*rows[0], "Ghi chú"], *([*row, "(đã duyệt)"] for row in rows[1:])])
    if "note" not in fields:
        got = said(read(noted, "pipes", tmp_path, register()))
        assert [task for task in got if task in wanted] == wanted


@pytest.mark.parametrize("paper", annexed(), ids=lambda paper: paper.name)
def test_a_heading_repeated_on_every_page_is_no_row(paper: UnseenPaper, tmp_path: Path) -> None:
    wanted = said(read(paper, "tabs", tmp_path, register()))

    def paged(rows: Rows) -> Rows:
        return [row for at, row in enumerate(rows) for row in ([rows[0], row] if at and at % 2 else [row])]

    assert said(read(changed(paper, paged), "tabs", tmp_path, register())) == wanted


def elsewhere(text: str, old: tuple[str, str], new: tuple[str, str]) -> str:
    """The text of one place as another place would have it."""
    for form in (str, str.upper):
        text = text.replace(form(f"{old[0]} {old[1]}"), form(f"{new[0]} {new[1]}"))
        text = text.replace(form(old[1]), form(new[1]))
    return re.sub(rf"\b{old[0]}\b", new[0], text)


@pytest.mark.parametrize("new", [("tỉnh", "Cao Bằng"), ("tỉnh", "Phú Thọ"), ("tỉnh", "Nghệ An")], ids=lambda p: p[1])
@pytest.mark.parametrize("name", ["01-lam-dong", "25-hung-yen", "21-lang-son"])
def test_another_place_has_bodies_of_its_own(name: str, new: tuple[str, str], tmp_path: Path) -> None:
    paper = next(paper for paper in unseen_papers() if paper.name == name)
    old = {"01": ("tỉnh", "Lâm Đồng"), "25": ("tỉnh", "Hưng Yên"), "21": ("tỉnh", "Lạng Sơn")}[name[:2]]
    here = read(paper, "tabs", tmp_path, register())
    there = read(UnseenPaper(paper.name, elsewhere(paper.text, old, new)), "tabs", tmp_path, register())
    assert here is not None
    assert there is not None
    assert _shape(there) == _shape(here)
    assert here.home == fold(old[1]).replace(" ", "-")
    assert there.home == fold(new[1]).replace(" ", "-")
    own = f"tinh-{there.home}"
    departments = [
        body for task in there.tasks for body in task.bodies(Role.LEAD) if re.fullmatch(r"Sở [^,]+", body.name)
    ]
    assert departments
    for body in departments:
        assert (body.agency or "").endswith(own), body


def _shape(paper: Paper) -> Sequence[tuple[str | None, int, str]]:
    return [(t.stt, len(t.bodies(Role.LEAD)), f"{t.deadline.kind} {t.deadline.end}") for t in paper.tasks]


@pytest.mark.parametrize("paper", [p for p in unseen_papers() if p.tasks and not p.has_table], ids=lambda p: p.name)
def test_marks_of_lists_and_wrapped_lines_do_not_matter(paper: UnseenPaper, tmp_path: Path) -> None:
    wanted = said(read(paper, "tabs", tmp_path, register()))
    dashes = UnseenPaper(paper.name, re.sub(r"^- ", "– ", paper.text, flags=re.MULTILINE))
    assert said(read(dashes, "tabs", tmp_path, register())) == wanted
    composed = UnseenPaper(paper.name, paper.text.replace("Ủy", "Uỷ").replace("ủy", "uỷ"))
    got = said(read(composed, "tabs", tmp_path, register()))
    assert [(stt, due) for stt, _, _, due in got] == [(stt, due) for stt, _, _, due in wanted]
