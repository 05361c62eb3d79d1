"""Every route says what it takes to call it."""

from __future__ import annotations

from producer import create_app
from producer.access import ACCESS
from producer.settings import read


def test_every_endpoint_is_classed_and_no_other() -> None:
    app = create_app(read(app_env="development", database_url=None))
    assert {rule.endpoint for rule in app.url_map.iter_rules()} == set(ACCESS)
