"""What the questions page shows of each canned question; `trace/` fills it."""

from collections.abc import Sequence
from dataclasses import dataclass

from directive_kg.site.words import Label
from directive_kg.store.protocol import Term


@dataclass(frozen=True, slots=True)
class Asked:
    """A canned question with the answer for its example parameters."""

    name: str
    title: Label
    description: Label
    parameters: Sequence[tuple[Label, str]]  # what was asked for
    sparql: str
    columns: Sequence[Label]
    rows: Sequence[Sequence[Term | None]]
