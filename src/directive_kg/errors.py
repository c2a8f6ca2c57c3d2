"""The exceptions that this package raises, and the exit code of each.

A problem in the *data* of a paper or of the graph is a finding and is never raised.
An error message is one line, in Vietnamese with English behind it: what was wrong, where, what to do next.
"""

from enum import IntEnum


class ExitCode(IntEnum):
    """What the command line tells its caller (shared design, 'Commands')."""

    OK = 0
    FINDINGS = 1
    USAGE = 2
    BAD_INPUT = 3
    FAILED = 4


class DirectiveKgError(Exception):
    """The root of the tree; its text can be shown to a user as it is."""

    exit_code: ExitCode = ExitCode.FAILED


class UsageError(DirectiveKgError):
    """The command was called in a way that cannot be carried out."""

    exit_code = ExitCode.USAGE


class BadInputError(DirectiveKgError):
    """What the user handed over cannot be used."""

    exit_code = ExitCode.BAD_INPUT


class UnreadablePaperError(BadInputError):
    """A paper that is missing, empty, binary, encrypted, or not in Vietnamese."""


class SecretPaperError(BadInputError):
    """A paper marked MẬT, TỐI MẬT or TUYỆT MẬT (check F5-mat): it is refused at the door."""


class NoTasksError(BadInputError):
    """A paper in which nothing is ordered of anybody."""


class BrokenGraphError(BadInputError):
    """A file of graph/, ontology/, shapes/ or queries/ that does not parse."""


class UnknownNameError(BadInputError):
    """A paper number, body or question that the graph does not hold; the message lists the nearest ones."""


class StoreError(DirectiveKgError):
    """The store or a server failed."""


class CheckError(DirectiveKgError):
    """The check itself broke: a shape that cannot run is not bad data."""
