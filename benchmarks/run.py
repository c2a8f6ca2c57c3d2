"""`make bench`: every benchmark of this folder, one after the other. Each prints its own table, with a named rival beside it.

A benchmark is a file here with a `bench()` that returns lines to print; it measures ratios in one run, never bare times alone.
"""

import importlib.util
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
NOT_BENCHMARKS = {"calibration.py", "kills.py", "noisy.py", "run.py", "score.py", "served.py"}


def main() -> int:
    """Run what is asked for by name, or everything."""
    wanted = set(sys.argv[1:])
    for path in sorted(HERE.glob("*.py")):
        if path.name in NOT_BENCHMARKS or (wanted and path.stem not in wanted):
            continue
        spec = importlib.util.spec_from_file_location(f"benchmark_{path.stem}", path)
        if spec is None or spec.loader is None:
            continue
        module = importlib.util.module_from_spec(spec)
        sys.modules[spec.name] = module
        spec.loader.exec_module(module)
        if not hasattr(module, "bench"):
            continue
        print(f"== {path.stem}: {(module.__doc__ or '').strip().splitlines()[0]}")
        for line in module.bench():
            print(line, flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
