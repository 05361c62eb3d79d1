# One image for every process of Workqueue: the command decides whether it is the producer, a worker or a migration.
#   producer   (default) gunicorn --config producer/gunicorn.conf.py producer.wsgi:app
#   worker     python -m worker              with PORT=8081, so that the health check asks the worker
#   migration  python -m shared.migrate

# The patch version is written out so that two builds of one commit run the same interpreter; raise it deliberately.
ARG PYTHON_IMAGE=python:3.11.15-slim-bookworm
ARG NODE_IMAGE=node:22.22.0-bookworm-slim


# The web page, built once for whatever this image will run on.
FROM --platform=$BUILDPLATFORM ${NODE_IMAGE} AS page
WORKDIR /page
COPY web/package.json web/package-lock.json web/.npmrc ./
RUN npm ci
COPY web ./
RUN npm run build


# Built apart, so that pip's cache and anything a wheel is compiled with stay out of the image that runs.
FROM ${PYTHON_IMAGE} AS build
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 \
    PIP_NO_CACHE_DIR=1
WORKDIR /build
RUN python -m venv /opt/venv
COPY requirements.txt ./
COPY sdk/python ./sdk/python
RUN python -m pip wheel --wheel-dir /wheels --requirement requirements.txt \
    && /opt/venv/bin/pip install --no-index --no-deps /wheels/*.whl \
    && /opt/venv/bin/pip check


FROM ${PYTHON_IMAGE}
LABEL org.opencontainers.image.title="Workqueue" \
      org.opencontainers.image.description="A background-job service on Redis and Postgres"

# The root file system may be mounted read-only: bytecode is compiled below, HOME is the one place every container
# gives us to write to, and what handlers produce goes to the volume at /data.
ENV PATH=/opt/venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    HOME=/tmp \
    HOST=0.0.0.0 \
    PORT=8080 \
    WORKER_HOST=0.0.0.0 \
    WORKER_PORT=8081 \
    FILES_DIR=/data/files \
    OUTBOX_DIR=/data/outbox

# 65532 has a name only because getpwuid() must not fail; --no-log-init keeps /var/log/lastlog from growing to it.
RUN groupadd --gid 65532 workqueue \
    && useradd --no-log-init --uid 65532 --gid 65532 --no-create-home --home-dir /tmp \
       --shell /usr/sbin/nologin workqueue \
    && install --directory --owner 65532 --group 65532 /data

WORKDIR /app
COPY --from=build /opt/venv /opt/venv
COPY shared ./shared
COPY producer ./producer
COPY worker ./worker
COPY --from=page /page/dist ./web/dist
RUN python -m compileall -q shared producer worker

# As a number: an orchestrator that demands a non-root user cannot check a name.
USER 65532:65532
EXPOSE 8080 8081
STOPSIGNAL SIGTERM

# http.client, because urllib would send a request to ourselves through HTTP_PROXY.
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s --retries=3 \
    CMD ["python", "-c", "import http.client as h, os, sys; c = h.HTTPConnection('127.0.0.1', int(os.environ['PORT']), timeout=4); c.request('GET', '/health'); sys.exit(c.getresponse().status != 200)"]

# Exec form, here and wherever it is replaced: a shell in between would swallow SIGTERM and no worker would drain.
CMD ["gunicorn", "--config", "producer/gunicorn.conf.py", "producer.wsgi:app"]
