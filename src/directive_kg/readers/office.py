"""Formats that only LibreOffice opens (.doc, .odt, .rtf, .xls): turned into .docx or .xlsx by it, then read as those."""

import hashlib
import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

from directive_kg.errors import UnreadablePaperError
from directive_kg.readers.blocks import Reading
from directive_kg.readers.docx import read_docx
from directive_kg.readers.files import read_bytes
from directive_kg.readers.xlsx import read_xlsx

PROGRAMS: Final = ("soffice", "libreoffice")
SECONDS: Final = 50  # a cold start of LibreOffice takes some ten
# [MS-OFFCRYPTO] 2.3: an encrypted .docx or .xlsx is an OLE2 file with this stream.
_ENCRYPTED: Final = "EncryptedPackage".encode("utf-16-le")
_STREAMS: Final = {"doc": "WordDocument".encode("utf-16-le"), "xls": "Workbook".encode("utf-16-le")}
_FIB: Final = 512  # where WordDocument begins in nearly every file: the first sector
_NAMES: Final = {
    "doc": "Word 97 (.doc)",
    "xls": "Excel 97 (.xls)",
    "odt": "OpenDocument (.odt)",
    "ods": "OpenDocument (.ods)",
    "rtf": "RTF",
}


def read_ole2(path: Path) -> Reading:
    """A .doc or .xls. Raises UnreadablePaperError for an encrypted file, and for whatever else OLE2 holds."""
    data = read_bytes(path)
    # [MS-DOC] 2.5.1: wIdent, and fEncrypted as the first bit of the twelfth byte.
    locked = data[_FIB : _FIB + 2] == b"\xec\xa5" and len(data) > _FIB + 11 and bool(data[_FIB + 11] & 1)
    if _ENCRYPTED in data or locked:
        raise UnreadablePaperError(
            f"{path}: tệp Office có mật khẩu; hãy lưu lại không mật khẩu "
            f"/ an encrypted Office file; save it without a password"
        )
    kind = next((kind for kind, stream in _STREAMS.items() if stream in data), None)
    if kind is None:
        raise UnreadablePaperError(f"{path}: tệp OLE2 không phải Word hay Excel / an OLE2 file that is no paper")
    return read_converted(path, kind)


def read_odt(path: Path) -> Reading:
    """An OpenDocument text, through LibreOffice; raises as `read_converted` does."""
    return read_converted(path, "odt")


def read_ods(path: Path) -> Reading:
    """An OpenDocument spreadsheet, through LibreOffice; raises as `read_converted` does."""
    return read_converted(path, "ods")


def read_rtf(path: Path) -> Reading:
    """Rich Text Format, through LibreOffice; raises as `read_converted` does."""
    return read_converted(path, "rtf")


def read_converted(path: Path, kind: str, programs: Sequence[str] = PROGRAMS) -> Reading:
    """Have LibreOffice save the file as .docx or .xlsx and read that; the source stays the file itself.

    Raises UnreadablePaperError where LibreOffice is not installed, takes too long or makes nothing of the file.
    """
    program = next((found for name in programs if (found := shutil.which(name))), None)
    if program is None:
        raise UnreadablePaperError(
            f"{path}: đọc {_NAMES[kind]} cần LibreOffice (chưa cài); hãy cài, hoặc lưu lại dạng .docx/.xlsx "
            f"/ reading this needs LibreOffice, which is not installed; install it or save as .docx/.xlsx"
        )
    data = read_bytes(path)
    target = "xlsx" if kind in {"xls", "ods"} else "docx"
    with tempfile.TemporaryDirectory(prefix="directive-kg-") as folder:
        # A name of our own: what the file is called never reaches a command line.
        original = Path(folder) / f"paper.{kind}"
        original.write_bytes(data)
        converted = Path(folder) / "out" / f"paper.{target}"
        _convert(path, program, original, converted)
        if not converted.is_file():
            raise UnreadablePaperError(
                f"{path}: LibreOffice không mở được tệp (hỏng hoặc có mật khẩu) "
                f"/ LibreOffice cannot open the file (damaged, or with a password)"
            )
        try:
            reading = read_xlsx(converted) if target == "xlsx" else read_docx(converted)
        except UnreadablePaperError as error:
            raise UnreadablePaperError(str(error).replace(str(converted), str(path))) from None
    source = replace(reading.source, file=path.name, sha256=hashlib.sha256(data).hexdigest(), format=kind)
    return replace(reading, source=source)


def _convert(path: Path, program: str, original: Path, converted: Path) -> None:
    profile = (original.parent / "profile").as_uri()
    command = [program, f"-env:UserInstallation={profile}", "--headless", "--norestore", "--nolockcheck",
               "--convert-to", converted.suffix[1:], "--outdir", str(converted.parent), str(original)]  # fmt: skip
    # A group of its own: LibreOffice works in a child, which has to end with it.
    process = subprocess.Popen(  # noqa: S603  # a program found on the PATH by a fixed name, a file named by us
        command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
    )
    try:
        process.wait(timeout=SECONDS)
    except subprocess.TimeoutExpired:
        raise UnreadablePaperError(
            f"{path}: LibreOffice chạy quá {SECONDS} giây, đã dừng / LibreOffice took more than {SECONDS} s: stopped"
        ) from None
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
