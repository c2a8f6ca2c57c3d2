"""A knowledge graph of directives and responsibilities."""

__version__ = "0.1.0"
