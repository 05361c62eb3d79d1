"""SQL by name: each file in a `sql/` folder holds statements under `-- name: x` lines."""

from __future__ import annotations

from pathlib import Path

_MARK = "-- name:"


def read(folder: Path) -> dict[str, str]:
    """Every statement of the `*.sql` files in `folder`, by its name.

    Raises:
        ValueError: two statements share a name.
    """
    found: dict[str, str] = {}
    for file in sorted(folder.glob("*.sql")):
        for part in file.read_text(encoding="utf-8").split(_MARK)[1:]:
            name, _, text = part.partition("\n")
            if name.strip() in found:
                raise ValueError(
                    f"two statements are called {name.strip()!r}; the second stands in {file.name}"
                )
            found[name.strip()] = text.strip()
    return found
