"""Fetches the rivals that a benchmark asks for into a folder that is thrown away with it."""

import os
import subprocess
import venv
from dataclasses import dataclass
from pathlib import Path
from typing import Final

HERE: Final = Path(__file__).resolve().parent
_PACKAGES: Final = {"pyshifty": ("pyshifty==0.5.1", "rdflib==7.6.0"), "pyrudof": ("pyrudof==0.3.35",)}
_SCRIPTS: Final = {"pyshifty": "shifty_run.py", "pyrudof": "rudof_run.py"}
_HEAP: Final = os.environ.get("JENA_HEAP", "16g")


@dataclass(frozen=True, slots=True)
class Rivals:
    """Those that are there."""

    python: Path
    classpath: str

    def command(self, engine: str) -> list[str]:
        """What runs one; data, shapes and answer come behind it."""
        if engine == "jena":
            return ["java", f"-Xmx{_HEAP}", "-cp", self.classpath, str(HERE / "JenaShacl.java")]
        return [str(self.python), str(HERE / _SCRIPTS[engine])]


def installed(folder: Path, engines: set[str]) -> Rivals:
    """Fetch what is asked for. Raises CalledProcessError where that fails."""
    home = folder / "venv"
    packages = [package for engine in sorted(engines) for package in _PACKAGES.get(engine, ())]
    if packages:
        venv.create(home, with_pip=True)
        _run([str(home / "bin" / "pip"), "install", "--quiet", *packages])
    classpath = folder / "classpath"
    if "jena" in engines:
        goal = ("dependency:build-classpath", f"-Dmdep.outputFile={classpath}")
        _run(["mvn", "--quiet", "--batch-mode", "--file", str(HERE / "pom.xml"), *goal])
    return Rivals(home / "bin" / "python", classpath.read_text() if classpath.exists() else "")


def _run(command: list[str]) -> None:
    subprocess.run(command, check=True, capture_output=True, text=True)
