"""A graph that parses a query once: pySHACL puts the same text again for every focus node, and parsing is most of it."""

from typing import Any

from rdflib import Graph
from rdflib.plugins.sparql import prepareQuery
from rdflib.plugins.sparql.sparql import Query
from rdflib.query import Result


class PreparedGraph(Graph):
    """The same statements as another graph, whose queries are kept parsed."""

    def __init__(self, source: Graph) -> None:
        super().__init__(store=source.store, identifier=source.identifier)
        self._prepared: dict[str, Query] = {}

    def query(self, query_object: str | Query, *args: Any, **kwargs: Any) -> Result:
        """As rdflib's; a text that was asked before is not parsed again."""
        if isinstance(query_object, str):
            if query_object not in self._prepared:
                self._prepared[query_object] = prepareQuery(query_object, initNs=dict(self.namespaces()))
            query_object = self._prepared[query_object]
        return super().query(query_object, *args, **kwargs)
