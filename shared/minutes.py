"""Figures by the minute: the places in which the mirror counts waits and runs, and by which the overview reads them."""

from __future__ import annotations

MINUTE_MS = 60_000
BOUNDS = tuple(2 ** (half / 2) for half in range(46))
"""Upper bounds in ms of the places, from 1 ms to about 99 minutes; one more place is beyond them all.

Two to a doubling: an estimate between two bounds is off by less than a fifth, and a row stays below 400 bytes.
"""
