"""A knowledge graph of directives and responsibilities.

`open()` opens the shipped graph, a folder or a SPARQL server; see `directive_kg.api`.
"""

from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"
__all__ = ["KnowledgeGraph", "Records", "__version__", "open"]

if TYPE_CHECKING:
    from directive_kg.api import KnowledgeGraph, Records, open  # noqa: A004 - `directive_kg.open`


def __getattr__(name: str) -> Any:
    # The command line imports this package for every call: what it does not use is not loaded.
    if name in __all__:
        from directive_kg import api  # noqa: PLC0415

        return getattr(api, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
