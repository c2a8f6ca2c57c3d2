"""The bodies of places that the graph's papers name and the register does not list: `local-agencies.ttl`.

Derived from the papers, as the links are: 'Sở Tài chính' of a province gets its name, kind, parent and place there.
"""

from collections.abc import Iterable, Iterator
from typing import Final

from directive_kg.names import ONTOLOGY, fold
from directive_kg.records import Paper
from directive_kg.register import Agency, Place, Register

LOCAL_AGENCIES: Final = "local-agencies.ttl"
_HEAD: Final = """# Bodies of places, as the papers of this graph name them; made with the graph, not by hand. The register is agencies.ttl.

@prefix agency: <{base}id/agency/> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix dkg: <{ontology}> .
@prefix field: <https://w3id.org/directive-kg/vocabulary/field/> .
@prefix kind: <https://w3id.org/directive-kg/vocabulary/agency-kind/> .
@prefix org: <http://www.w3.org/ns/org#> .
@prefix place: <{base}id/place/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
"""


def make_local_agencies(codes: Iterable[str], homes: Iterable[str], register: Register, *, base: str) -> str | None:
    """The text of the file for bodies that papers name and places that they are of; None where the register has them all."""
    places = {home for home in homes if home not in register.places}
    found: dict[str, Agency] = {}
    for code in codes:
        _with_parents(code, register, found)
    places |= {agency.jurisdiction for agency in found.values() if agency.jurisdiction}
    described = {place.code: place for code in places for place in _with_province(code, register)}
    if not found and not described:
        return None
    blocks = [_place(described[code]) for code in sorted(described)] + [_agency(found[code]) for code in sorted(found)]
    return "\n".join([_HEAD.format(base=base, ontology=ONTOLOGY), *blocks])


def codes_of(paper: Paper) -> Iterator[str]:
    """Every body that a paper names."""
    named = [a.body.agency for task in paper.tasks + paper.orders for a in task.assignments]
    named += [paper.header.issuer_agency, *(citation.issuer_agency for citation in paper.citations)]
    yield from (code for code in named if code)


def _with_parents(code: str, register: Register, found: dict[str, Agency]) -> None:
    agency = register.agency(code)
    if agency is None or code in register.agencies or code in found:
        return
    found[code] = agency
    if agency.parent:
        _with_parents(agency.parent, register, found)


def _with_province(code: str, register: Register) -> Iterator[Place]:
    place = register.place(code)
    if place is None or code in register.places:
        return
    yield place
    if place.parent:
        yield from _with_province(place.parent, register)


def _place(place: Place) -> str:
    lies_in = f"    dcterms:isPartOf place:{place.parent} ;\n" if place.parent else ""
    return (
        f"place:{place.code} a dcterms:Location ;\n"
        f'    dcterms:identifier "{place.code}" ;\n{lies_in}'
        f'    skos:prefLabel "{_english(place)}"@en, "{place.name}"@vi .\n'
    )


def _english(place: Place) -> str:
    kinds = {"tỉnh": "Province", "thành phố": "City", "phường": "Ward", "xã": "Commune", "đặc khu": "Special Zone"}
    kind = next(kind for kind in kinds if place.name.startswith(f"{kind} "))
    return f"{fold(place.name.removeprefix(kind)).title()} {kinds[kind]}"


def _agency(agency: Agency) -> str:
    fields = ", ".join(f"field:{field}" for field in agency.fields)
    parent = f"    org:subOrganizationOf agency:{agency.parent} ;\n" if agency.parent else ""
    place = f"    dkg:jurisdiction place:{agency.jurisdiction} ;\n" if agency.jurisdiction else ""
    return (
        f"agency:{agency.code} a dkg:Agency, org:FormalOrganization ;\n"
        f'    dcterms:identifier "{agency.code}" ;\n'
        f"    dkg:agencyKind kind:{agency.kind} ;\n"
        f"    dkg:fieldOfWork {fields} ;\n"
        f"{place}{parent}"
        f'    skos:prefLabel "{agency.name_en}"@en, "{agency.name}"@vi .\n'
    )
