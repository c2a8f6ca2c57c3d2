"""Addresses of servers that a user names, and what is sent to them: http or https, credentials from the environment only."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final
from urllib.parse import SplitResult, urlsplit

from directive_kg.errors import UsageError

USER: Final = "DIRECTIVE_KG_USER"
PASSWORD: Final = "DIRECTIVE_KG_PASSWORD"  # noqa: S105 - the name of a variable, no password
HOST: Final = "DIRECTIVE_KG_HOST"


@dataclass(frozen=True, slots=True)
class Credentials:
    """A user's name and password; the password shows in no message."""

    user: str
    password: str

    def __repr__(self) -> str:
        """Without the password: records end up in logs."""
        return f"Credentials(user={self.user!r})"


def check_address(url: str) -> SplitResult:
    """The parts of an http or https address. Raises UsageError for any other, and for one with a password in it."""
    try:
        parts = urlsplit(url)
        usable = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port is not False
    except ValueError:
        parts, usable = None, False
    if parts is None or not usable:
        raise UsageError(f"địa chỉ máy chủ phải là http:// hoặc https:// / not an http or https address: {url}")
    if "@" in parts.netloc:
        raise UsageError(
            f"không ghi mật khẩu trong địa chỉ; đặt {USER} và {PASSWORD} / no password in an address: set {USER}, {PASSWORD}"
        )
    return parts


def credentials_for(url: str, environment: Mapping[str, str], *, alone: bool = True) -> Credentials | None:
    """What the environment gives for this server, or None.

    Where DIRECTIVE_KG_HOST names a host (with its port, where it has one), no other gets them; where several servers
    are asked (`alone` is false) and it names none, nobody does.
    """
    user, password, host = (environment.get(name) for name in (USER, PASSWORD, HOST))
    if not user or password is None:
        return None
    if host:
        return Credentials(user, password) if host.lower() == check_address(url).netloc.lower() else None
    return Credentials(user, password) if alone else None
