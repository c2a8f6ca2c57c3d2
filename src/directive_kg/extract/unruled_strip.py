"""The lines of one row on one page, cut into the smallest parts that a cell may begin with."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from directive_kg.extract.unruled_width import ends_in_broken_word
from directive_kg.readers.blocks import Line


@dataclass(frozen=True, slots=True)
class Atom:
    """The smallest run of words that the cut keeps together: a line, or a part of one that may open a cell."""

    text: str
    line: Line
    opens_line: bool
    closes_line: bool
    odd_gap: bool  # the step from the line before is not the table's usual one


class Strip:
    """A row's atoms on one page; remembers the texts of its spans."""

    def __init__(self, lines: Sequence[Line], usual_gap: int, is_name: Callable[[str], bool] | None = None) -> None:
        """`usual_gap` is the step in line numbers between two lines of a cell; a line that `is_name` is not cut."""
        self.atoms = _atoms(lines, usual_gap, is_name)
        self._lines: dict[tuple[int, int], tuple[str, ...]] = {}

    def __len__(self) -> int:
        return len(self.atoms)

    def stops(self, level: int, *, first: bool) -> list[int]:
        """Where a cell of a row that runs over pages may begin or end on this page; fewer places the higher the level.

        0: anywhere. 1: on the row's first page at capitals, on later ones, where a cell may go on with any word, at
        every line. 2: the same, without places inside a line. 3: at lines that begin with a capital.
        """
        allowed = [0]
        for index, atom in enumerate(self.atoms[1:], start=1):
            capital = not atom.text[0].islower()
            if (
                level == 0
                or (level <= 2 and not first and atom.opens_line)
                or (capital and (atom.opens_line or (level == 1 and first)))
            ):
                allowed.append(index)
        return [*allowed, len(self.atoms)]

    def lines(self, start: int, end: int) -> tuple[str, ...]:
        """The atoms from start to end, put back into the lines as printed."""
        key = (start, end)
        if key not in self._lines:
            self._lines[key] = tuple(_printed(self.atoms[start:end]))
        return self._lines[key]


def _atoms(lines: Sequence[Line], usual_gap: int, is_name: Callable[[str], bool] | None) -> tuple[Atom, ...]:
    found: list[Atom] = []
    previous: Line | None = None
    for line in lines:
        words = line.text.split()
        starts = [0] + [index for index in range(1, len(words)) if _may_open(words, index)]
        if is_name and len(starts) > 1 and is_name(line.text):
            starts = [0]
        for start, end in zip(starts, [*starts[1:], len(words)], strict=True):
            odd = start == 0 and previous is not None and line.number - previous.number != usual_gap
            found.append(Atom(" ".join(words[start:end]), line, start == 0, end == len(words), odd))
        previous = line
    return tuple(found)


def _may_open(words: Sequence[str], index: int) -> bool:
    """Whether a cell may begin at this word inside a line."""
    return words[index][0].isupper() and words[index - 1][-1] not in ",-–/("


def _printed(atoms: Sequence[Atom]) -> list[str]:
    lines: list[str] = []
    for index, atom in enumerate(atoms):
        if index and not atom.opens_line:
            lines[-1] += " " + atom.text
        else:
            lines.append(atom.text)
    return lines


def joined_text(lines: Sequence[str]) -> str:
    """A cell's lines as one text; a word that the wrap broke at its hyphen is whole again.

    >>> joined_text(["Kế hoạch số 238/KH-", "UBND"])
    'Kế hoạch số 238/KH-UBND'
    """
    text = ""
    for line in lines:
        glue = "" if not text or (ends_in_broken_word(text) and not line[0].islower()) else " "
        text += glue + line
    return text
