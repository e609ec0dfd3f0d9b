"""When a digest is due. Pure."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta, tzinfo

HOUR = time(8)
MONDAY = 0


def next_morning(after: datetime, zone: tzinfo, *, weekly: bool) -> datetime:
    """The first 8:00 by the clocks of `zone` after the moment `after`, on a Monday if `weekly`; in UTC.

    Counted in days by the calendar there, so that a change of the clocks moves nothing. Where 8:00 does not exist on a day,
    it is the moment that the zone's rules before the gap would call so (PEP 495).
    """
    day = after.astimezone(zone).date()
    while True:
        morning = datetime.combine(day, HOUR, tzinfo=zone).astimezone(UTC)
        if morning > after and (not weekly or day.weekday() == MONDAY):
            return morning
        day += timedelta(days=1)
