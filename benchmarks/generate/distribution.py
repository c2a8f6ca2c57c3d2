"""How big papers are and what their tables leave out: numbers measured on real papers, and draws from them."""

import json
import random
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

MEASURED: Final = Path(__file__).with_name("distribution.json")
_STEPS: Final = 10  # quantiles are kept in tenths


@dataclass(frozen=True, slots=True)
class Distribution:
    """Figures of `papers` papers with `tasks` rows. Quantiles go from the least to the greatest in tenths."""

    papers: int
    tasks: int
    tasks_a_paper: tuple[float, ...]  # quantiles
    words_a_task: tuple[float, ...]  # quantiles
    coordinating_bodies: tuple[float, ...]  # share of tasks with 0, 1, 2, … of them
    deadline_kinds: dict[str, float]  # share of the deadlines that are given
    faults_a_task: dict[str, float]  # share of the rows, of papers that have such a column
    faults_a_paper: dict[str, float]

    def save(self, path: Path) -> None:
        """Write it as JSON."""
        path.write_text(json.dumps(asdict(self), indent=1) + "\n", encoding="utf-8")


def load(path: Path = MEASURED) -> Distribution:
    """What was measured."""
    kept: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    values: dict[str, Any] = {name: tuple(v) if isinstance(v, list) else v for name, v in kept.items()}
    return Distribution(**values)


def quantiles(values: Sequence[float]) -> tuple[float, ...]:
    """The tenths of some values; all of them must not be none.

    >>> quantiles([1, 2, 3])[::5]
    (1, 2, 3)
    """
    ordered = sorted(values)
    return tuple(ordered[round(step * (len(ordered) - 1) / _STEPS)] for step in range(_STEPS + 1))


def draw(chance: random.Random, tenths: Sequence[float]) -> int:
    """A value with these quantiles, straight between two of them."""
    at = chance.random() * (len(tenths) - 1)
    low = tenths[int(at)]
    return round(low + (tenths[int(at) + 1] - low) * (at - int(at)))


def draw_count(chance: random.Random, shares: Sequence[float]) -> int:
    """A number that falls on each index as often as its share says."""
    return chance.choices(range(len(shares)), shares)[0]
