"""The nodes that a shape is tried on, as pieces of a query and as a set."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final

from directive_kg.check.engine.paths import Path
from directive_kg.check.engine.source import Row, Source
from directive_kg.check.engine.terms import Token, is_blank

_CHUNK: Final = 2000  # nodes that one query names
_HERE: Final = "?FOCUS"
# No query can name a blank node: all of them are asked, and those that are meant picked out.
_BLANKS: Final = "{ SELECT DISTINCT ?FOCUS { { ?FOCUS ?FOCUS_p ?FOCUS_o } UNION { ?FOCUS_s ?FOCUS_q ?FOCUS } FILTER (isBlank(?FOCUS)) } }"


@dataclass(frozen=True)
class Domain:
    """Nodes: the patterns bind them and perhaps others, `only` says which are meant (None: all that they bind)."""

    source: Source
    patterns: tuple[str, ...]  # each binds ?FOCUS
    only: frozenset[Token] | None = None
    _values: dict[str, "Domain"] = field(default_factory=dict, repr=False)

    @classmethod
    def of_nodes(cls, source: Source, nodes: Iterable[Token]) -> "Domain":
        """Nodes named one by one."""
        wanted = frozenset(nodes)
        named = sorted(node for node in wanted if not is_blank(node))
        chunks = [named[start : start + _CHUNK] for start in range(0, len(named), _CHUNK)]
        patterns = [f"VALUES {_HERE} {{ {' '.join(chunk)} }}" for chunk in chunks]
        if len(named) < len(wanted):
            patterns.append(_BLANKS)
        return cls(source, tuple(patterns), wanted)

    @cached_property
    def nodes(self) -> frozenset[Token]:
        """The nodes themselves."""
        return self.only if self.only is not None else frozenset(self._names("SELECT DISTINCT ?f {{ {0} }}"))

    def narrowed(self, nodes: frozenset[Token]) -> "Domain":
        """Those of them that are in a set. Few are named, of many the patterns are kept."""
        wanted = nodes & self.nodes
        if len(wanted) == len(self.nodes):
            return self
        if len(wanted) <= _CHUNK:
            return Domain.of_nodes(self.source, wanted)
        return Domain(self.source, self.patterns, wanted)

    def values(self, path: Path) -> "Domain":
        """The value nodes that a path reaches from here."""
        if path.text not in self._values:
            reached = frozenset(value for _, value in self.pairs(path))
            self._values[path.text] = (
                Domain.of_nodes(self.source, reached)
                if len(reached) <= _CHUNK or path.optional
                else Domain(self.source, tuple(_onward(pattern, path) for pattern in self.patterns), reached)
            )
        return self._values[path.text]

    def pairs(self, path: Path) -> list[tuple[Token, Token]]:
        """Every focus node with every value node, each pair once."""
        found = [(row[0], row[1]) for row in self.rows("?f ?v", f"?f {path.steps} ?v .")]
        pairs = [(focus, value) for focus, value in found if focus is not None and value is not None]
        if path.optional:
            pairs = list(dict.fromkeys([*pairs, *((node, node) for node in self.nodes)]))
        return pairs

    def rows(self, variables: str, body: str, tail: str = "", distinct: str = "DISTINCT ") -> list[Row]:
        """The answers of a body over the nodes, ?f being the node and the first of the variables."""
        found = [
            row
            for pattern in self.patterns
            for row in self.source.rows(f"SELECT {distinct}{variables} {{ {_bound(pattern)} {body} }} {tail}")
        ]
        return found if self.only is None else [row for row in found if row[0] in self.only]

    def having(self, body: str, tail: str = "") -> set[Token]:
        """The nodes that a body holds of."""
        return {row[0] for row in self.rows("?f", body, tail) if row[0] is not None}

    def lacking(self, body: str, tail: str = "") -> set[Token]:
        """The nodes that a body does not hold of. MINUS works on whole sets, where NOT EXISTS goes node by node."""

        def query(pattern: str) -> str:
            bound = _bound(pattern)
            # A path of any length is followed from every node of the graph unless it is told where to start.
            inner = f"{bound} {body}" if "*" in body or "+" in body else body
            if tail:
                inner = f"{{ SELECT ?f {{ {inner} }} {tail} }}"
            return f"SELECT DISTINCT ?f {{ {bound} MINUS {{ {inner} }} }}"

        return self._meant(row for pattern in self.patterns for row in self.source.rows(query(pattern)))

    def _names(self, template: str) -> set[Token]:
        return self._meant(row for p in self.patterns for row in self.source.rows(template.format(_bound(p))))

    def _meant(self, rows: Iterable[Row]) -> set[Token]:
        keep: Callable[[Token], bool] = (lambda _: True) if self.only is None else self.only.__contains__
        return {row[0] for row in rows if row[0] is not None and keep(row[0])}


def _bound(pattern: str) -> str:
    return pattern.replace(_HERE, "?f")


def _onward(pattern: str, path: Path) -> str:
    """A pattern that binds what a path reaches; its own variables get new names."""
    return f"{{ SELECT DISTINCT {_HERE} {{ {pattern.replace(_HERE, f'{_HERE}_')} {_HERE}_ {path.steps} {_HERE} . }} }}"
