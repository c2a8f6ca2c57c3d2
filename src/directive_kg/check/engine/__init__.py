"""SHACL shapes as set-based SPARQL: a query or few per constraint over all focus nodes, never one per node."""
