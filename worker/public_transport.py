"""Carries HTTP calls over checked addresses only, and within one time limit for everything.

The check sits where the connection is made, so that no redirect, no second look-up and no proxy setting of
the machine can lead around it. Host header and TLS name stay those of the URL.
"""

from __future__ import annotations

import contextlib
import functools
import ssl
import time
from collections.abc import Iterable, Iterator

import httpcore
import httpx

from shared import public_address

# A host may have many addresses; when three do not answer, the fourth would hardly.
_ADDRESSES_TRIED = 3


class PublicTransport(httpx.BaseTransport):
    """A transport for `httpx.Client` that connects to public addresses only.

    Raises (from a request):
        AddressError: the host is not public.
        httpx.TimeoutException: the time is over, whatever took it: connecting, TLS, or a dripping answer.
        httpx.TransportError: the connection failed otherwise.
    """

    def __init__(
        self,
        *,
        ends: float,
        allow_private: bool = False,
        resolver: public_address.Resolver | None = None,
        verify: ssl.SSLContext | None = None,
    ) -> None:
        """Make a transport for one call, its redirects included.

        Args:
            ends: when all of it must be over, in seconds of `time.monotonic()`.
            allow_private: skip the check of addresses (development).
            resolver: answers (host, port) with addresses; the system's by default.
            verify: how to check certificates; the machine's authorities by default.
        """
        self._pool = httpcore.ConnectionPool(
            ssl_context=verify or trusted_authorities(),
            network_backend=_CheckedNetwork(ends, allow_private, resolver),
            max_keepalive_connections=0,
        )

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Send one request; `httpx.Client` calls this."""
        with _as_httpx_errors(request):
            response = self._pool.handle_request(_to_httpcore(request))
        return httpx.Response(
            response.status,
            headers=response.headers,
            stream=_Body(response, request),
            extensions=response.extensions,
        )

    def close(self) -> None:
        """Close what is open."""
        self._pool.close()


@functools.cache
def trusted_authorities() -> ssl.SSLContext:
    """How certificates are checked: read once, since it takes longer than many a call."""
    return httpx.create_ssl_context()


class _Body(httpx.SyncByteStream):
    """The answer's body, its errors told in httpx's words."""

    def __init__(self, response: httpcore.Response, request: httpx.Request) -> None:
        self._response = response
        self._request = request

    def __iter__(self) -> Iterator[bytes]:
        with _as_httpx_errors(self._request):
            yield from self._response.iter_stream()

    def close(self) -> None:
        self._response.close()


def client(
    seconds: float, *, allow_private: bool = False, resolver: public_address.Resolver | None = None
) -> httpx.Client:
    """A client for one call to a public address.

    Args:
        seconds: for all of it.
        allow_private: skip the check of addresses (development).
        resolver: answers (host, port) with addresses; the system's by default.
    """
    transport = PublicTransport(
        ends=time.monotonic() + seconds, allow_private=allow_private, resolver=resolver
    )
    return httpx.Client(transport=transport, trust_env=False, timeout=seconds)


class _CheckedNetwork(httpcore.NetworkBackend):
    """Connects to a host by the addresses that were checked."""

    def __init__(self, ends: float, allow_private: bool, resolver: public_address.Resolver | None) -> None:
        self._ends = ends
        self._allow_private = allow_private
        self._resolver = resolver
        self._network = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        error: httpcore.NetworkError | httpcore.TimeoutException | None = None
        for address in self._addresses(host, port)[:_ADDRESSES_TRIED]:
            try:
                stream = self._network.connect_tcp(
                    address, port, _left(self._ends, timeout), local_address, socket_options
                )
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as failure:
                error = failure
            else:
                return _TimedStream(stream, self._ends)
        raise error or httpcore.ConnectError(f"{host} has no address")

    def _addresses(self, host: str, port: int) -> list[str]:
        try:
            return public_address.resolve(
                host,
                port,
                timeout=_left(self._ends),
                allow_private=self._allow_private,
                resolver=self._resolver,
            )
        except public_address.ResolutionError as error:
            raise httpcore.ConnectError(str(error)) from error


class _TimedStream(httpcore.NetworkStream):
    """A connection on which every step has only what is left of the whole call's time.

    A limit for each read alone would let a server drip one byte a minute for ever.
    """

    def __init__(self, stream: httpcore.NetworkStream, ends: float) -> None:
        self._stream = stream
        self._ends = ends

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, _left(self._ends, timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, _left(self._ends, timeout))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        stream = self._stream.start_tls(ssl_context, server_hostname, _left(self._ends, timeout))
        return _TimedStream(stream, self._ends)

    def get_extra_info(self, info: str) -> object:
        return self._stream.get_extra_info(info)


def _left(ends: float, timeout: float | None = None) -> float:
    left = ends - time.monotonic()
    if left <= 0:
        raise httpcore.TimeoutException("the time for the whole call is over")
    return left if timeout is None else min(left, timeout)


def _to_httpcore(request: httpx.Request) -> httpcore.Request:
    return httpcore.Request(
        method=request.method,
        url=httpcore.URL(
            scheme=request.url.raw_scheme,
            host=request.url.raw_host,
            port=request.url.port,
            target=request.url.raw_path,
        ),
        headers=request.headers.raw,
        content=request.read(),
        extensions=request.extensions,
    )


@contextlib.contextmanager
def _as_httpx_errors(request: httpx.Request) -> Iterator[None]:
    try:
        yield
    except httpcore.TimeoutException as error:
        raise httpx.TimeoutException(str(error) or "it took too long", request=request) from error
    except (httpcore.NetworkError, httpcore.ProtocolError, httpcore.UnsupportedProtocol) as error:
        raise httpx.TransportError(str(error) or type(error).__name__, request=request) from error
