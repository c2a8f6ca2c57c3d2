"""A paper that came in: read where it can do no harm, and what became of it."""

from dataclasses import dataclass
from functools import partial
from pathlib import Path

from directive_kg.errors import DirectiveKgError
from directive_kg.extract.many import SECONDS
from directive_kg.extract.review_values import doubtful
from directive_kg.ingest import Outcome, Prepared, prepare
from directive_kg.readers.sandbox import run_capped
from directive_kg.register import Register


@dataclass(frozen=True, slots=True)
class Arrival:
    """What became of one file."""

    file: str
    outcome: Outcome | None = None
    problem: str = ""  # why it was not taken

    @property
    def doubtful(self) -> int:
        """Values that a person has to look at."""
        return sum(1 for _ in doubtful(self.outcome.paper)) if self.outcome else 0


def read(path: Path, register: Register) -> Prepared:
    """Read a paper in a process of its own, with caps on time and memory. Raises as `ingest.prepare` and `run_capped` do."""
    return run_capped(partial(prepare, register=register), path, seconds=SECONDS)


def refused(path: Path, error: DirectiveKgError) -> Arrival:
    """A file that was not taken, without a word of where it lay meanwhile."""
    return Arrival(path.name, problem=str(error).removeprefix(f"{path}: ").replace(str(path), path.name))
