"""Where ontology/, shapes/, queries/ and graph/ lie: in a checkout or in an installed wheel."""

from importlib.resources import files
from pathlib import Path


def _root() -> Path:
    # An installed wheel carries the folders in directive_kg/data; a checkout has them two levels above the package.
    package = Path(str(files("directive_kg")))
    shipped = package / "data"
    return shipped if shipped.is_dir() else package.parent.parent


def ontology_dir() -> Path:
    """The OWL ontology, its alignments and the SKOS vocabularies."""
    return _root() / "ontology"


def shapes_dir() -> Path:
    """The SHACL shapes, one file per concern."""
    return _root() / "shapes"


def queries_dir() -> Path:
    """The canned questions, one .rq file each."""
    return _root() / "queries"


def graph_dir() -> Path:
    """The shipped graph: agencies.ttl and directives/<place>/<year>/<slug>.trig."""
    return _root() / "graph"
