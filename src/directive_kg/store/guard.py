"""Which queries may run: those that only read, and only the graph.

SERVICE and FROM make an engine fetch files and addresses. A query is refused in two ways that do not trust each other:
its words are read one by one (a literal or comment with the word SERVICE in it passes), and its parse tree is walked.
The text that was checked is the text that runs: codepoint escapes are resolved and line ends made one kind first, for
engines disagree on them and what one takes for a comment another would carry out.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final, Literal

from pyparsing import ParseBaseException, ParseResults
from rdflib.plugins.sparql.parser import parseQuery
from rdflib.plugins.sparql.parserutils import CompValue

from directive_kg.errors import UsageError

Form = Literal["SELECT", "ASK", "CONSTRUCT", "DESCRIBE"]

_FORMS: Final[dict[str, Form]] = {
    "SelectQuery": "SELECT",
    "AskQuery": "ASK",
    "ConstructQuery": "CONSTRUCT",
    "DescribeQuery": "DESCRIBE",
}
# Verbs of SPARQL Update: never a word of a query.
_VERBS: Final = frozenset({"LOAD", "CLEAR", "DROP", "CREATE", "ADD", "MOVE", "COPY", "INSERT", "DELETE"})
# No other keyword or function contains these, and some parsers need no space around them: 'trueSERVICE', 'SERVICE:x'.
_OUTSIDE: Final = re.compile(r"SERVICE|FROM", re.IGNORECASE)
_REFUSED_NODES: Final = frozenset({"ServiceGraphPattern", "DatasetClause"})
# Each alternative takes all that it has looked at, so the scan is linear; a string that is left open takes the rest.
_TOKEN: Final = re.compile(
    r"""
    \#[^\n]*                                                           # comment
    | <[^<>"{}|^`\\\x00-\x20]*>                                        # IRI
    | '{3}(?:(?!'{3})(?:[^\\]|\\.))*(?:'{3}|(?P<open1>\\?\Z))         # strings
    | "{3}(?:(?!"{3})(?:[^\\]|\\.))*(?:"{3}|(?P<open2>\\?\Z))
    | '(?:[^'\\\n]|\\.)*(?:'|(?P<open3>\n|\\?\Z))
    | "(?:[^"\\\n]|\\.)*(?:"|(?P<open4>\n|\\?\Z))
    | [?$]\w+                                                          # variable
    | @[A-Za-z0-9-]+                                                   # language tag
    | (?P<run>[\w.-]+)(?::(?:[\w.:-]|%[0-9A-Fa-f]{2}|\\.)*)?           # word, number, or prefix with its local name
    | :(?:[\w.:-]|%[0-9A-Fa-f]{2}|\\.)*                               # local name of the empty prefix
    | .
    """,
    re.VERBOSE | re.DOTALL,
)
_ESCAPE: Final = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")


def allow(query: str, *forms: Form) -> str:
    """The text to run of a query of one of these forms. Raises UsageError for anything else."""
    text, form = _checked(query)
    if form not in forms:
        raise UsageError(f"câu hỏi phải là {' / '.join(forms)}, không phải {form} / the query must be one of these")
    return text


def reaches_out(query: str) -> str | None:
    """The first word of a query, or of a piece of one, by which it would write or reach out; None for a safe one."""
    for token in _TOKEN.finditer(_one_reading(query)):
        run: str | None = token["run"]
        if run is not None:
            if found := _OUTSIDE.search(run):
                return found[0].upper()
            words = [] if ":" in token[0] else re.findall(r"[A-Z]+", run.upper())
            if verb := next((word for word in words if word in _VERBS), None):
                return str(verb)
        elif any(token[name] is not None for name in ("open1", "open2", "open3", "open4")):
            return str(token[0][:1])  # a string left open: engines do not agree on where it ends
    return None


@lru_cache(maxsize=512)
def _checked(query: str) -> tuple[str, Form]:
    text = _one_reading(query)
    if word := reaches_out(text):
        raise UsageError(f"câu hỏi không được dùng {word} / {word} is not allowed: a query reads this graph only")
    try:
        tree = parseQuery(text)
        nodes = list(_nodes(tree))
    except ParseBaseException as error:
        where = f"dòng {error.lineno}, cột {error.column} / line {error.lineno}, column {error.column}"
        raise UsageError(f"câu hỏi SPARQL sai / the query does not parse: {where}: {_short(error.msg)}") from None
    except RecursionError:
        raise UsageError("câu hỏi lồng quá sâu / the query is nested too deep") from None
    for node in nodes:
        if node.name in _REFUSED_NODES:
            raise UsageError(f"câu hỏi không được ra ngoài đồ thị / the query reaches outside the graph: {node.name}")
    return text, next(_FORMS[node.name] for node in nodes if node.name in _FORMS)


def _one_reading(query: str) -> str:
    """The query as every engine reads it. Raises UsageError for escapes that hide other escapes."""
    try:
        text = _ESCAPE.sub(lambda m: chr(int(m[1] or m[2], 16)), query)
        text.encode("utf-8")
    except (ValueError, OverflowError):
        raise UsageError("mã ký tự sai trong câu hỏi / a codepoint escape in the query names no character") from None
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if _ESCAPE.search(text):
        raise UsageError("câu hỏi có mã ký tự lồng nhau / the query hides codepoint escapes in one another")
    return text


def _nodes(tree: object) -> Iterator[CompValue]:
    if isinstance(tree, CompValue):
        yield tree
        children: list[object] = list(tree.values())
    elif isinstance(tree, ParseResults | list | tuple):
        children = list(tree)
    else:
        return
    for child in children:
        yield from _nodes(child)


def _short(message: str) -> str:
    return " ".join(message.split())[:200]
