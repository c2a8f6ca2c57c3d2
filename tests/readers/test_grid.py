"""Cells on a grid to rows: whose sides do not lie under one another are of one column all the same."""

from hypothesis import given
from hypothesis import strategies as st

from directive_kg.readers.blocks import RawTable
from directive_kg.readers.grid import GridCell, raw_table

COLUMNS, PARTS = 4, 3  # grid columns to one that people see


def texts(table: RawTable | None) -> list[list[str]]:
    assert table is not None
    return [[cell.text for cell in row] for row in table.rows]


def row(number: int, pulled: tuple[int, ...]) -> list[GridCell]:
    """A row whose inner sides were pulled to the right by so many grid columns."""
    sides = [1, *(1 + PARTS * at + by for at, by in enumerate(pulled, start=1)), 1 + PARTS * COLUMNS]
    return [
        GridCell(f"{number}{'abcd'[at]}", number, sides[at], sides[at + 1] - sides[at]) for at in range(len(sides) - 1)
    ]


@given(st.lists(st.tuples(*[st.integers(0, 1)] * (COLUMNS - 1)), min_size=1, max_size=6))
def test_a_side_that_was_pulled_makes_no_column(pulled: list[tuple[int, ...]]) -> None:
    group = GridCell("I. Nhóm việc", 99, 1, PARTS * COLUMNS)
    rows = [row(number, by) for number, by in enumerate(pulled)]
    assert texts(raw_table([*rows, [group]])) == [
        *([f"{number}{letter}" for letter in "abcd"] for number in range(len(pulled))),
        ["I. Nhóm việc", "", "", ""],
    ]


def test_a_cell_over_two_columns_stays_over_both() -> None:
    heading = [GridCell("TT", 1, 1), GridCell("Chủ trì", 1, 2), GridCell("Phối hợp", 1, 3)]
    assert texts(raw_table([heading, [GridCell("1", 2, 1), GridCell("Sở A", 2, 2, 2)]])) == [
        ["TT", "Chủ trì", "Phối hợp"],
        ["1", "Sở A", ""],
    ]
