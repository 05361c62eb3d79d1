"""The producer: the service that takes jobs over HTTP, writes them down, and puts them in line."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Flask
from flask_cors import CORS

from producer import envelope, limits, routes, standing_paths, stores
from producer.accounts import Accounts
from producer.billing import Billing
from producer.callers import Callers
from producer.downloads import Downloads
from producer.durability import Durability
from producer.limits import Limits
from producer.live import Live
from producer.metrics import Metrics
from producer.settings import Settings, read
from producer.waiting import Waiting
from shared import logs


class Application(Flask):
    """Flask for views that are plain functions, all of which ours are."""

    def ensure_sync(self, func: Callable[..., Any]) -> Callable[..., Any]:
        """Take it for one: Flask would look again at every hook of every request."""
        return func


def create_app(settings: Settings | None = None) -> Flask:
    """The application, in the order in which a request meets its parts.

    Args:
        settings: those of the environment when none are given.

    Raises:
        ConfigurationError: a setting is missing or cannot be used.
    """
    settings = settings or read()
    logs.configure(settings.log_level, settings.log_format, process="producer")
    app = Application("producer", static_folder=None)
    app.url_map.strict_slashes = False
    app.extensions["workqueue"] = stores.open_stores(settings)

    metrics = Metrics(app.extensions["workqueue"])
    app.before_request(envelope.begin)
    metrics.count(app)
    _allow_origins(app, settings)
    _know_callers(app)
    _add_routes(app, metrics)
    standing_paths.register(app)
    envelope.register(app)
    app.after_request(envelope.finish)
    return app


def _know_callers(app: Flask) -> None:
    work: stores.Stores = app.extensions["workqueue"]
    app.extensions["workqueue.limits"] = limiter = Limits(work)
    app.extensions["workqueue.callers"] = callers = Callers(work, limiter)
    app.before_request(callers.admit)
    app.after_request(limits.show)


def _allow_origins(app: Flask, settings: Settings) -> None:
    if settings.origins:
        CORS(
            app,
            origins=settings.origins,
            methods=["GET", "POST", "PATCH", "DELETE"],
            allow_headers=[
                "Authorization",
                "Content-Type",
                "Idempotency-Key",
                "Prefer",
                "X-API-Key",
                "X-Request-Id",
            ],
            expose_headers=[
                "Content-Disposition",
                "Idempotent-Replayed",
                "Location",
                "X-RateLimit-Limit",
                "X-RateLimit-Remaining",
                "X-RateLimit-Reset",
                "Retry-After",
                "X-Request-Id",
            ],
            max_age=600,
        )


def _add_routes(app: Flask, metrics: Metrics) -> None:
    work: stores.Stores = app.extensions["workqueue"]
    durability = Durability()
    waiting = Waiting(work.queue, work.settings)
    app.register_blueprint(routes.v0.blueprint(durability, waiting))
    app.register_blueprint(routes.jobs.blueprint(durability, waiting))
    app.register_blueprint(routes.leases.blueprint(waiting))
    app.register_blueprint(routes.cron.blueprint())
    app.register_blueprint(routes.dlq.blueprint())
    app.register_blueprint(routes.webhooks.blueprint(work.settings))
    app.register_blueprint(routes.queues.blueprint())
    app.register_blueprint(routes.workers.blueprint())
    app.register_blueprint(routes.stats.blueprint(metrics))
    app.register_blueprint(routes.types.blueprint())
    app.register_blueprint(routes.me.blueprint())
    app.extensions["workqueue.accounts"] = people = Accounts(work)
    app.register_blueprint(routes.accounts.blueprint(people))
    app.register_blueprint(routes.keys.blueprint())
    app.register_blueprint(routes.usage.blueprint())
    billing = Billing(work)
    app.register_blueprint(routes.portal.blueprint(billing))
    app.register_blueprint(routes.stripe_events.blueprint(billing))
    app.register_blueprint(routes.health.blueprint(work, durability))
    app.extensions["workqueue.downloads"] = Downloads(work)
    app.extensions["workqueue.live"] = Live(work, waiting)
    app.config["SOCK_SERVER_OPTIONS"] = routes.live.options()
    app.register_blueprint(routes.live.blueprint())
    app.register_blueprint(routes.reference.blueprint())
    app.register_blueprint(routes.page.blueprint(routes.page.BUILT))
