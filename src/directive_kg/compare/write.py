"""matches.trig: what comparing all papers tells. Made again at every ingest, never by hand; always the same bytes."""

from collections.abc import Iterable, Sequence
from hashlib import sha256
from typing import Final

from pyoxigraph import Literal, NamedNode

from directive_kg.compare.fields import OutOfField, known_fields, out_of_field
from directive_kg.compare.follows import follows_body
from directive_kg.compare.mentions import only_mentioned
from directive_kg.compare.numbers import Disagreements, disagreements
from directive_kg.compare.subjects import other_subjects
from directive_kg.compare.tasks import TaskMatch, match_tasks
from directive_kg.graph.statements import Statements
from directive_kg.graph.terms import DEFAULT_NAMES, boolean, decimal, partial_date, text
from directive_kg.graph.trig import Statement, write_trig
from directive_kg.names import Names
from directive_kg.records import Paper, Task
from directive_kg.register import Register

MATCHES: Final = "matches.trig"
_DEPARTMENT: Final = "so"  # kind of body whose field of work is told by its name


def make_matches(papers: Iterable[Paper], register: Register, names: Names = DEFAULT_NAMES) -> str:
    """The text of matches.trig for these papers, whatever their order."""
    held = sorted(papers, key=lambda paper: paper.key)
    statements: list[Statement] = []
    for match in match_tasks(held):
        statements += _match(match, names)
    statements += _numbers(held, disagreements(held), names)
    for (key, citation), subjects in sorted(other_subjects(held).items()):
        out = Statements(key, names)
        node = out.part("citation", citation)
        for subject in subjects:
            out.text(node, "dkg:otherSubject", subject, "vi")
        statements += out.items
    fields = {code: body.fields for code, body in register.agencies.items() if body.kind == _DEPARTMENT}
    for stray in out_of_field(held, fields, known_fields()):
        statements += _stray(stray, names)
    for key, citation in only_mentioned(held):
        out = Statements(key, names)
        out.add(out.part("citation", citation), "dkg:onlyMentioned", boolean(True))
        statements += out.items
    for paper in held:
        if follows_body(paper):
            out = Statements(paper.key, names)
            out.add(out.paper, "dkg:annexFollowsBody", boolean(True))
            statements += out.items
    return write_trig(names.graph("matches"), statements, prefixes={"agency": names.agency("")})


def _node(paper: Paper, task: Task, names: Names) -> NamedNode:
    return Statements(paper.key, names).part("task", task.key)


def _match(match: TaskMatch, names: Names) -> list[Statement]:
    """The link itself, for shapes and queries, and a node that says how sure it is and why."""
    out = Statements(match.left.paper.key, names)
    left = _node(match.left.paper, match.left.task, names)
    right = _node(match.right.paper, match.right.task, names)
    node = out.part("task", match.left.task.key, "match", sha256(right.value.encode()).hexdigest()[:8])
    link = "dkg:repeatsTask" if match.repeated else "dkg:sameTaskAs"
    out.add(left, link, right)
    out.type(node, "dkg:TaskMatch")
    out.add(node, "dkg:leftTask", left)
    out.add(node, "dkg:rightTask", right)
    out.add(node, "dkg:score", decimal(match.score))
    out.text(node, "dkg:because", match.reason_vi, "vi")
    out.text(node, "dkg:because", match.reason_en, "en")
    return out.items


def _numbers(papers: Sequence[Paper], found: Disagreements, names: Names) -> list[Statement]:
    statements: list[Statement] = []
    for paper in papers:
        out = Statements(paper.key, names)
        for citation in paper.citations:
            key, node = (paper.key, citation.key), out.part("citation", citation.key)
            out.add(node, "dkg:statedDate", *map(partial_date, found.stated.get(key, ())))
            out.add(node, "dkg:otherDate", *map(partial_date, found.elsewhere.get(key, ())))
            out.add(node, "dkg:otherIssuer", *map(out.agency, found.issuers.get(key, ())))
            near: list[Literal] = [text(number) for number in found.near.get(key, ())]
            out.add(node, "dkg:nearNumber", *near)
        statements += out.items
    return statements


def _stray(stray: OutOfField, names: Names) -> list[Statement]:
    out = Statements(stray.paper.key, names)
    out.add(_node(stray.paper, stray.task, names), "dkg:outOfField", out.agency(stray.agency))
    return out.items
