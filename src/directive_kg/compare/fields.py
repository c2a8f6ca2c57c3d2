"""Bodies whose field of work nothing in the row speaks of, where the rows beside it speak of theirs (check K3)."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import rdflib
from rdflib import SKOS

from directive_kg import resources
from directive_kg.compare.wording import syllables
from directive_kg.names import fold
from directive_kg.records import Paper, Role, Task

# 'Xây dựng Đề án': what is built here is a paper or a system, and no work of the builders.
_BUILDING_OF_PAPERS: Final = re.compile(
    r" xay dung(?= (?:va |trinh |trien khai |ban hanh |to chuc |thuc hien |hoan thien |cac |bo |du thao )*"
    r"(?:de an|ke hoach|chuong trinh|nghi quyet|quyet dinh|quy che|quy dinh|chinh sach|co che|danh muc|mo hinh|he thong"
    r"|co so du lieu|phuong an|bao cao|ho so|van ban|chien luoc|quy trinh|nen tang|tieu chi|chi so|noi dung|doi ngu) )"
)
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
    graph = rdflib.Graph().parse(data=path.read_bytes(), format="turtle")
    found = {}
    for concept in graph.subjects(rdflib.RDF.type, SKOS.Concept):
        words = (fold(str(word)) for word in graph.objects(concept, SKOS.hiddenLabel))
        found[str(concept).rsplit("/", 1)[-1]] = tuple(sorted(words))
    return found


def out_of_field(
    papers: Sequence[Paper], bodies: Mapping[str, tuple[str, ...]], fields: Mapping[str, tuple[str, ...]]
) -> Iterator[OutOfField]:
    """Assignments of departments in other fields than their row's. `bodies` has the fields of each body by its code.

    Only where the row clearly speaks of another field, and where the departments of the rows beside it are in theirs.
    """
    plain = _plain_cues(fields)
    for paper in papers:
        rows = [(task, _spoken(task, fields)) for task in paper.tasks]
        for place, (task, spoken) in enumerate(rows):
            if not _spoken(task, plain):
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


def _plain_cues(fields: Mapping[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    """The cues of more than one syllable: 'đường', 'cầu' and 'giá' are parts of many words of no field."""
    return {code: tuple(cue for cue in cues if " " in cue) for code, cues in fields.items()}


def _spoken(task: Task, fields: Mapping[str, tuple[str, ...]]) -> frozenset[str]:
    """The fields that a row speaks of."""
    text = f"{task.title.text} . {task.deliverable.words if task.deliverable else ''} . {task.group or ''}"
    words = _BUILDING_OF_PAPERS.sub(" ", f" {' '.join(syllables(text))} ")
    return frozenset(code for code, cues in fields.items() if any(f" {cue} " in words for cue in cues))


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
