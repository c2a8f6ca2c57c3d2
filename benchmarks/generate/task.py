"""One row of an annex."""

import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final, TypeVar

from generate.terms import TITLE, TYPE, concept, dkg, text, thing, typed
from generate.words import FIELDS, PRODUCTS, THINGS, VERBS

_Choice = TypeVar("_Choice")
_MONTHS: Final = tuple(f"2026-{month:02}" for month in range(4, 13))


@dataclass(slots=True)
class Row:
    """A task with its cells; `faults` are those that it was given."""

    chance: random.Random
    paper: str
    key: str
    place: int  # from 1
    stt: int
    number: int  # the paper's turn
    paper_number: str  # '' where the paper has none
    bodies: int
    rates: Mapping[str, float]
    faults: set[str] = field(default_factory=set)
    day: str = ""

    def __post_init__(self) -> None:
        own = ("no lead", "no deadline", "no product", "no authority", "leads and coordinates", "due before issue")
        self.faults = {fault for fault in (*own, "read with doubt", "same task again") if self._happens(fault)}
        if "no lead" in self.faults:
            self.faults.discard("leads and coordinates")
        if "no deadline" in self.faults:
            self.faults.discard("due before issue")
        if self.number == 0:
            self.faults.discard("same task again")
        month = "2026-02" if "due before issue" in self.faults else self.chance.choice(_MONTHS)
        self.day = f"{month}-{1 + self.place % 28:02}"

    def lines(self) -> Iterator[str]:
        """The statements of the task and of all that hangs on it."""
        node = self._node
        yield f"{self.paper} {dkg('hasTask')} {node} ."
        yield f"{node} {TYPE} {dkg('Task')} ."
        yield f"{node} {dkg('inDirective')} {self.paper} ."
        yield f"{node} {dkg('stt')} {text(str(self.stt))} ."
        yield f"{node} {dkg('position')} {typed(self.place, 'integer')} ."
        yield f"{node} {dkg('origin')} {concept('origin/annex-row')} ."
        title = f"{self._one(VERBS)} {self._one(THINGS)} {self._one(FIELDS)}, phần {self.number}.{self.place}"
        yield f"{node} {TITLE} {text(title, 'vi')} ."
        yield f"{node} {dkg('issuedFrom')} {typed('2026-03-04', 'date')} ."
        yield f"{node} {dkg('confidence')} {typed('1.0', 'decimal')} ."
        if self.paper_number:
            yield f"{node} {dkg('paperNumber')} {text(self.paper_number)} ."
        yield from self._cell("title", title, 0.3 if "read with doubt" in self.faults else 1.0)
        lead, other, authority = self.chance.sample(range(self.bodies), 3)
        coordinating = lead if "leads and coordinates" in self.faults else other
        for role, body in {"lead": lead, "coordinating": coordinating, "authority": authority}.items():
            if f"no {role}" not in self.faults:
                yield from self._assignment(role, body)
        yield from self._deadline()
        if "no product" not in self.faults:
            yield from self._product()

    def matches(self) -> Iterator[str]:
        """The link to a task of the paper before, where this is one that was ordered there."""
        if "same task again" in self.faults:
            earlier = self.number - 1
            yield f"{self._node} {dkg('sameTaskAs')} {thing(f'directive/{_key_before(self.key, earlier)}/task/{self.place}')} ."

    @property
    def _node(self) -> str:
        return thing(f"directive/{self.key}/task/{self.place}")

    def _assignment(self, field_name: str, body: int) -> Iterator[str]:
        role = "approving" if field_name == "authority" else field_name
        node, agency = thing(f"directive/{self.key}/task/{self.place}/{role}/1"), thing(f"agency/so-{body}")
        yield f"{self._node} {dkg('hasAssignment')} {node} ."
        yield f"{self._node} {dkg(field_name)} {agency} ."
        yield f"{node} {TYPE} {dkg('Assignment')} ."
        yield f"{node} {dkg('role')} {concept(f'role/{role}')} ."
        yield f"{node} {dkg('agent')} {agency} ."
        yield f"{node} {dkg('agentName')} {text(f'Sở số {body}')} ."
        if role == "lead":
            yield f"{self._node} {dkg('leadWords')} {text(f'Sở số {body}')} ."
        if role != "approving":
            yield from self._cell(field_name, f"Sở số {body}")

    def _deadline(self) -> Iterator[str]:
        node = thing(f"directive/{self.key}/task/{self.place}/deadline")
        yield f"{self._node} {dkg('hasDeadline')} {node} ."
        yield f"{node} {TYPE} {dkg('Deadline')} ."
        if "no deadline" in self.faults:
            yield f"{node} {dkg('deadlineKind')} {concept('deadline-kind/none')} ."
            return
        yield f"{node} {dkg('deadlineKind')} {concept('deadline-kind/by')} ."
        yield f"{node} {dkg('words')} {text(f'Trước ngày {self.day}')} ."
        yield f"{node} {dkg('edtf')} {text(self.day)} ."
        yield f"{self._node} {dkg('deadlineWords')} {text(f'Trước ngày {self.day}')} ."
        yield f"{self._node} {dkg('dueEnd')} {typed(self.day, 'date')} ."
        yield from self._cell("deadline", f"Trước ngày {self.day}")

    def _product(self) -> Iterator[str]:
        node = thing(f"directive/{self.key}/task/{self.place}/deliverable")
        words, kind = self._one(PRODUCTS)
        yield f"{self._node} {dkg('hasDeliverable')} {node} ."
        yield f"{node} {TYPE} {dkg('Deliverable')} ."
        yield f"{node} {dkg('words')} {text(words)} ."
        yield f"{self._node} {dkg('deliverableWords')} {text(words)} ."
        yield f"{node} {dkg('deliverableKind')} {concept(f'deliverable-kind/{kind}')} ."

    def _cell(self, name: str, words: str, confidence: float = 1.0) -> Iterator[str]:
        node = self._place(name)
        yield f"{self._node} {dkg('hasPlace')} {node} ."
        yield f"{node} {TYPE} {dkg('Place')} ."
        yield f"{node} {dkg('field')} {text(name)} ."
        yield f"{node} {dkg('words')} {text(words)} ."
        yield f"{node} {dkg('confidence')} {typed(confidence, 'decimal')} ."

    def _place(self, name: str) -> str:
        return thing(f"directive/{self.key}/task/{self.place}/cell/{name}")

    def _one(self, choices: tuple[_Choice, ...]) -> _Choice:
        return self.chance.choice(choices)

    def _happens(self, fault: str) -> bool:
        return self.chance.random() < self.rates[fault]


def _key_before(key: str, number: int) -> str:
    """The key of the paper with another number; papers go round the places in turn."""
    return f"ubnd-tinh-{number % 34}/{key.split('/')[1]}/{number}-kh-ubnd"
