"""The producer of the other tests, whose client checks what is answered."""

from __future__ import annotations

from tests.integration.producer import conftest as producer

empty_database, app, client, alone = producer.empty_database, producer.app, producer.client, producer.alone
