"""A floor for the producer: the least that a Flask route can do to keep a job in both stores, and no more.

No validation, no keys, no limits, no idempotency; run by gunicorn as ours is.
"""

from __future__ import annotations

import json
import os
import threading
import uuid
from typing import Any

import psycopg2
import redis
from flask import Flask, request
from psycopg2 import extras

app = Flask(__name__)
client = redis.Redis.from_url(os.environ["REDIS_URL"], protocol=2)
_own = threading.local()


def _connection() -> Any:
    """One to each thread, kept."""
    if not hasattr(_own, "connection"):
        _own.connection = psycopg2.connect(os.environ["DATABASE_URL"])
        _own.connection.autocommit = True
    return _own.connection


@app.get("/hello")
def hello() -> str:
    """Nothing."""
    return "hello"


@app.post("/one")
def one() -> dict[str, str]:
    """One INSERT and one RPUSH."""
    given = request.get_json()
    job_id = str(uuid.uuid4())
    with _connection().cursor() as cursor:
        cursor.execute(
            "INSERT INTO bare VALUES (%s, %s, %s)", (job_id, given["type"], json.dumps(given["payload"]))
        )
    client.rpush("bare:jobs", job_id)
    return {"job_id": job_id}


@app.post("/batch")
def batch() -> dict[str, list[str]]:
    """One INSERT and one RPUSH for all of them."""
    rows = [(str(uuid.uuid4()), job["type"], json.dumps(job["payload"])) for job in request.get_json()]
    with _connection().cursor() as cursor:
        extras.execute_values(cursor, "INSERT INTO bare VALUES %s", rows, page_size=len(rows))
    client.rpush("bare:jobs", *[row[0] for row in rows])
    return {"job_ids": [row[0] for row in rows]}
