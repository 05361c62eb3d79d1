"""Which version this is: workers say it of themselves, and the service of itself."""

from __future__ import annotations

VERSION = "0.1.0"
