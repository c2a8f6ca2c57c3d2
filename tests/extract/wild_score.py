"""How near a reading comes to a compact transcription of a paper in another office's layout."""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from directive_kg.names import fold, fold_number
from directive_kg.records import Paper, Role, Task

TRUTHS: Final = Path(__file__).parent / "wild_truth"
_HEADER: Final = ("number", "type", "issuer", "date", "signatory", "implements")


@dataclass(slots=True)
class Tally:
    """Counts of one group of papers."""

    wanted: int = 0
    found: int = 0
    given: int = 0  # tasks that the reading has, those that the truth leaves open not counted
    leads: int = 0
    due: int = 0
    missed: list[str] = field(default_factory=list)
    extra: list[str] = field(default_factory=list)

    def add(self, other: "Tally") -> None:
        """Count another paper's figures in."""
        for name in ("wanted", "found", "given", "leads", "due"):
            setattr(self, name, getattr(self, name) + getattr(other, name))

    @property
    def recall(self) -> float:
        """The share of the transcribed tasks that were found."""
        return self.found / self.wanted if self.wanted else 1.0

    @property
    def precision(self) -> float:
        """The share of the tasks given that are in the transcription."""
        return self.found / self.given if self.given else 1.0

    @property
    def leads_right(self) -> float:
        """The share of the found tasks whose leads are the transcribed ones."""
        return self.leads / self.found if self.found else 1.0

    @property
    def due_right(self) -> float:
        """The share of the found tasks whose kind, first and last day are the transcribed ones."""
        return self.due / self.found if self.found else 1.0


def truths() -> list[dict[str, Any]]:
    """The transcriptions, by their files' names."""
    return [json.loads(path.read_text(encoding="utf-8")) for path in sorted(TRUTHS.glob("*.json"))]


def header_faults(truth: dict[str, Any], paper: Paper) -> list[str]:
    """The parts of the header that differ, each with both values."""
    header = paper.header
    mine: dict[str, Any] = {name: getattr(header, name) for name in _HEADER if name != "implements"}
    mine["implements"] = sorted(fold_number(c.number) for c in paper.implements)
    faults = []
    for name in _HEADER:
        if name not in truth or (name == "implements" and truth[name] is None):
            continue
        wanted = truth[name]
        if name == "implements":
            # An opening line may name more papers than the one it stands for.
            same = {fold_number(n) for n in wanted} <= set(mine[name]) if wanted else True
        else:
            same = fold(str(wanted)) == fold(str(mine[name]))
        if not same:
            faults.append(f"{name}: {wanted!r} != {mine[name]!r}")
    return faults


def compare(wanted: Sequence[Any], tasks: Sequence[Task], optional: Sequence[str], *, partial: bool) -> Tally:
    """Match transcribed tasks with read ones, each once, by their first words and number."""
    tally = Tally(wanted=len(wanted))
    left = list(tasks)
    for stt, title, leads, (kind, start, end) in wanted:
        fitting = [t for t in left if _same_title(title, t.title.text)]
        best = max(fitting, key=lambda t: 2 * _same_leads(leads, t) + (t.stt == stt), default=None)
        if best is None:
            tally.missed.append(f"{stt} {title}")
            continue
        left.remove(best)
        tally.found += 1
        if _same_leads(leads, best):
            tally.leads += 1
        else:
            tally.missed.append(f"   leads {title}: {leads} != {[b.name for b in best.bodies(Role.LEAD)]}")
        deadline = best.deadline
        days = [deadline.kind.value, *(d.isoformat() if d else None for d in (deadline.start, deadline.end))]
        if days == [kind, start, end]:
            tally.due += 1
        else:
            tally.missed.append(f"   due {title}: {[kind, start, end]} != {days} “{deadline.words[:60]}”")
    rest = [t.title.text for t in left if not any(_same_title(o, t.title.text) for o in optional)]
    tally.extra = rest
    tally.given = tally.found if partial else tally.found + len(rest)
    return tally


def _same_title(wanted: str, found: str) -> bool:
    words = re.findall(r"\w+", fold(wanted))
    shown = re.findall(r"\w+", fold(found))
    # The addressee's own words may be kept in front.
    size = len(words)
    return any(shown[i : i + size] == words for i in range(min(20, len(shown)))) or (
        len(words) > 4 and shown[: size - 1] == words[:-1]
    )


def _same_leads(wanted: Sequence[str], task: Task) -> bool:
    def plain(name: str) -> str:
        return fold(name).replace("uy ban nhan dan", "ubnd").replace("hoi dong nhan dan", "hdnd")

    mine = [plain(body.name) for body in task.bodies(Role.LEAD)]
    return all(any(plain(name) in m or m in plain(name) for m in mine) for name in wanted) and bool(mine)
