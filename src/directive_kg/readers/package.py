"""The zip packages of Office: opened only when what they declare is small, and no part with a DOCTYPE is parsed.

A package is read part by part; pictures, macros and embedded files are never unpacked.
"""

import io
import posixpath
import zipfile
import zlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from lxml import etree  # type: ignore[import-untyped]  # lxml ships no types

from directive_kg.errors import UnreadablePaperError

MAX_PARTS: Final = 5_000
MAX_UNPACKED: Final = 80_000_000  # bytes of XML in one paper; the longest real ones have some 10 MB
MAX_RATIO: Final = 200  # unpacked to packed; Word's own XML stays below 60
_SMALL: Final = 1_000_000  # a part below this harms nobody, whatever its ratio
_DECLARATIONS: Final = tuple("<!DOCTYPE".encode(encoding) for encoding in ("ascii", "utf-16-le", "utf-16-be"))
_RELATIONSHIPS: Final = "{http://schemas.openxmlformats.org/package/2006/relationships}"

Element = Any  # an lxml element


class Package:
    """An opened package whose declared sizes have been looked at.

    Raises UnreadablePaperError for a broken, encrypted or oversized package, in `__init__` and in every method.
    """

    def __init__(self, path: Path, data: bytes) -> None:
        self._path = path
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, ValueError, OverflowError, NotImplementedError, OSError):
            raise self.broken() from None
        entries = self._zip.infolist()
        xml = [entry for entry in entries if entry.filename.lower().endswith((".xml", ".rels"))]
        swollen = any(e.file_size > max(_SMALL, MAX_RATIO * e.compress_size) for e in xml)
        if len(entries) > MAX_PARTS or swollen or sum(e.file_size for e in xml) > MAX_UNPACKED:
            raise UnreadablePaperError(
                f"{path}: tệp nén phình quá lớn khi mở, không đọc / a package that swells when it is opened: refused"
            )
        if len({entry.filename for entry in entries}) != len(entries):
            raise self.broken()
        if any(entry.flag_bits & 1 for entry in entries):
            raise UnreadablePaperError(
                f"{path}: tệp có mật khẩu; hãy lưu lại không mật khẩu / password-protected; save it without a password"
            )
        self.names = frozenset(entry.filename for entry in entries)
        self.xml_names = tuple(entry.filename for entry in xml)

    def broken(self) -> UnreadablePaperError:
        """The error that says that the file is damaged."""
        return UnreadablePaperError(f"{self._path}: tệp hỏng, không mở được / a damaged file that cannot be opened")

    def read(self, name: str) -> bytes:
        """The bytes of a part, never more than it declares; one with a document type declaration is refused."""
        try:
            data = self._zip.read(name)
        except (zipfile.BadZipFile, zlib.error, KeyError, ValueError, EOFError, NotImplementedError, OSError):
            raise self.broken() from None
        except RuntimeError:  # zipfile's word for a part that wants a password
            raise self.broken() from None
        if any(word in data for word in _DECLARATIONS):
            raise UnreadablePaperError(
                f"{self._path}: phần {name} có khai báo DOCTYPE, không đọc / {name} declares a DOCTYPE: refused"
            )
        return data

    def xml(self, name: str) -> Element:
        """The root element of a part."""
        return self.parse(self.read(name))

    def parse(self, data: bytes) -> Element:
        """The root element of what `read` gave."""
        parser = etree.XMLParser(
            resolve_entities=False,
            no_network=True,
            load_dtd=False,
            huge_tree=False,
            remove_comments=True,
            remove_pis=True,
        )
        for strict, transitional in _STRICT_NAMESPACES.items():
            data = data.replace(strict, transitional)
        try:
            root = etree.fromstring(data, parser)
        except (etree.XMLSyntaxError, ValueError, LookupError):
            raise self.broken() from None
        if root.getroottree().docinfo.internalDTD is not None:
            raise self.broken()
        return root

    def relationships(self, part: str) -> Mapping[str, tuple[str, str]]:
        """Identifier to (kind, target part) of what a part refers to inside the package."""
        folder, name = posixpath.split(part)
        rels = posixpath.join(folder, "_rels", f"{name}.rels")
        if rels not in self.names:
            return {}
        found: dict[str, tuple[str, str]] = {}
        for node in self.xml(rels).iter(f"{_RELATIONSHIPS}Relationship"):
            if node.get("TargetMode") == "External":
                continue
            target = str(node.get("Target") or "")
            target = (
                target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
            )
            if target in self.names:
                found[str(node.get("Id"))] = (str(node.get("Type") or "").rsplit("/", 1)[-1], target)
        return found

    def main_part(self) -> str | None:
        """The name of the part that holds the document or the workbook."""
        return next((target for kind, target in self.relationships("").values() if kind == "officeDocument"), None)


# ISO/IEC 29500 Strict has namespaces of its own for the same elements.
_STRICT_NAMESPACES: Final = {
    b"http://purl.oclc.org/ooxml/wordprocessingml/main": b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    b"http://purl.oclc.org/ooxml/spreadsheetml/main": b"http://schemas.openxmlformats.org/spreadsheetml/2006/main",
    b"http://purl.oclc.org/ooxml/officeDocument/relationships": (
        b"http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    ),
}
