"""What the questions page shows of each canned question; `joined` fills it."""

from collections.abc import Sequence
from dataclasses import dataclass

from directive_kg.site.words import Label
from directive_kg.store.protocol import Term


@dataclass(frozen=True, slots=True)
class Asking:
    """What a question asks back, with the example that its page is answered for."""

    name: str
    type: str  # 'directive', 'agency', 'choice', 'date', 'integer', 'text', 'iri'
    title: Label
    example: str
    choices: Sequence[tuple[str, Label]] = ()  # code and name, of type 'choice'


@dataclass(frozen=True, slots=True)
class Asked:
    """A canned question with the answer for its example parameters."""

    name: str
    title: Label
    description: Label
    answer: str  # 'table', 'tree' or 'chart': how it is shown best
    parameters: Sequence[Asking]
    sparql: str
    columns: Sequence[Label]
    types: Sequence[str]  # of the columns: 'iri', 'text', 'date', 'integer', 'number'
    rows: Sequence[Sequence[Term | None]]
    files: Sequence[tuple[str, bytes]] = ()  # ending and content: the same rows to take away
    ask_at: str | None = None  # where a server answers for other parameters, from the site's root
