"""Deadlines as a calendar reads them (RFC 5545)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator

from django.conf import settings
from django.utils import timezone

from kaogong.core.chain import digest
from kaogong.org.queries import Waiting

WIDTH = 70
"""Bytes of a line, of which 75 are allowed."""


def calendar(found: Iterable[Waiting], base: str) -> bytes:
    """What waits and has a date, as a calendar."""
    now = f"{timezone.now():%Y%m%dT%H%M%SZ}"
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//kaogong//deadlines//ZH", "CALSCALE:GREGORIAN"]
    lines.append(f"X-WR-CALNAME:{_said(str(settings.INSTALLATION))}")
    for one in found:
        if one.due is not None:
            lines += _event(one, base, now)
    return "".join(f"{folded}\r\n" for line in [*lines, "END:VCALENDAR"] for folded in _folded(line)).encode()


def _event(one: Waiting, base: str, now: str) -> Iterator[str]:
    key = digest(f"{one.url} {one.title} {one.about}".encode())[:32]
    yield from ("BEGIN:VEVENT", f"UID:{key}@kaogong", f"DTSTAMP:{now}")
    if isinstance(one.due, dt.datetime):
        yield f"DTSTART:{one.due.astimezone(dt.UTC):%Y%m%dT%H%M%SZ}"
    else:
        assert one.due is not None
        yield f"DTSTART;VALUE=DATE:{one.due:%Y%m%d}"
        yield f"DTEND;VALUE=DATE:{one.due + dt.timedelta(days=1):%Y%m%d}"
    yield f"SUMMARY:{_said(str(one.title))}"
    yield f"DESCRIPTION:{_said(str(one.about))}"
    yield f"URL:{base}{one.url}"
    yield "END:VEVENT"


def _said(words: str) -> str:
    for sign, escaped in (("\\", "\\\\"), (";", "\\;"), (",", "\\,"), ("\r", ""), ("\n", "\\n")):
        words = words.replace(sign, escaped)
    return words


def _folded(line: str) -> Iterator[str]:
    """A line in pieces that are short enough; no sign is cut in two."""
    piece, lead = "", ""
    for sign in line:
        if len((lead + piece + sign).encode()) > WIDTH:
            yield lead + piece
            piece, lead = "", " "
        piece += sign
    yield lead + piece
