"""Where the papers lie that tests may read, and how a test skips where they are absent."""

from pathlib import Path

import pytest

SHARED = Path(__file__).resolve().parents[2] / "shared"

needs_shared = pytest.mark.skipif(not SHARED.is_dir(), reason="the papers are not beside this checkout (../shared)")
