"""An answer as it comes in: not more bytes and rows than allowed, and whole at the end."""

from directive_kg.errors import StoreError
from directive_kg.serve.formats import CSV, Format
from directive_kg.serve.limits import Limits, Refusal


class Collector:
    """Takes the pieces of an answer."""

    def __init__(self, form: Format, limits: Limits, has_rows: bool) -> None:
        self._form = form
        self._limits = limits
        self._has_rows = has_rows
        self._pieces: list[bytes] = []
        self._size = 0
        self._rows = form.before
        self._rest = b""  # the end of the piece before, in which a mark of a row may begin
        self._quoted = False
        self.status = 0

    def take(self, status: int, piece: bytes) -> None:
        """One more piece; none at all means that the answer begins again. Raises Refusal 413 where it is too long."""
        if not piece:
            self._pieces, self._size, self._rows, self._rest, self._quoted = [], 0, self._form.before, b"", False
            return
        self.status = status
        self._size += len(piece)
        if self._size > self._limits.bytes:
            raise self._too_long("byte", "bytes", self._limits.bytes)
        self._pieces.append(piece)
        if self._has_rows:
            self._count(piece)
            if self._rows > self._limits.rows:
                raise self._too_long("dòng", "rows", self._limits.rows)

    def whole(self) -> bytes:
        """The answer. Raises StoreError where it was cut."""
        content = b"".join(self._pieces)
        # An answer to ASK has no rows: in JSON it ends with its one brace.
        end = self._form.end if self._has_rows else self._form.end[-1:]
        if not content.rstrip().endswith(end):
            raise StoreError("câu trả lời bị cắt / the engine cut its answer")
        return content

    def _count(self, piece: bytes) -> None:
        if self._form is CSV:
            # A line end between quotes belongs to a value.
            for number, part in enumerate(piece.split(b'"')):
                self._quoted ^= number > 0
                self._rows += 0 if self._quoted else part.count(b"\n")
        elif mark := self._form.row:
            joined = self._rest + piece
            self._rows += joined.count(mark)
            self._rest = joined[-(len(mark) - 1) :] if len(mark) > 1 else b""

    @staticmethod
    def _too_long(vi: str, en: str, most: int) -> Refusal:
        return Refusal(
            413,
            f"câu trả lời quá {most} {vi}; hãy thêm LIMIT / the answer has more than {most} {en}; use LIMIT",
            f"{en}={most}",
        )
