"""The handlers of the browser tests: each does what its payload says, whatever it is called."""

from __future__ import annotations

from workqueue import Handlers, Job

handlers = Handlers()

TYPES = ("sleep", "fail", "send_email", "resize_image", "charge_card", "import_orders")


def act(job: Job) -> object:
    """Take `seconds`, telling how far it is; then fail with `message` if there is one, else return `answer`.

    With `times` it fails in its first so many attempts only; `log` is logged.
    """
    asked = job.payload
    job.log(f"began attempt {job.attempt}")
    if "log" in asked:
        job.log(asked["log"])
    seconds = asked.get("seconds", 0)
    for part in range(10 if seconds else 0):
        job.progress(part / 10, f"part {part + 1} of 10")
        job.sleep(seconds / 10)
    if "message" in asked and job.attempt <= asked.get("times", job.max_attempts):
        raise RuntimeError(asked["message"])
    return asked.get("answer", {"ok": True, "attempt": job.attempt})


for name in TYPES:
    handlers.handler(name, timeout=900)(act)
