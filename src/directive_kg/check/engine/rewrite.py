"""A SPARQL query about one focus node -> the same query about all of them.

SHACL runs a query once for each focus node with $this already bound (SHACL 5.1, appendix A). Here the focus nodes are
a pattern that is put at the start of every group that speaks of $this; inside EXISTS the row outside has bound it.
What cannot be carried over that way raises CheckError.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from rdflib import URIRef

from directive_kg.check.engine.terms import token_of
from directive_kg.errors import CheckError
from directive_kg.store import guard

# Each alternative takes all that it has looked at, so the scan is linear.
_TOKEN: Final = re.compile(
    r"""
    (?P<space>\s+|\#[^\n]*)
    | (?P<iri><[^<>"{}|^`\\\x00-\x20]*>)
    | (?P<string>'{3}(?:(?!'{3})(?:[^\\]|\\.))*'{3}|"{3}(?:(?!"{3})(?:[^\\]|\\.))*"{3}
        |'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*")
    | [?$](?P<variable>\w+)
    | (?P<word>[\w.-]*:(?:[\w.:-]|%[0-9A-Fa-f]{2}|\\.)*|@?\w+)
    | (?P<other>.)
    """,
    re.VERBOSE | re.DOTALL,
)
# SHACL-SPARQL does not allow these, because a bound variable means nothing in them.
_FORBIDDEN: Final = frozenset({"MINUS", "VALUES", "SERVICE"})
_AGGREGATES: Final = frozenset({"COUNT", "SUM", "MIN", "MAX", "AVG", "SAMPLE", "GROUP_CONCAT"})
_THIS: Final = "this"


@dataclass(slots=True)
class _Piece:
    """A token of a query."""

    kind: str
    text: str
    word: str  # keyword in capitals, or the name of a variable


@dataclass(frozen=True, slots=True)
class SetQuery:
    """A query that runs over all focus nodes at once."""

    prologue: str
    text: str  # _DOMAIN stands where the focus nodes come in
    no_literals: bool  # whether it holds of nodes only: two literals may be equal and not the same

    def over(self, pattern: str, variables: tuple[str, ...]) -> str:
        """The query over the nodes that a pattern binds; its answer has ?this and these variables."""
        domain = pattern.replace("?FOCUS", "?this")
        names = " ".join(f"?{name}" for name in variables)
        return f"{self.prologue} SELECT ?this {names} {{ {{ {self.text.replace(_DOMAIN, domain)} }} }}"


_DOMAIN: Final = "\x00DOMAIN\x00"


def set_query(prologue: str, query: str, bound: Mapping[str, str]) -> SetQuery:
    """A SELECT over all focus nodes; `bound` are terms and paths that stand for variables ('PATH', parameters).

    Raises CheckError for a query that SHACL forbids, that reaches out, or that asks something else of many nodes than
    of one.
    """
    pieces = _pieces(query, bound)
    start = next((n for n, piece in enumerate(pieces) if piece.kind == "word" and piece.word == "SELECT"), None)
    if start is None:
        raise CheckError("sh:select phải là câu SELECT / must hold a SELECT")
    head = "".join(piece.text for piece in pieces[:start])
    body = pieces[start:]
    _check_selects(body)
    renamed = _name_the_focus(body)
    return SetQuery(f"{prologue}\n{head}", _with_domain(body), renamed)


def ask_group(prefixes: Mapping[str, str], query: str, bound: Mapping[str, str]) -> str:
    """The group of an ASK, with every IRI in full. Raises CheckError as `set_query` does."""
    pieces = _pieces(query, bound)
    solid = [piece for piece in pieces if piece.kind != "space"]
    known = dict(prefixes)
    for word, prefix, iri in zip(solid, solid[1:], solid[2:], strict=False):
        if word.word == "PREFIX" and iri.kind == "iri":
            known[prefix.text[:-1]] = iri.text[1:-1]
    opening = next((n for n, piece in enumerate(pieces) if piece.kind == "other" and piece.text == "{"), None)
    if opening is None or not any(piece.word == "ASK" for piece in pieces[:opening]):
        raise CheckError("sh:ask phải là câu ASK / must hold an ASK")
    closing = _closing(pieces)[opening]
    return "".join(_in_full(piece, known) for piece in pieces[opening : closing + 1])


def _in_full(piece: _Piece, prefixes: Mapping[str, str]) -> str:
    prefix, colon, name = piece.text.partition(":")
    if piece.kind != "word" or not colon:
        return piece.text
    if prefix not in prefixes:
        raise CheckError(f"tiền tố chưa khai báo / a prefix that is not declared: {prefix}")
    return token_of(URIRef(prefixes[prefix] + name.replace("\\", "")))


def _pieces(query: str, bound: Mapping[str, str]) -> list[_Piece]:
    if guard.reaches_out(query):
        raise CheckError("truy vấn ra ngoài đồ thị / the query reaches outside the graph")
    found: list[_Piece] = []
    for token in _TOKEN.finditer(query):
        kind, text = str(token.lastgroup), token[0]
        if kind == "space":
            found.append(_Piece(kind, "\n" if text.startswith("#") else text, ""))
        elif kind == "variable":
            name = token["variable"]
            if name == "shapesGraph":
                raise CheckError("$shapesGraph không được hỗ trợ / is not supported")
            found.append(_Piece("term", bound[name], "") if name in bound else _Piece(kind, f"?{name}", name))
        else:
            found.append(_Piece(kind, text, text.upper() if kind == "word" else ""))
    _check_words(found, bound)
    return found


def _check_words(pieces: list[_Piece], bound: Mapping[str, str]) -> None:
    solid = [piece for piece in pieces if piece.kind != "space"]
    for before, piece in zip([_Piece("", "", ""), *solid], solid, strict=False):
        if piece.kind == "word" and piece.word in _FORBIDDEN:
            raise CheckError(f"SHACL không cho phép {piece.word} / SHACL does not allow {piece.word}")
        if piece.kind == "word" and piece.word == "GRAPH":
            raise CheckError("GRAPH không được hỗ trợ / GRAPH is not supported")
        assigns = before.word == "AS" and before.kind == "word"
        if assigns and (piece.word == _THIS or (piece.kind == "term" and piece.text in bound.values())):
            raise CheckError("SHACL không cho phép gán lại biến đã có / a bound variable cannot be assigned")


def _check_selects(pieces: list[_Piece]) -> None:
    """Every SELECT has to keep ?this, and may not count or cut across focus nodes."""
    solid = [piece for piece in pieces if piece.kind != "space"]
    depth = 0
    for number, piece in enumerate(solid):
        depth += {"{": 1, "}": -1}.get(piece.text, 0)
        if piece.kind == "word" and piece.word in ("LIMIT", "OFFSET"):
            raise CheckError(f"{piece.word} tính trên từng nút / {piece.word} is meant for each focus node")
        if piece.kind != "word" or piece.word != "SELECT":
            continue
        end = next((n for n in range(number, len(solid)) if solid[n].text == "{"), len(solid))
        heading = solid[number:end]
        keeps_all = depth == 0 and any(part.text == "*" for part in heading[:3])
        if not keeps_all and not any(part.word == _THIS for part in heading if part.kind == "variable"):
            raise CheckError("mọi SELECT phải giữ $this / every SELECT has to project $this")
        if any(part.word in _AGGREGATES for part in heading if part.kind == "word") and not _groups(solid[end:]):
            raise CheckError("phép gộp phải GROUP BY $this / an aggregate needs GROUP BY $this")


def _groups(pieces: list[_Piece]) -> bool:
    """Whether a GROUP BY that follows the group at the start names ?this."""
    depth = 0
    for number, piece in enumerate(pieces):
        depth += {"{": 1, "}": -1}.get(piece.text, 0)
        if depth < 0:
            return False
        if depth == 0 and piece.word == "GROUP" and piece.kind == "word":
            named = pieces[number + 1 : number + 12]
            return any(part.word == _THIS and part.kind == "variable" for part in named)
    return False


def _with_domain(pieces: list[_Piece]) -> str:
    """The text with the focus nodes at the start of each group that speaks of them."""
    solid = [number for number, piece in enumerate(pieces) if piece.kind != "space"]
    closing = _closing(pieces)
    text: list[str] = []
    first = True
    free_from = 0  # inside EXISTS up to here
    place = {number: at for at, number in enumerate(solid)}
    for number, piece in enumerate(pieces):
        text.append(piece.text)
        if piece.text != "{" or piece.kind != "other" or number < free_from:
            continue
        at = place[number]
        if pieces[solid[at - 1]].word == "EXISTS":
            free_from = closing[number]
        elif pieces[solid[at + 1]].word != "SELECT" and (first or _speaks(pieces[number : closing[number]])):
            first = False
            text.append(f" {_DOMAIN} ")
    found = "".join(text)
    if _DOMAIN not in found:
        raise CheckError("truy vấn không nói tới $this / the query does not speak of $this")
    return found


def _name_the_focus(pieces: list[_Piece]) -> bool:
    """Inside EXISTS, a variable that a filter makes equal to ?this becomes ?this; whether there was one.

    An IRI equals only itself, so nothing changes but the way: from the focus node, not from every node of the graph.
    """
    renamed = False
    closing = _closing(pieces)
    solid = [number for number, piece in enumerate(pieces) if piece.kind != "space"]
    groups = [
        range(opening, closing[opening])
        for before, opening in pairwise(solid)
        if pieces[before].word == "EXISTS" and pieces[opening].text == "{"
    ]
    for group in groups:
        inside = [n for n in solid if n in group and n != group.start]
        own = _of_its_own_level(pieces, inside)
        apart = [other for other in groups if other.stop <= group.start or group.stop <= other.start]
        for at in range(len(inside) - 5):
            keyword, bracket, name, sign, this, after = (pieces[n] for n in inside[at : at + 6])
            found = (keyword.word, bracket.text, sign.text, this.word) == ("FILTER", "(", "=", _THIS)
            if not found or inside[at] not in own or name.kind != "variable" or after.text not in ("&", ")"):
                continue
            spots = [n for n in solid if pieces[n].kind == "variable" and pieces[n].word == name.word]
            # A name that stands outside as well is no name of this group's own.
            local = all(n in group or any(n in other for other in apart) for n in spots)
            if local and any(n in own for n in spots):
                for n in (spot for spot in spots if spot in group):
                    pieces[n].text, pieces[n].word = f"?{_THIS}", _THIS
                    renamed = True
    return renamed


def _of_its_own_level(pieces: list[_Piece], inside: list[int]) -> set[int]:
    """The tokens of a group that are neither in a group within it nor in brackets."""
    own, depth = set[int](), 0
    for number in inside:
        depth -= pieces[number].text in ("}", ")")
        if depth == 0:
            own.add(number)
        depth += pieces[number].text in ("{", "(")
    return own


def _closing(pieces: list[_Piece]) -> dict[int, int]:
    stack: list[int] = []
    found: dict[int, int] = {}
    for number, piece in enumerate(pieces):
        if piece.kind == "other" and piece.text == "{":
            stack.append(number)
        elif piece.kind == "other" and piece.text == "}":
            if not stack:
                raise CheckError("ngoặc không khớp / the braces do not match")
            found[stack.pop()] = number
    if stack:
        raise CheckError("ngoặc không khớp / the braces do not match")
    return found


def _speaks(pieces: list[_Piece]) -> bool:
    return any(piece.kind == "variable" and piece.word == _THIS for piece in pieces)
