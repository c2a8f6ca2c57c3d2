"""Bodies whose field of work nothing in the row speaks of, where the rows beside it speak of theirs (check K3)."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pyoxigraph as ox

from directive_kg import resources
from directive_kg.compare.wording import syllables
from directive_kg.graph.terms import code_of, term
from directive_kg.names import fold
from directive_kg.records import Paper, Role, Task

# 'Xây dựng Đề án': what is built here is a paper or a system, and no work of the builders.
_BUILDING_OF_PAPERS: Final = re.compile(
    r" xay dung(?= (?:va |trinh |trien khai |ban hanh |to chuc |thuc hien |hoan thien |cac |bo |du thao )*"
    r"(?:de an|ke hoach|chuong trinh|nghi quyet|quyet dinh|quy che|quy dinh|chinh sach|co che|danh muc|mo hinh|he thong"
    r"|co so du lieu|phuong an|bao cao|ho so|van ban|chien luoc|quy trinh|nen tang|tieu chi|chi so|noi dung|doi ngu) )"
)
_CUE: Final = term("skos:hiddenLabel")
_ROLES: Final = (Role.LEAD, Role.APPROVING)
_BESIDE: Final = 2  # rows before and after
_AT_HOME: Final = 0.5  # share of the bodies beside it that must be in their field


@dataclass(frozen=True, slots=True)
class OutOfField:
    """One assignment that looks out of place."""

    paper: Paper
    task: Task
    role: Role
    number: int  # of the assignment among those of its role, from 1
    agency: str


def known_fields(path: Path | None = None) -> dict[str, tuple[str, ...]]:
    """The words of each field of work, folded, by its code: from the vocabulary's labels."""
    path = path or resources.ontology_dir() / "vocabularies" / "field.ttl"
    graph = ox.Dataset(ox.parse(path=path))
    found = {}
    for quad in graph.quads_for_object(term("skos:Concept")):
        said = (q.object for q in graph.quads_for_subject(quad.subject) if q.predicate == _CUE)
        words = (fold(word.value) for word in said if isinstance(word, ox.Literal))
        found[code_of(str(quad.subject).strip("<>"))] = tuple(sorted(words))
    return found


def out_of_field(
    papers: Sequence[Paper], bodies: Mapping[str, tuple[str, ...]], fields: Mapping[str, tuple[str, ...]]
) -> Iterator[OutOfField]:
    """Assignments of departments in other fields than their row's. `bodies` has the fields of each body by its code.

    Only where the row clearly speaks of another field, and where the departments of the rows beside it are in theirs.
    """
    cues = _Cues(fields)
    for paper in papers:
        if not any(b.agency in bodies for task in paper.tasks for role in _ROLES for b in task.bodies(role)):
            continue
        found = [cues.of(task) for task in paper.tasks]
        rows = [(task, frozenset(told)) for task, told in zip(paper.tasks, found, strict=True)]
        for place, (task, spoken) in enumerate(rows):
            if not any(found[place].values()):
                continue
            for role in _ROLES:
                for number, body in enumerate(task.bodies(role), start=1):
                    own = frozenset(bodies.get(body.agency or "", ())) & frozenset(fields)
                    if body.agency is None or not own or not all(fields[f] for f in own) or own & spoken:
                        continue
                    beside = [
                        rows[i]
                        for i in range(place - _BESIDE, place + _BESIDE + 1)
                        if 0 <= i < len(rows) and i != place
                    ]
                    if _neighbours_at_home(beside, bodies, fields):
                        yield OutOfField(paper, task, role, number, body.agency)


class _Cues:
    """Finds the words of all fields in a row at once."""

    def __init__(self, fields: Mapping[str, tuple[str, ...]]) -> None:
        self._codes: dict[tuple[str, ...], list[str]] = {}
        for code, cues in fields.items():
            for cue in cues:
                self._codes.setdefault(tuple(cue.split()), []).append(code)
        self._lengths = sorted({len(cue) for cue in self._codes})

    def of(self, task: Task) -> dict[str, bool]:
        """The fields that a row speaks of, each with whether it does so plainly: in more than one syllable.

        'đường', 'cầu' and 'giá' are parts of many words of no field.
        """
        text = f"{task.title.text} . {task.deliverable.words if task.deliverable else ''} . {task.group or ''}"
        # What is left out parts what stood before it from what stood behind it.
        words = _BUILDING_OF_PAPERS.sub(" |", f" {' '.join(syllables(text))} ").split()
        told: dict[str, bool] = {}
        for length in self._lengths:
            for start in range(len(words) - length + 1):
                for code in self._codes.get(tuple(words[start : start + length]), ()):
                    told[code] = told.get(code, False) or length > 1
        return told


def _neighbours_at_home(
    rows: Sequence[tuple[Task, frozenset[str]]],
    bodies: Mapping[str, tuple[str, ...]],
    fields: Mapping[str, tuple[str, ...]],
) -> bool:
    told = []
    for task, spoken in rows:
        for body in task.bodies(Role.LEAD):
            own = frozenset(bodies.get(body.agency or "", ())) & frozenset(fields)
            if own and spoken:
                told.append(bool(own & spoken))
    return bool(told) and sum(told) / len(told) >= _AT_HOME
