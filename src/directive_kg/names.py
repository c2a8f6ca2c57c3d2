"""Namespaces, and how the IRI of every thing is made and taken apart.

IRIs are readable, stable and ASCII (shared design, 'Words'). Everything below the base is minted here and nowhere else.
"""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from itertools import chain
from typing import Final, TypeVar

T = TypeVar("T")

ONTOLOGY: Final = "https://w3id.org/directive-kg/ontology#"
VOCABULARY: Final = "https://w3id.org/directive-kg/vocabulary/"
DEFAULT_BASE: Final = "https://w3id.org/directive-kg/"

PREFIXES: Final[dict[str, str]] = {
    "dkg": ONTOLOGY,
    "dkgv": VOCABULARY,
    "eli": "http://data.europa.eu/eli/ontology#",
    "org": "http://www.w3.org/ns/org#",
    "prov": "http://www.w3.org/ns/prov#",
    "dcterms": "http://purl.org/dc/terms/",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "oa": "http://www.w3.org/ns/oa#",
    "adms": "http://www.w3.org/ns/adms#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "sh": "http://www.w3.org/ns/shacl#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}

# đ does not decompose under NFD, so it is mapped by hand.
_STROKE: Final = str.maketrans({"đ": "d", "Đ": "D"})
_MARKS: Final = dict.fromkeys(range(0x300, 0x370))  # the block that holds every Vietnamese mark


def fold(text: str) -> str:
    """Lower-case ASCII-ish form for comparing and searching: no diacritics, đ as d, white space single.

    >>> fold("Sở  Tài chính")
    'so tai chinh'
    """
    return " ".join(filter(None, map(_FOLDED.__getitem__, text.split())))


def fold_words(text: str) -> list[str]:
    """The words of a folded text, the marks between them left out.

    >>> fold_words("Sở Tài chính, Sở Y tế.")
    ['so', 'tai', 'chinh', 'so', 'y', 'te']
    """
    return list(chain.from_iterable(map(_WORDS.__getitem__, text.split())))


class _Kept(dict[str, T]):
    """What is made of a word. Papers say few different words many times; rare and long ones are not kept."""

    def __init__(self, make: Callable[[str], T]) -> None:
        self._make = make

    def __missing__(self, word: str) -> T:
        made = self._make(word)
        if len(word) <= _KEPT_LENGTH:
            if len(self) >= _KEPT_WORDS:
                self.clear()
            self[word] = made
        return made


def _fold_word(word: str) -> str:
    plain = unicodedata.normalize("NFD", word.translate(_STROKE)).translate(_MARKS)
    if not plain.isascii():
        plain = "".join(c for c in plain if not unicodedata.combining(c))
    return plain.lower()


_KEPT_LENGTH: Final = 32
_KEPT_WORDS: Final = 32_768
_FOLDED: Final = _Kept(_fold_word)
_WORDS: Final = _Kept(lambda piece: tuple(re.findall(r"\w+", _FOLDED[piece])))


def slug(text: str) -> str:
    """One IRI segment: folded, everything but letters, digits and dots turned into single hyphens.

    >>> slug("263/2025/QH15")
    '263-2025-qh15'
    """
    return re.sub(r"[^a-z0-9.]+", "-", fold(text)).strip("-")


def fold_number(number: str) -> str:
    """A paper's number for comparing: case, spaces and dash kinds folded, diacritics kept.

    '71 /KH-UBND' and '71/KH–UBND' are one number; 'QĐ' and 'QD' are not.
    """
    text = unicodedata.normalize("NFC", number)
    return re.sub(r"\s+", "", text).replace("–", "-").replace("—", "-").upper()


_OF_PAPER: Final = re.compile(r".*?/id/directive/[^/]+/[^/]+/[^/]+")


def paper_of(iri: str) -> str | None:
    """The IRI of the paper that is, or has as a part, what an IRI names, under any base; None for anything else.

    >>> paper_of("https://example.org/id/directive/ubnd-tinh-a/2026/1-kh/task/3")
    'https://example.org/id/directive/ubnd-tinh-a/2026/1-kh'
    """
    found = _OF_PAPER.match(iri)
    return found[0] if found else None


@dataclass(frozen=True, slots=True)
class Names:
    """Mints the IRIs of things under one base, so that a city can publish under its own domain."""

    base: str = DEFAULT_BASE

    def agency(self, code: str) -> str:
        """A body or a class of bodies, by its code in the register."""
        return f"{self.base}id/agency/{code}"

    def place(self, code: str) -> str:
        """A province, city or commune, by its code in the register."""
        return f"{self.base}id/place/{code}"

    def directive(self, key: str) -> str:
        """A paper; `key` is 'issuer/year/slug', e.g. 'ubnd-tp-hai-phong/2026/71-kh-ubnd'."""
        return f"{self.base}id/directive/{key}"

    def part(self, key: str, kind: str, name: str) -> str:
        """A part of a paper, e.g. part(key, 'task', '35.1')."""
        return f"{self.directive(key)}/{kind}/{name}"

    def finding(self, name: str) -> str:
        """A finding of the checks, by its id."""
        return f"{self.base}id/finding/{name}"

    def waiver(self, finding: str, turn: int) -> str:
        """An acceptance of a finding; `turn` counts from 1."""
        return f"{self.base}id/waiver/{finding}/{turn}"

    def person(self, name: str) -> str:
        """Someone who reviewed a value; names that differ in their accents only are two people."""
        mark = sha256(unicodedata.normalize("NFC", name).encode()).hexdigest()[:6]
        return f"{self.base}id/person/{slug(name)}-{mark}"

    def graph(self, key: str) -> str:
        """The named graph of a paper, or of a shared file such as 'agencies' or 'links'."""
        return f"{self.base}graph/{key}"

    def directive_key(self, iri: str) -> str:
        """The key of the paper that an IRI of a paper or of one of its parts belongs to.

        Raises ValueError when the IRI is none of ours.
        """
        prefix = f"{self.base}id/directive/"
        if not iri.startswith(prefix) or iri.count("/") < prefix.count("/") + 2:
            raise ValueError(f"not the IRI of a paper: {iri}")
        return "/".join(iri.removeprefix(prefix).split("/")[:3])
