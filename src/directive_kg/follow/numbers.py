"""What the mentions of a number say together: which papers they are, days and subjects that disagree, numbers that are slips."""

from collections import defaultdict
from collections.abc import Iterable

from pyoxigraph import NamedNode

from directive_kg.compare.numbers import a_figure_away, is_numbered, other_days
from directive_kg.compare.subjects import other_subjects
from directive_kg.follow.index import Index
from directive_kg.follow.lines import to_lines
from directive_kg.graph.links import carried_in, link_mentions
from directive_kg.graph.resolve import resolutions_of
from directive_kg.graph.statements import Statements
from directive_kg.graph.terms import partial_date, term, text
from directive_kg.graph.trig import Statement
from directive_kg.names import Names


def settle_numbers(index: Index, slugs: Iterable[str], names: Names) -> None:
    """Work out anew what follows from all mentions of numbers with these slugs."""
    for slug in sorted(slugs):
        _settle(index, slug, names)


def _settle(index: Index, slug: str, names: Names) -> None:
    rows = index.mentions(slug)
    resolutions = resolutions_of(mention for _, _, _, mention in rows)
    linked = link_mentions(resolutions, index.is_held, names)
    new = []
    for row, paper, before, mention in rows:
        if mention.citation and before != (now := linked.resolved.get((mention.paper, mention.citation.key))):
            new.append((now, row))
            index.mark_stale([paper])
    index.db.executemany("UPDATE mention SET resolved = ? WHERE id = ?", new)
    said: defaultdict[str, list[Statement]] = defaultdict(list)
    for key, statements in linked.said.items():
        said[key] += statements
    for resolution in resolutions:
        for (key, citation), days in other_days(resolution).items():
            node = _citation(key, citation, names)
            said[key] += [(node, term("dkg:otherDate"), partial_date(day)) for day in sorted(days)]
        for (key, citation), subjects in other_subjects(resolution).items():
            node = _citation(key, citation, names)
            said[key] += [(node, term("dkg:otherSubject"), text(subject, "vi")) for subject in sorted(subjects)]
    papers = {mention.paper: paper for _, paper, _, mention in rows}
    index.say(f"number {slug}", {papers[key]: to_lines(statements) for key, statements in said.items()})


def settle_carried(index: Index, pairs: set[tuple[str, str]], names: Names) -> None:
    """Work out anew which papers carry out which: these pairs, and what the papers say of which the links are stale.

    However many papers say so, it stands in the links of the first of them: no statement stands in two graphs.
    """
    for listed in index.stale():
        now = carried_in(listed.key, index.citations(listed.id), index.resolved(listed.id))
        before = set(index.db.execute("SELECT carrying, carried FROM carried WHERE paper = ?", (listed.id,)))
        if now != before:
            index.db.execute("DELETE FROM carried WHERE paper = ?", (listed.id,))
            index.db.executemany("INSERT INTO carried VALUES (?, ?, ?)", [(listed.id, *pair) for pair in now])
            pairs |= now ^ before
    first = "SELECT p.id FROM carried c JOIN paper p ON p.id = c.paper WHERE carrying = ? AND carried = ? ORDER BY p.key LIMIT 1"
    for one, other in sorted(pairs):
        papers = index.db.execute(first, (one, other)).fetchall()
        statement = NamedNode(names.directive(one)), term("dkg:implements"), NamedNode(names.directive(other))
        index.say(f"carried {one} {other}", {paper: to_lines([statement]) for (paper,) in papers})


def settle_slips(index: Index, numbers: Iterable[tuple[str, str]], names: Names) -> None:
    """Work out anew which numbers of an issuer are slips: these, and those a figure away from them."""
    looked = {
        (near, issuer)
        for number, issuer in numbers
        if is_numbered(number)
        for near in (number, *(other for other, _ in a_figure_away(number)))
    }
    for number, issuer in sorted(looked):
        _settle_slip(index, number, issuer, names)


def _settle_slip(index: Index, number: str, issuer: str, names: Names) -> None:
    """A number named once and never with a date, one figure away from one of the same issuer that is well attested.

    Well attested is a number that is cited with its day, or by two papers. Neighbours that are both cited with their day
    (263/2025/QH15 and 265/2025/QH15) are two papers. Where the figure apart is the last one, most are: only a number
    that the same paper cites as well counts then.
    """
    uses = index.db.execute(
        "SELECT m.paper, p.key, m.citation, m.date FROM mention m JOIN paper p ON p.id = m.paper "
        "WHERE m.number = ? AND m.agency = ? ORDER BY m.date DESC LIMIT 2",
        (number, issuer),
    ).fetchall()
    said = {}
    if len(uses) == 1 and not uses[0][3]:
        paper, key, citation, _ = uses[0]
        near = []
        for other, last in a_figure_away(number):
            written = _attested(index, other, issuer)
            if written and (not last or _cites(index, paper, other)):
                near.append(written)
        if near:
            node = _citation(key, citation, names)
            said[paper] = to_lines([(node, term("dkg:nearNumber"), text(one)) for one in near])
    index.say(f"slip {issuer} {number}", said)


def _attested(index: Index, number: str, issuer: str) -> str | None:
    """A well attested number as it is written; None for one that is not."""
    found = index.db.execute(
        "SELECT date, told ->> 0, paper FROM mention WHERE number = ? AND agency = ? ORDER BY date DESC LIMIT 1",
        (number, issuer),
    ).fetchone()
    if found is None:
        return None
    date, _, paper = found
    same = (number, issuer, date)
    beside = "SELECT 1 FROM mention WHERE number = ? AND agency = ? AND date IS ? AND paper <> ? LIMIT 1"
    if not date and index.db.execute(beside, (*same, paper)).fetchone() is None:
        return None
    written = "SELECT min(told ->> 0) FROM mention WHERE number = ? AND agency = ? AND date IS ?"
    return str(index.db.execute(written, same).fetchone()[0])


def _cites(index: Index, paper: int, number: str) -> bool:
    found = index.db.execute(
        "SELECT 1 FROM mention WHERE paper = ? AND number = ? AND citation IS NOT NULL", (paper, number)
    )
    return found.fetchone() is not None


def _citation(key: str, citation: str, names: Names) -> NamedNode:
    return Statements(key, names).part("citation", citation)
