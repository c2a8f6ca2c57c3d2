"""A page a rule, from the shapes: what it means, its legal ground, how bad it is, what it says and how to mend it."""

import sys
from collections import defaultdict
from pathlib import Path
from typing import Final

from rdflib import Literal

from directive_kg import resources
from directive_kg.check.shapes import DKG, Shape, ShapeSet, load_shapes
from directive_kg.check.wording import SEVERITY
from directive_kg.graph.files import write_file

_HEAD: Final = "<!-- Made from shapes/*.ttl by `python -m directive_kg.check.rule_pages docs/rules`: change the shapes, not this page. -->"


def rule_pages(shapes: ShapeSet) -> dict[str, str]:
    """Markdown by file name: one page a code, and an index."""
    by_code: defaultdict[str, list[Shape]] = defaultdict(list)
    for shape in shapes.shapes:
        by_code[shape.code].append(shape)
    pages = {f"{code}.md": _page(code, by_code[code], shapes) for code in sorted(by_code)}
    lines = [_HEAD, "", "# Các quy tắc / the rules", "", "| mã / code | quy tắc / rule |", "| --- | --- |"]
    lines += [f"| [{c}]({c}.md) | {by_code[c][0].title.vi} / {by_code[c][0].title.en} |" for c in sorted(by_code)]
    return pages | {"README.md": "\n".join(lines) + "\n"}


def _page(code: str, shapes: list[Shape], all_shapes: ShapeSet) -> str:
    lines = [_HEAD, "", f"# {code}"]
    for shape in shapes:
        ground = next(
            (str(g) for g in all_shapes.graph.objects(shape.iri, DKG.legalGround) if isinstance(g, Literal)), ""
        )
        severity = SEVERITY[shape.severity]
        lines += [
            "",
            f"## {shape.title.vi}",
            f"*{shape.title.en}*",
            "",
            f"- Mức độ / severity: **{severity.vi}** / {severity.en}",
            f"- Cơ sở / ground: {ground}",
            f"- Ô xem / cell: `{shape.place_field}`",
            f"- Shape: `{shape.iri}`",
            "",
            "Báo và cách sửa / what it says, and how to mend it:",
            "",
            f"> {shape.message.vi}",
            ">",
            f"> {shape.message.en}",
        ]
    lines += ["", f"Ví dụ đạt và không đạt / passing and failing examples: `tests/shapes/{code}/`."]
    return "\n".join(lines) + "\n"


def main(folder: Path) -> None:
    """Write the pages of the shipped shapes into a folder."""
    for name, text in rule_pages(load_shapes([resources.shapes_dir()])).items():
        write_file(folder / name, text)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
