"""LibreOffice's own formats: Word files saved as something else by it, many in one start."""

import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from functools import cache
from pathlib import Path

SOFFICE = shutil.which("soffice") or shutil.which("libreoffice")
_FILTERS = {"doc": "doc:MS Word 97", "html": "html:HTML (StarWriter)", "pdf": "pdf:writer_pdf_Export"}


@cache
def _profile() -> tempfile.TemporaryDirectory[str]:
    """LibreOffice's settings, which its first start takes long to write; gone when the tests end."""
    return tempfile.TemporaryDirectory()


def converted(paths: Sequence[Path], kind: str) -> list[Path]:
    """The files beside the given ones, in another format."""
    assert SOFFICE
    command = [SOFFICE, f"-env:UserInstallation={Path(_profile().name).as_uri()}", "--headless", "--norestore",
               "--convert-to", _FILTERS.get(kind, kind), "--outdir", str(paths[0].parent), *map(str, paths)]  # fmt: skip
    subprocess.run(command, check=True, capture_output=True, timeout=300)
    return [path.with_suffix(f".{kind}") for path in paths]
