"""A paper as schema.org's Legislation, for crawlers that read pages: JSON-LD to stand within the page.

https://schema.org/Legislation; its terms for links between papers are those of ELI.
"""

import json
from collections.abc import Sequence
from typing import Any, Final

from markupsafe import Markup

from directive_kg.site import words
from directive_kg.site.views import Site

_LINKS: Final = {
    "implements": "legislationEnsuresImplementationOf",
    "amends": "legislationAmends",
    "replaces": "legislationRepeals",
    "basedOn": "isBasedOn",
    "cites": "citation",
}
# Within a script element these could end it or begin another; as escapes they mean the same in JSON.
_ESCAPES: Final = {ord("<"): "\\u003c", ord(">"): "\\u003e", ord("&"): "\\u0026"}


def legislation(site: Site, iri: str) -> Markup:
    """The JSON-LD of one paper, safe to stand in a script element."""
    row = site.tables.papers[iri]
    paper = site.paper(iri)
    found: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Legislation",
        "@id": iri,
        "name": paper.name,
        "inLanguage": "vi",
        "alternativeHeadline": row.title,
        "legislationIdentifier": row.number,
        "legislationType": row.type_name or (site.label(row.type).vi if row.type else None),
        # As much of the day as the paper gives.
        "legislationDate": row.date,
        "legislationPassedBy": _body(row.issuer, row.issuer_name or site.body_name(row.issuer)),
        "legislationJurisdiction": row.place_name,
    }
    for kind, name in _LINKS.items():
        targets = sorted(
            {link.target for link in site.tables.links_from.get(iri, ()) if words.code(link.relation) == kind}
        )
        found[name] = [_paper(site, target) for target in targets] or None
    kept = {key: value for key, value in found.items() if value}
    return Markup(json.dumps(kept, ensure_ascii=False).translate(_ESCAPES))  # noqa: S704 - escaped just here


def _body(iri: str | None, name: str | None) -> dict[str, str] | None:
    if not name:
        return None
    return {"@type": "GovernmentOrganization", **({"@id": iri} if iri else {}), "name": name}


def _paper(site: Site, iri: str) -> dict[str, Sequence[str] | str]:
    return {"@type": "Legislation", "@id": iri, "name": site.paper(iri).name}
