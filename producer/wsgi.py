"""What gunicorn serves: `gunicorn --config producer/gunicorn.conf.py producer.wsgi:app`."""

from __future__ import annotations

from producer import create_app

app = create_app()
