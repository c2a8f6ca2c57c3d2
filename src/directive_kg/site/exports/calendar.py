"""iCalendar (RFC 5545): what has a day stands on that day, what has none is a to-do without one."""

import hashlib
from collections.abc import Iterator
from datetime import date
from typing import Final

from directive_kg.site.exports.lists import Record, TaskList
from directive_kg.site.render import visible
from directive_kg.site.words import shorten

_LONGEST_LINE: Final = 75  # octets, without the line break (RFC 5545, 3.1)
_LONGEST_TEXT: Final = 2000
_DATED_KINDS: Final = ("by", "during")
_DETAILS: Final = ("lead", "coordinating", "deliverable", "deadline", "authority", "paper")


def to_ics(tasks: TaskList) -> bytes:
    """A calendar of the list: an all-day event on the last day of a task, a to-do for every task without a day."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//directive-kg//directive-kg//VI",
        "CALSCALE:GREGORIAN",
        f"X-WR-CALNAME:{_text(tasks.title)}",
    ]
    seen: set[str] = set()
    for record in tasks.records:
        # A body may have two roles in one task; a calendar has one entry for it.
        if record.iri not in seen:
            seen.add(record.iri)
            lines += _entry(record, tasks)
    lines.append("END:VCALENDAR")
    return b"".join(part + b"\r\n" for line in lines for part in _folded(line))


def _entry(record: Record, tasks: TaskList) -> Iterator[str]:
    event = record.end is not None and record.kind in _DATED_KINDS
    kind = "VEVENT" if event else "VTODO"
    yield f"BEGIN:{kind}"
    yield f"UID:{hashlib.sha256(record.iri.encode('utf-8', 'surrogatepass')).hexdigest()[:40]}@directive-kg"
    yield f"DTSTAMP:{_day(tasks.stamp)}T000000Z"
    if event and record.end:
        yield f"DTSTART;VALUE=DATE:{_day(record.end)}"
        yield "TRANSP:TRANSPARENT"
    else:
        # A to-do's start must come before its end; the paper's own words are in the description either way.
        if record.start and not (record.end and record.end <= record.start):
            yield f"DTSTART;VALUE=DATE:{_day(record.start)}"
        if record.end:
            yield f"DUE;VALUE=DATE:{_day(record.end)}"
    number = record.cells.get("stt", "")
    title = record.cells.get("title", "") or "(không có tên)"
    yield f"SUMMARY:{_text(shorten(f'{number}. {title}' if number else title, 250))}"
    named = {column.key: column.label.vi for column in tasks.columns}
    details = [f"{named[key]}: {record.cells[key]}" for key in _DETAILS if record.cells.get(key) and key in named]
    yield f"DESCRIPTION:{_text(chr(10).join(details))}"
    yield f"CATEGORIES:{_text(record.cells.get('kind', ''))}"
    yield f"END:{kind}"


def _text(value: str) -> str:
    """A TEXT value: commas, semicolons, backslashes and line breaks escaped (RFC 5545, 3.3.11)."""
    plain = shorten(visible(value), _LONGEST_TEXT).replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return "\\n".join(plain.splitlines())


def _day(value: date) -> str:
    return f"{value.year:04}{value.month:02}{value.day:02}"


def _folded(line: str) -> Iterator[bytes]:
    """A line cut into pieces of at most 75 octets, never inside a character; those that follow begin with a space."""
    rest, room, indent = line.encode(), _LONGEST_LINE, b""
    while len(rest) > room:
        cut = room
        while rest[cut] & 0xC0 == 0x80:  # inside a character
            cut -= 1
        yield indent + rest[:cut]
        indent, rest, room = b" ", rest[cut:], _LONGEST_LINE - 1
    yield indent + rest
