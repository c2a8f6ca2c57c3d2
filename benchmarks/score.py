"""How near the extraction comes to the transcriptions: `make score`.

Reads every transcription in a folder, extracts the paper beside it, runs the folder's own score.py on both and prints
one line a figure; and the share of right values among those that claim a confidence above 0.9.
Exit 0 when every overall figure reaches its floor, 1 when one does not, 2 when the folder is not there.
"""

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path

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
    arguments = parser.parse_args()
    if not (arguments.gold / "score.py").is_file():
        print(f"score: {arguments.gold}: no transcriptions here", file=sys.stderr)
        return 2
    register = load_register()
    reached = True
    for gold in sorted(arguments.gold.glob("*.json")):
        source = arguments.gold.parent / "corpus" / json.loads(gold.read_text(encoding="utf-8"))["source"]
        with tempfile.NamedTemporaryFile("w", suffix=".json", encoding="utf-8") as found:
            json.dump(paper_object(extract_paper(source, register)), found, ensure_ascii=False)
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
    return 0 if reached else 1


if __name__ == "__main__":
    sys.exit(main())
