"""Dead letters that are alike, together: of one type, with errors that read the same but for ids and numbers."""

from __future__ import annotations

from typing import Any

from producer import dead_matching, listing, statements
from producer.dead_matching import Which
from producer.job_view import instant
from producer.listing import Page, Window
from producer.stores import Stores


class DeadGroups(Window, Which):
    """The query of the groups: only letters that match are counted."""


def page(stores: Stores, tenant: str, asked: DeadGroups) -> Page[dict[str, Any]]:
    """Groups, the largest first.

    Raises:
        Refused: the moment cannot be read.
        TablesNeeded: the queue runs on Redis alone.
    """
    values = dead_matching.values(asked, tenant)
    return listing.in_time(
        stores.tables.of(tenant),
        lambda cursor: listing.page(cursor, "dead_groups", "count_dead_groups", values, asked, _view),
    )


def _view(row: statements.Row) -> dict[str, Any]:
    failure, job_type, shape, error, letters, first_at, last_at, sample = row
    return {
        "group": failure,
        "type": job_type,
        "error": shape,
        "last_error": error,
        "count": letters,
        "oldest_at": instant(first_at),
        "newest_at": instant(last_at),
        "sample_job_id": sample,
    }
