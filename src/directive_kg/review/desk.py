"""The desk at which values are looked at: all doubtful values of a graph, and what people decide, written at once."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cached_property
from pathlib import Path
from typing import Final

from directive_kg.errors import BadInputError, BrokenGraphError, UnknownNameError
from directive_kg.extract.review_values import doubtful
from directive_kg.extract.reviews import accept, correct
from directive_kg.graph.files import FileProblem
from directive_kg.ingest import Ingest, Outcome, Prepared
from directive_kg.names import fold, fold_number
from directive_kg.records import Paper
from directive_kg.register import Register
from directive_kg.review.items import Item, find_item, item_id, make_item

_SUGGESTED: Final = 5


class Choice(StrEnum):
    """What a person can say of a value."""

    ACCEPT = "accept"
    CORRECT = "correct"
    AS_WRITTEN = "as-written"  # corrected to words that grammar or register need not understand


@dataclass(frozen=True, slots=True)
class Decision:
    """What a person said of a value."""

    id: str  # of the item
    choice: Choice
    by: str
    words: str = ""  # the corrected value
    stamp: str | None = None  # of what was shown; None where nobody else can have changed it meanwhile


class DecisionError(BadInputError):
    """A decision that cannot be carried out; `at` counts the decisions from 0."""

    def __init__(self, at: int, reason: str) -> None:
        super().__init__(reason)
        self.at = at


class Desk:
    """The values of a graph folder. A context: with `alone`, nobody else writes to the folder until it is left."""

    def __init__(self, graph_dir: Path, *, alone: bool = False) -> None:
        """Load the graph. Raises BrokenGraphError for no graph, BadInputError where somebody else is writing to it."""
        if not graph_dir.is_dir():
            raise BrokenGraphError(f"không có thư mục đồ thị / no such graph folder: {graph_dir}")
        self._ingest = Ingest(graph_dir, alone=alone)

    def __enter__(self) -> "Desk":
        return self

    def __exit__(self, *error: object) -> None:
        self._ingest.__exit__(*error)

    @property
    def problems(self) -> Sequence[FileProblem]:
        """Files of the graph that could not be read."""
        return self._ingest.problems

    @property
    def register(self) -> Register:
        """The bodies that the graph knows."""
        return self._ingest.register

    def take(self, reading: Prepared) -> Outcome:
        """Put a paper that has come in into the graph, with its links. Raises BadInputError as `Ingest.add` does."""
        outcome = self._ingest.add(reading)
        self.__dict__.pop("_subjects", None)
        self._ingest.finish()
        return outcome

    def paper(self, name: str) -> Paper:
        """A paper by its key or number, the first of several. Raises UnknownNameError for one that the graph has not."""
        return self._papers(name)[0]

    def items(self, paper: str | None = None) -> list[Item]:
        """The values to look at, the least sure first; of one paper where its number or key is given.

        Raises UnknownNameError for a paper that the graph does not hold.
        """
        papers = self._ingest.papers if paper is None else self._papers(paper)
        register = self._ingest.register
        found = [make_item(one, value, register) for one in papers for value in doubtful(one)]
        return sorted(found, key=lambda item: item.value.confidence)

    def item(self, name: str) -> Item:
        """The value of an id, or of 'PAPER#SUBJECT', doubtful or not. Raises UnknownNameError where there is none."""
        paper, subject = self._find(name)
        found = find_item(paper, subject, self._ingest.register)
        if found is None:
            raise _unknown(name)
        return found

    def decide(self, decisions: Sequence[Decision], on: date) -> list[Item]:
        """Carry out all of these, or none; the items as they are now.

        Raises DecisionError for the first that cannot be carried out.
        """
        changed: dict[str, Paper] = {}
        where: list[tuple[str, str]] = []  # where each item begins: (key before, subject)
        for at, decision in enumerate(decisions):
            try:
                key, subject = self._decided(decision, on, changed)
            except (BadInputError, UnknownNameError) as error:
                raise DecisionError(at, str(error)) from None
            where.append((key, subject))
        put = {key: self._ingest.put(paper).paper for key, paper in changed.items()}
        self.__dict__.pop("_subjects", None)
        held = {paper.key: paper for paper in self._ingest.papers}
        shown = ((put.get(key) or held[key], subject) for key, subject in where)
        items = (find_item(paper, subject, self._ingest.register) for paper, subject in shown)
        return [item for item in items if item]

    def finish(self) -> None:
        """Make what follows from all papers again, once for all decisions."""
        self._ingest.finish()

    def problems_of(self, decisions: Sequence[Decision], on: date) -> dict[int, str]:
        """What is wrong with each of these decisions, by its number from 0; nothing is carried out."""
        found: dict[int, str] = {}
        changed: dict[str, Paper] = {}
        for at, decision in enumerate(decisions):
            try:
                self._decided(decision, on, changed)
            except (BadInputError, UnknownNameError) as error:
                found[at] = str(error)
        return found

    @cached_property
    def _subjects(self) -> dict[str, tuple[Paper, str]]:
        """The values that are doubtful, and those that were looked at already, by their ids."""
        found: dict[str, tuple[Paper, str]] = {}
        for paper in self._ingest.papers:
            subjects = [review.subject for review in paper.reviews] + [value.subject for value in doubtful(paper)]
            found |= {item_id(paper.key, subject): (paper, subject) for subject in subjects}
        return found

    def _decided(self, decision: Decision, on: date, changed: dict[str, Paper]) -> tuple[str, str]:
        held, subject = self._find(decision.id)
        paper = changed.get(held.key, held)
        register = self._ingest.register
        item = find_item(paper, subject, register)
        if item is None:
            raise _unknown(decision.id)
        if _is_done(item, decision):
            return held.key, subject
        if decision.stamp is not None and decision.stamp != item.stamp:
            raise BadInputError(
                f"{decision.id}: ô đã khác lúc xem, nay là “{item.value.read}”; xem lại rồi quyết định / it has changed since"
            )
        if decision.choice is Choice.ACCEPT:
            paper = accept(paper, subject, by=decision.by, on=on, register=register)
        else:
            kept = decision.choice is Choice.AS_WRITTEN
            paper = correct(paper, subject, decision.words, by=decision.by, on=on, register=register, as_written=kept)
        changed[held.key] = paper
        return held.key, subject

    def _find(self, name: str) -> tuple[Paper, str]:
        paper, mark, subject = name.partition("#")
        if mark:
            papers = self._papers(paper)
            if len(papers) > 1:
                raise BadInputError(
                    f"nhiều văn bản cùng số, dùng khóa / several papers: {'; '.join(p.key for p in papers)}"
                )
            return papers[0], subject
        if name not in self._subjects:
            raise _unknown(name)
        return self._subjects[name]

    def _papers(self, name: str) -> list[Paper]:
        papers = self._ingest.papers
        found = [p for p in papers if p.key == name or fold_number(p.header.number or "") == fold_number(name)]
        if not found:
            near = _near(name, papers)
            hint = f"; gần giống / near: {', '.join(near)}" if near else ""
            raise UnknownNameError(f"đồ thị không có văn bản / the graph has no paper: {name}{hint}")
        return found


def _is_done(item: Item, decision: Decision) -> bool:
    """Whether the decision was carried out already, as when a list comes in twice."""
    review = item.review
    if review is None or not review.holds or review.by != " ".join(decision.by.split()):
        return False
    if decision.choice is Choice.ACCEPT:
        return decision.stamp is None or decision.stamp == item.stamp
    return review.value == " ".join(decision.words.split())


def _near(name: str, papers: Iterable[Paper]) -> list[str]:
    wanted = fold(name)
    names = [paper.header.number or paper.key for paper in papers]
    return [one for one in names if wanted and (wanted in fold(one) or fold(one) in wanted)][:_SUGGESTED]


def _unknown(name: str) -> UnknownNameError:
    return UnknownNameError(f"không có ô nào mang mã / no value has the id: {name}; xem `directive-kg review list`")
