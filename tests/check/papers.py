"""Three papers of our own writing, whose cells can be changed one by one, and links between them."""

from typing import Final

_PREFIXES: Final = """@prefix dkg: <https://w3id.org/directive-kg/ontology#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix eli: <http://data.europa.eu/eli/ontology#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix role: <https://w3id.org/directive-kg/vocabulary/role/> .
@prefix origin: <https://w3id.org/directive-kg/vocabulary/origin/> .
@prefix deadline: <https://w3id.org/directive-kg/vocabulary/deadline-kind/> .
@prefix : <https://example.org/id/> .
@prefix paper: <https://example.org/id/directive/ubnd/2026/> .
"""
_COLUMNS: Final = '"1 stt", "2 title", "3 deliverable", "4 deadline", "5 lead", "6 authority"'
_CELLS: Final = {
    f"{row}.{cell}": value
    for row in (1, 2, 3)
    for cell, value in {
        "title": f"Xây dựng báo cáo số {row}",
        "lead": f"body{row}",
        "authority": "body9",
        "due": f"2026-0{row + 4}-30",
        "product": "Báo cáo",
    }.items()
}
PAPERS: Final[dict[str, dict[str, str]]] = {
    "a": {"number": "1/KH-UBND", "issued": "2026-01-10", **_CELLS},
    "b": {"number": "2/KH-UBND", "issued": "2026-02-10", "implements": "a", "same": "a", **_CELLS, "3.part": "2"},
    "c": {"number": "3/KH-UBND", "issued": "2026-03-10", "implements": "b", **_CELLS},
}
# Paper, cell, new value; None takes it away.
EDITS: Final[list[tuple[str, str, str | None]]] = [
    *((name, "paper", value) for name in PAPERS for value in (None, "back")),
    *((name, "number", value) for name in PAPERS for value in (None, "1/KH-UBND")),
    *((name, "issued", value) for name in PAPERS for value in (None, "2026-07-01", "2025-01-01")),
    *((name, "implements", value) for name in PAPERS for value in (None, "a", "c")),
    *((name, "replaces", value) for name in PAPERS for value in (None, "a")),
    *((name, "same", value) for name in ("b", "c") for value in (None, "a", "b")),
    *((name, f"{row}.lead", value) for name in PAPERS for row in (1, 3) for value in (None, "body2", "body9")),
    *((name, f"{row}.authority", value) for name in PAPERS for row in (1, 2) for value in (None, "body1")),
    *(
        (name, f"{row}.due", value)
        for name in PAPERS
        for row in (1, 2, 3)
        for value in (None, "2025-12-01", "2027-01-01")
    ),
    *((name, f"{row}.product", value) for name in PAPERS for row in (1, 2) for value in (None, " ", "Nghị quyết")),
    *((name, "2.title", value) for name in PAPERS for value in (None, "và các", "Ban hành nghị quyết về phí")),
    *((name, "2.stt", value) for name in PAPERS for value in (None, "1", "7")),
    *((name, "3.part", value) for name in PAPERS for value in (None, "1")),
    *((name, "1.confidence", value) for name in PAPERS for value in (None, "0.3")),
]


def text_of(name: str, cells: dict[str, str]) -> str:
    """A paper in TriG."""
    lines = [f"paper:{name} a dkg:Directive ; dkg:held true ; dkg:tableColumn {_COLUMNS} ."]
    if "number" in cells:
        lines.append(f'paper:{name} dkg:number "{cells["number"]}" .')
    if "issued" in cells:
        day = f'"{cells["issued"]}"^^xsd:date'
        lines.append(f"paper:{name} eli:date_document {day} ; dkg:issuedFrom {day} ; dkg:issuedUntil {day} .")
    lines += [f"paper:{name} dkg:{link} paper:{cells[link]} ." for link in ("implements", "replaces") if link in cells]
    for row in (1, 2, 3):
        lines += _task(
            name, row, {cell[2:]: value for cell, value in cells.items() if cell.startswith(f"{row}.")}, cells
        )
    return f"{_PREFIXES}GRAPH <https://example.org/graph/{name}> {{\n" + "\n".join(lines) + "\n}\n"


def _task(name: str, row: int, own: dict[str, str], cells: dict[str, str]) -> list[str]:
    task = f"<https://example.org/id/directive/ubnd/2026/{name}/task/{row}>"
    confidence = own.get("confidence", "1.0")
    lines = [
        f"paper:{name} dkg:hasTask {task} .",
        f'{task} a dkg:Task ; dkg:inDirective paper:{name} ; dkg:position {row} ; dkg:stt "{own.get("stt", row)}" .',
        f"{task} dkg:origin origin:annex-row ; dkg:confidence {confidence} .",
    ]
    if "title" in own:
        lines.append(f'{task} dcterms:title "{own["title"]}"@vi .')
    for role, kind in (("lead", "lead"), ("authority", "approving")):
        if role in own:
            node = f"<https://example.org/id/directive/ubnd/2026/{name}/task/{row}/{kind}>"
            lines.append(f"{task} dkg:{role} :{own[role]} ; dkg:hasAssignment {node} .")
            lines.append(
                f'{node} a dkg:Assignment ; dkg:role role:{kind} ; dkg:agent :{own[role]} ; dkg:agentName "x" .'
            )
    when = f"<https://example.org/id/directive/ubnd/2026/{name}/task/{row}/deadline>"
    lines.append(f"{task} dkg:hasDeadline {when} . {when} a dkg:Deadline .")
    if "due" in own:
        lines.append(f'{when} dkg:deadlineKind deadline:by ; dkg:words "{own["due"]}" .')
        lines.append(f'{task} dkg:dueEnd "{own["due"]}"^^xsd:date .')
        if "issued" in cells:
            lines.append(f'{task} dkg:issuedFrom "{cells["issued"]}"^^xsd:date .')
    if "product" in own:
        node = f"<https://example.org/id/directive/ubnd/2026/{name}/task/{row}/deliverable>"
        lines.append(f'{task} dkg:hasDeliverable {node} . {node} a dkg:Deliverable ; dkg:words "{own["product"]}" .')
    if "part" in own:
        lines.append(f"{task} dkg:partOfTask <https://example.org/id/directive/ubnd/2026/{name}/task/{own['part']}> .")
    if "same" in cells:
        lines.append(f"{task} dkg:sameTaskAs <https://example.org/id/directive/ubnd/2026/{cells['same']}/task/{row}> .")
    return lines
