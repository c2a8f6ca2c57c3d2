"""Paths over columns: where pairs of nodes lead, whole arrays at a time."""

import numpy as np

from directive_kg.check.engine.columns.table import Columns, Pairs, follow, keys_of, unique_pairs
from directive_kg.check.engine.steps import Again, Choice, Path, Sequence, Step


def walk(path: Path, columns: Columns, start: Pairs) -> Pairs:
    """The firsts of some pairs with what the path reaches from their seconds; of a single step a pair may come again."""
    match path:
        case Step(iri, back):
            return follow(columns.property(iri, inverse=back), start)
        case Sequence(parts):
            for part in parts:
                start = unique_pairs(*walk(part, columns, start))
            return start
        case Choice(parts):
            ways = [walk(part, columns, start) for part in parts]
            return Pairs(np.concatenate([way.first for way in ways]), np.concatenate([way.second for way in ways]))
        case Again(part, least, more):
            new = unique_pairs(*walk(part, columns, start))
            found = new if least else unique_pairs(*_both(start, new))
            while more and len(new.first):
                step = unique_pairs(*walk(part, columns, new))
                fresh = ~np.isin(keys_of(*step), keys_of(*found), assume_unique=True)
                new = Pairs(step.first[fresh], step.second[fresh])
                found = unique_pairs(*_both(found, new))
            return found


def _both(one: Pairs, other: Pairs) -> Pairs:
    return Pairs(np.concatenate([one.first, other.first]), np.concatenate([one.second, other.second]))
