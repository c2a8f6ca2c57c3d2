"""Paper file to blocks, tables and positions; one module per format."""

import zipfile
from collections.abc import Callable, Mapping
from importlib import import_module
from pathlib import Path
from typing import Final, cast

from directive_kg.errors import UnreadablePaperError
from directive_kg.readers.blocks import Reading
from directive_kg.readers.lost_letters import doubted

_HEAD: Final = 4096  # bytes that tell what a file is
# A reader is loaded when a file of its format comes: the libraries behind some take long to start.
_READERS: Final[Mapping[str, tuple[str, str]]] = {
    "text": ("text", "read_text"),
    "docx": ("docx", "read_docx"),
    "xlsx": ("xlsx", "read_xlsx"),
    "odt": ("office", "read_odt"),
    "ods": ("office", "read_ods"),
    "rtf": ("office", "read_rtf"),
    "ole2": ("office", "read_ole2"),
    "pdf": ("pdf", "read_pdf"),
    "image": ("scan", "read_scan"),
}
_MAGIC: Final = (
    (b"PK\x03\x04", "zip"),
    (b"PK\x05\x06", "zip"),  # an empty package
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "ole2"),
    (b"{\\rtf", "rtf"),
    (b"%PDF-", "pdf"),
    (b"\x89PNG\r\n", "image"),
    (b"\xff\xd8\xff", "image"),  # JPEG
    (b"II*\x00", "image"),  # TIFF
    (b"MM\x00*", "image"),
    (b"RIFF", "image"),  # WebP
)
_OPEN_DOCUMENT: Final = {b"application/vnd.oasis.opendocument.text": "odt", b"application/vnd.oasis.opendocument.spreadsheet": "ods"}  # fmt: skip


def read_paper(path: Path) -> Reading:
    """Read a paper of any format we know. What a file is, its bytes tell; its name is not asked. A cell or paragraph with
    letters that the file does not give is unsure, in whatever format.

    Raises UnreadablePaperError (missing, empty, damaged, encrypted, not Vietnamese, of no format that is read)
    and SecretPaperError.
    """
    module, function = _READERS[kind_of(path)]
    reader = cast(Callable[[Path], Reading], getattr(import_module(f"directive_kg.readers.{module}"), function))
    return doubted(reader(path))


def kind_of(path: Path) -> str:
    """The format of a file by its first bytes: text, docx, xlsx, odt, ods, rtf, ole2, pdf or image."""
    try:
        with path.open("rb") as file:
            head = file.read(_HEAD)
    except OSError as error:
        reason = "không có tệp này / no such file" if isinstance(error, FileNotFoundError) else str(error.strerror)
        raise UnreadablePaperError(f"{path}: {reason}") from None
    kind = next((kind for magic, kind in _MAGIC if head.startswith(magic)), "text")
    return _kind_of_zip(path, head) if kind == "zip" else kind


def _kind_of_zip(path: Path, head: bytes) -> str:
    # ODF 1.3 part 2, 3.3: the first entry is 'mimetype', stored as it is.
    for mimetype, kind in _OPEN_DOCUMENT.items():
        if head[30:38] == b"mimetype" and head[38:].startswith(mimetype):
            return kind
    try:
        with zipfile.ZipFile(path) as package:
            names = package.namelist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError):
        raise UnreadablePaperError(f"{path}: tệp hỏng, không mở được / a damaged file that cannot be opened") from None
    for folder, kind in (("word/", "docx"), ("xl/", "xlsx")):
        if any(name.startswith(folder) for name in names):
            return kind
    raise UnreadablePaperError(
        f"{path}: tệp nén không phải văn bản Word hay Excel; hãy giải nén trước / a zip that is no Word or Excel paper"
    )
