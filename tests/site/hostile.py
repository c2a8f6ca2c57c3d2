"""A graph whose texts, names and IRIs try to break out of the pages and of the output folder."""

from pathlib import Path

SCRIPT = "<script>alert(1)</script>"
IMAGE = "<img src=x onerror=alert(1)>"
TEMPLATE = "{{ 7 * 191 }}{% raw %}"
BIDI = "a\u202ebc\u2066d"
FORMULA = "=HYPERLINK(1)"
LONG = "dài" * 3334  # a little over 10,000 characters
BASE = "https://w3id.org/directive-kg/id"

_PREFIXES = """
@prefix dkg: <https://w3id.org/directive-kg/ontology#> .
@prefix eli: <http://data.europa.eu/eli/ontology#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix prov: <http://www.w3.org/ns/prov#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix kind: <https://w3id.org/directive-kg/vocabulary/deadline-kind/> .
@prefix role: <https://w3id.org/directive-kg/vocabulary/role/> .
@prefix origin: <https://w3id.org/directive-kg/vocabulary/origin/> .
"""


def hostile_graph(folder: Path) -> Path:
    """Write the graph below `folder` and return its own folder."""
    graph = folder / "graph"
    graph.mkdir()
    paper = f"<{BASE}/directive/a/../../../../etc>"
    deep = f"<{BASE}/directive/{'x/' * 300}y>"
    twins = [f"<{BASE}/agency/So>", f"<{BASE}/agency/so>", f"<{BASE}/agency/index>", f"<{BASE}/agency/con>"]
    climbing = [f"<{BASE}/agency/..>", f"<{BASE}/agency/..%2F..%2Fx>", "<javascript:alert(1)>", "<urn:x:%00/../y>"]
    lines = [_PREFIXES]
    lines.append(
        f'{paper} a dkg:Directive ; dkg:held true ; dkg:number "{SCRIPT}" ; dcterms:title "{SCRIPT}{BIDI}"@vi ;'
        f' dkg:issuerName "{IMAGE}" ; eli:date_document "{SCRIPT}"^^xsd:date ; dkg:issuedFrom "2026-02-31"^^xsd:date ;'
        f' dkg:signatory "{TEMPLATE}" ; prov:wasDerivedFrom <urn:sha256:{"f" * 64}> ; dkg:tableColumn "1 stt",'
        f' "2 title", "x <b>", "3 {SCRIPT}" ; dkg:implements {deep}, {paper} ; dkg:hasDoubt {paper[:-1]}/doubt/1> .'
    )
    lines.append(f"{deep} a dkg:Directive ; dkg:held true ; dkg:implements {paper} .")
    lines.append(f'<urn:sha256:{"f" * 64}> dkg:fileName "../../{SCRIPT}" ; dcterms:format "javascript:alert(1)" .')
    lines.append(f'{paper[:-1]}/doubt/1> a dkg:Doubt ; dkg:subject "{SCRIPT}" ; dkg:confidence "NaN"^^xsd:double .')
    for name in (twins + climbing)[:]:
        lines.append(f'{name} a dkg:Agency ; skos:prefLabel "{SCRIPT}"@vi ; skos:altLabel "{LONG}"@vi .')
    tasks = [f"{paper[:-1]}/task/{name}>" for name in ("..", "1", "%2e%2e", "a.html", "<".replace("<", "%3C"))]
    tasks += [
        f"{BASE and '<'}{BASE}/directive/a/../../../../etc/task/A>",
        f"<{BASE}/directive/a/../../../../etc/task/a>",
    ]
    for number, task in enumerate(tasks):
        own = task[:-1]
        lines.append(
            f'{task} a dkg:Task ; dkg:inDirective {paper} ; dkg:stt "{SCRIPT}" ; dkg:position {number} ;'
            f' dkg:group "{IMAGE}" ; dcterms:title "{LONG}"@vi ; dkg:origin origin:annex-row ; dkg:partOfTask {task} ;'
            f" dkg:hasDeadline {own}/deadline> ; dkg:hasAssignment {own}/lead/1>, {own}/lead/2> ;"
            f" dkg:hasPlace {own}/cell/x> ; dkg:cites {deep} ."
        )
        lines.append(
            f'{own}/deadline> a dkg:Deadline ; dkg:words "{BIDI}" ; dkg:deadlineKind kind:{"by" if number else "xyz"} ;'
            ' dkg:end "9999-12-31"^^xsd:date ; dkg:start "not a day"^^xsd:date ; dkg:confidence -3.5 .'
        )
        lines.append(f"{own}/lead/1> dkg:role role:lead ; dkg:agent <javascript:alert(1)> .")
        lines.append(f'{own}/lead/2> dkg:role role:lead ; dkg:agentName "{SCRIPT}" ; dkg:isClass true .')
        lines.append(
            f'{own}/cell/x> a dkg:Place ; dkg:field "{SCRIPT}" ; dkg:words "{TEMPLATE}{IMAGE}" ;'
            f' dkg:rawWords "{BIDI}" ; dkg:line "many" ; dkg:page 99999999999999999999 .'
        )
    lines += _beside(paper, deep, tasks[1])
    (graph / "hostile.ttl").write_text("\n".join(lines), encoding="utf-8")
    return graph


def _beside(paper: str, deep: str, task: str) -> list[str]:
    """What brings pages of places, of two papers side by side, and of deliverables."""
    other, made = f"{deep[:-1]}/task/1>", f"{task[:-1]}/deliverable>"
    places = [f"<{BASE}/place/..>", "<javascript:alert(2)>"]
    return [
        f'{task} dkg:hasDeliverable {made} . {made} a dkg:Deliverable ; dkg:words "{FORMULA}" ;'
        " dkg:deliverableKind <javascript:alert(3)> .",
        f'{other} a dkg:Task ; dkg:inDirective {deep} ; dcterms:title "{SCRIPT}{BIDI}{FORMULA}"@vi ; dkg:position 1 .',
        f"<{BASE}/match/1> a dkg:TaskMatch ; dkg:leftTask {task} ; dkg:rightTask {other} ; dkg:score 7e99 ;"
        f' dkg:because "{SCRIPT}{BIDI}"@vi, "{IMAGE}"@en .',
        *(f'{place} a dcterms:Location ; skos:prefLabel "{SCRIPT}{BIDI}"@vi .' for place in places),
        f"{paper} dkg:jurisdiction {places[0]} . {deep} dkg:jurisdiction {places[1]} .",
    ]
