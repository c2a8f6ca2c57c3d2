"""How near the extraction comes to the transcriptions: `make score`.

Reads every transcription in a folder, extracts the paper beside it, runs the folder's own score.py on both and prints
one line a figure; then how much a confidence is worth, by band: of the transcribed papers, of papers of other offices, and
of papers made worse on purpose (scans, lost rules, ruined recognition), where the low bands hold something.
Exit 0 when every overall figure reaches its floor and of the transcribed values above 0.9 at least 99% are right, 1 when
not, 2 when the folder is not there.
"""

import argparse
import importlib.util
import json
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from types import ModuleType

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))  # the noise is made by what the tests make it with

import noisy
from calibration import PROMISED, Judged, above, judge, share, table, with_bodies, wrong

from directive_kg.extract.json_form import paper_object
from directive_kg.extract.paper import extract_paper
from directive_kg.register import load_register

# What the project promises of each transcribed paper.
FLOORS = {"000": 0.98, "001": 0.98, "003": 0.96}


def main() -> int:
    """Score every transcribed paper."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--gold", type=Path, default=Path("../shared/gold"))
    parser.add_argument("--misses", type=int, default=0)
    parser.add_argument("--only-gold", action="store_true", help="without the papers that are made worse")
    arguments = parser.parse_args()
    if not (arguments.gold / "score.py").is_file():
        print(f"score: {arguments.gold}: no transcriptions here", file=sys.stderr)
        return 2
    register = load_register()
    reached = True
    rules = _load(arguments.gold / "score.py")
    values: list[Judged] = []
    stems: list[str] = []
    for gold in sorted(arguments.gold.glob("*.json")):
        truth = json.loads(gold.read_text(encoding="utf-8"))
        paper = extract_paper(arguments.gold.parent / "corpus" / truth["source"], register)
        values += judge(truth, with_bodies(paper_object(paper), paper), rules, gold.stem)
        stems.append(gold.stem)
        with tempfile.NamedTemporaryFile("w", suffix=".json", encoding="utf-8") as found:
            json.dump(paper_object(paper), found, ensure_ascii=False)
            found.flush()
            scored = subprocess.run(
                [
                    sys.executable,
                    str(arguments.gold / "score.py"),
                    str(gold),
                    found.name,
                    "--misses",
                    str(arguments.misses),
                ],
                check=True,
                capture_output=True,
                text=True,
            )
        figures = dict(line.split(" ", 1) for line in scored.stdout.splitlines() if not line.startswith(" "))
        floor = FLOORS.get(gold.stem, 0.0)
        reached = reached and float(figures["overall"]) >= floor
        print(f"== {gold.stem}: overall {figures['overall']} (at least {floor})")
        print(scored.stdout, end="")
    _tell(values, "transcribed papers", arguments.misses)
    if not arguments.only_gold:
        wild = arguments.gold.parent / "wild"
        for title, made in (
            ("papers of other offices: leads and due days", noisy.other_offices(wild, register)),
            ("scans, good and bad", noisy.scans(stems, rules, register)),
            ("tables that lost their rules", noisy.unruled(rules, register)),
            ("ruined recognition", noisy.ruined(rules, register)),
        ):
            _tell(list(made), title, arguments.misses)
    return 0 if reached and share(above(values)) >= PROMISED else 1


def _tell(values: Sequence[Judged], title: str, misses: int) -> None:
    for line in table(values, title):
        print(line)
    for line in wrong(above(values), lambda _: True)[:misses]:
        print(line)


def _load(path: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("gold_score", path)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


if __name__ == "__main__":
    sys.exit(main())
