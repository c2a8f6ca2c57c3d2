"""Put IRIs in the place of others in a Turtle or TriG text, everything else of it as it stands, comments and layout too.

Why not parse and serialize: a file that people write has comments and an order of its own, and a renamed term is to be
one line of a diff.
"""

import re
from collections.abc import Mapping
from typing import Final
from urllib.parse import urljoin

from pyoxigraph import NamedNode

# The tokens of Turtle 1.1 that an IRI can be in or that can look like one; of a text that is known to parse.
_TOKEN: Final = re.compile(
    r"""
      (?P<string> \"{3} (?: [^"\\]++ | \\. | "{1,2}(?!") )*+ \"{3}
                | '{3} (?: [^'\\]++ | \\. | '{1,2}(?!') )*+ '{3}
                | " (?: [^"\\\n\r]++ | \\. )*+ "
                | ' (?: [^'\\\n\r]++ | \\. )*+ ' )
    | (?P<comment> \#[^\n\r]* )
    | (?P<iri> < (?: [^\x00-\x20<>"{}|^`\\] | \\[uU][0-9A-Fa-f]+ )*+ > )
    | (?P<blank> _:[\w.\-·]+ )
    | (?P<at> @[A-Za-z]+(?:-[A-Za-z0-9]+)* )
    | (?P<name> (?P<prefix> [^\W\d_](?:[\w.\-·]*[\w\-·])? )? : (?P<local> (?:[\w:.%\-·]|\\.)*(?:[\w:%\-·]|\\.) )? )
    | (?P<word> \w+ )
    """,
    re.VERBOSE | re.DOTALL,
)
_UNICODE: Final = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")
_SCHEME: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_PLAIN_LOCAL: Final = re.compile(r"[A-Za-z0-9_](?:[A-Za-z0-9_.-]*[A-Za-z0-9_-])?")


def rename_iris(text: str, new: Mapping[str, str]) -> str:
    """The text with `new[iri]` wherever a key of `new` stood as an IRI or a prefixed name; it has to parse."""
    return _Renamer(new).run(text)


class _Renamer:
    def __init__(self, new: Mapping[str, str]) -> None:
        self._new = new
        self._prefixes: dict[str, str] = {}
        self._base = ""
        self._declaring = ""  # 'prefix' or 'base' between that word and its IRI
        self._declared = ""  # the prefix in between

    def run(self, text: str) -> str:
        return _TOKEN.sub(self._token, text)

    def _token(self, found: re.Match[str]) -> str:
        written = found[0]
        if found.lastgroup in ("at", "word"):
            word = written.removeprefix("@").lower()
            self._declaring = word if word in ("prefix", "base") else ""
            return written
        if found["iri"] is not None:
            iri = self._absolute(_unescaped(written[1:-1]))
            if self._declaring:
                self._declare(iri)
                return written
            return self._written(self._new[iri]) if iri in self._new else written
        if found["name"] is not None:
            prefix, local = found["prefix"] or "", found["local"] or ""
            if self._declaring:
                self._declared = prefix
                return written
            iri = self._prefixes.get(prefix, "") + re.sub(r"\\(.)", r"\1", local)
            return self._written(self._new[iri]) if iri in self._new else written
        return written

    def _absolute(self, iri: str) -> str:
        if _SCHEME.match(iri):
            return iri
        whole = urljoin(self._base, iri)
        # urljoin drops an empty fragment, which the namespace '<#>' is made of.
        return f"{whole}#" if iri.endswith("#") and not whole.endswith("#") else whole

    def _declare(self, iri: str) -> None:
        if self._declaring == "base":
            self._base = iri
        else:
            self._prefixes[self._declared] = iri
        self._declaring = ""

    def _written(self, iri: str) -> str:
        """With the longest namespace that the text has a prefix for at this place, else in full."""
        for prefix, namespace in sorted(self._prefixes.items(), key=lambda item: (-len(item[1]), item[0])):
            if namespace and iri.startswith(namespace) and _PLAIN_LOCAL.fullmatch(iri[len(namespace) :]):
                return f"{prefix}:{iri[len(namespace) :]}"
        return str(NamedNode(iri))


def _unescaped(iri: str) -> str:
    return _UNICODE.sub(lambda found: chr(int(found[1] or found[2], 16)), iri)
