"""The bytes of a paper's file, read once and never more than a paper can have."""

from pathlib import Path
from typing import Final

from directive_kg.errors import UnreadablePaperError

MAX_BYTES: Final = 100_000_000  # a scan of some hundred pages; readers of text set a lower limit of their own


def read_bytes(path: Path, most: int = MAX_BYTES) -> bytes:
    """The whole file. Raises UnreadablePaperError when it is missing, no file, empty or larger than `most` bytes."""
    try:
        if path.stat().st_size > most:
            raise UnreadablePaperError(
                f"{path}: tệp lớn hơn {most // 1_000_000} MB / larger than {most // 1_000_000} MB"
            )
        data = path.read_bytes()
    except FileNotFoundError:
        raise UnreadablePaperError(f"{path}: không có tệp này / no such file") from None
    except IsADirectoryError:
        raise UnreadablePaperError(f"{path}: là thư mục, không phải tệp / a folder, not a file") from None
    except OSError as error:
        raise UnreadablePaperError(f"{path}: không mở được / cannot be opened: {error.strerror}") from None
    if not data.strip():
        raise UnreadablePaperError(f"{path}: tệp rỗng / an empty file")
    return data
