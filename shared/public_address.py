"""Keeps calls that users ask for on the public internet, away from this network and its neighbours.

A name is resolved once, every address it has is checked, and the caller connects to what was checked: a name
that answers differently the second time (DNS rebinding) gets no second time.
"""

from __future__ import annotations

import ipaddress
import socket
import threading
from collections.abc import Callable, Sequence
from typing import Any

import httpx

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Resolver = Callable[[str, int], Sequence[str]]

PUBLIC_PORTS = frozenset({80, 443})

# What `is_global` calls public and no job has business with: services of clouds that lie in public space.
_REFUSED_V4 = tuple(
    ipaddress.IPv4Network(network)
    for network in (
        "168.63.129.16/32",  # Azure: the host's own agent
        "192.0.0.0/24",  # protocol assignments; Oracle's metadata is 192.0.0.192
        "192.88.99.0/24",  # relays into 6to4
        "100.64.0.0/10",  # carrier NAT; Alibaba's metadata is 100.100.100.200
    )
)
# All that the internet routes (RFC 4291, IANA). What lies outside is local, multicast or embeds another
# address: ::ffff:0:0/96 mapped, ::/96 compatible, 64:ff9b::/96 NAT64, fc00::/7, fe80::/10, ff00::/8.
_GLOBAL_UNICAST_V6 = ipaddress.IPv6Network("2000::/3")
_REFUSED_V6 = tuple(
    ipaddress.IPv6Network(network)
    for network in (
        "2001::/23",  # protocol assignments; Teredo, which embeds an IPv4 address, is 2001::/32
        "2001:db8::/32",  # documentation
        "2002::/16",  # 6to4 embeds an IPv4 address
        "3fff::/20",  # documentation
    )
)
# Interface identifiers of ISATAP, which embeds an IPv4 address under any prefix (RFC 5214, section 6.1).
_ISATAP = frozenset({0x00005EFE, 0x02005EFE})
_LOCAL_NAMES = frozenset({"localhost", "local", "internal", "localdomain", "home.arpa"})


class AddressError(Exception):
    """The address is not on the public internet, or not of a kind that may be called."""


class ResolutionError(OSError):
    """The name has no address now, or the name servers did not answer in time; it may work later."""


def check_url(text: str, *, allow_private: bool = False, ports: frozenset[int] = PUBLIC_PORTS) -> httpx.URL:
    """Refuse a URL that cannot be right, before any name is resolved.

    Args:
        text: what a user gave.
        allow_private: allow local names and any port (development).
        ports: the ports that may be called.

    Returns:
        The URL as the client reads it: two parsers might disagree on what was checked.

    Raises:
        AddressError: not http or https, no host, a user name in it, a port that may not be called, or a name
            that is local by definition.
    """
    url = _parse(text)
    if url.scheme not in ("http", "https"):
        raise AddressError("only http:// and https:// can be called")
    if not url.host:
        raise AddressError("it names no host")
    if url.userinfo:
        raise AddressError("it carries a user name: put credentials into a header")
    if not allow_private:
        _refuse_port(url, ports)
        _refuse_local_name(url.host)
    return url


def resolve(
    host: str,
    port: int,
    *,
    timeout: float,
    allow_private: bool = False,
    resolver: Resolver | None = None,
) -> list[str]:
    """The addresses of a host, all of them public.

    Args:
        host: a name, or an address in any of its spellings.
        port: the port that will be connected to.
        timeout: seconds to wait for the name servers.
        allow_private: skip the checks (development).
        resolver: answers (host, port) with addresses; the system's by default.

    Returns:
        Addresses as text, in the resolver's order, at least one: connect to these and to nothing else.

    Raises:
        AddressError: one of the addresses is not public; one is enough, for it may be the only one next time.
        ResolutionError: no address in time.
    """
    addresses = _look_up(resolver or system_resolver, host, port, timeout)
    if not allow_private:
        for address in addresses:
            _refuse_unless_public(host, address)
    return addresses


def is_public(text: str) -> bool:
    """Whether an address is on the public internet and can be nothing else on the way.

    Addresses that embed another one (mapped, 6to4, NAT64, Teredo, ISATAP) are refused whatever they embed,
    because gateways differ in what they make of them.
    """
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return False
    return _is_public_v4(address) if isinstance(address, ipaddress.IPv4Address) else _is_public_v6(address)


def system_resolver(host: str, port: int) -> list[str]:
    """What the machine's own resolver says: the addresses of a host for TCP.

    Raises:
        OSError: there are none.
    """
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


def _parse(text: str) -> httpx.URL:
    if any(character <= " " or character == "\x7f" for character in text):
        raise AddressError("it contains blanks or control characters: write them as %20 and the like")
    try:
        url = httpx.URL(text)
    except httpx.InvalidURL as error:
        raise AddressError(f"it is not a URL: {error}") from error
    if url.port is not None and not 1 <= url.port <= 65535:
        raise AddressError(f"it is not a URL: there is no port {url.port}")
    return url


def _refuse_port(url: httpx.URL, ports: frozenset[int]) -> None:
    port = url.port or (443 if url.scheme == "https" else 80)
    if port not in ports:
        allowed = ", ".join(str(each) for each in sorted(ports))
        raise AddressError(f"port {port} of {url.host} may not be called; allowed: {allowed}")


def _refuse_local_name(host: str) -> None:
    name = host.rstrip(".").lower()
    if any(name == local or name.endswith(f".{local}") for local in _LOCAL_NAMES):
        raise AddressError(f"{host} is the name of a private or local address")


def _look_up(resolver: Resolver, host: str, port: int, timeout: float) -> list[str]:
    """Ask in a thread, since getaddrinfo cannot be given a time limit and may take half a minute."""
    answer: list[Any] = []

    def ask() -> None:
        try:
            answer.append(list(resolver(host, port)))
        except (OSError, UnicodeError) as error:
            answer.append(error)

    thread = threading.Thread(target=ask, name=f"resolve-{host[:40]}", daemon=True)
    thread.start()
    thread.join(timeout)
    return _addresses_of(host, answer, timeout)


def _addresses_of(host: str, answer: list[Any], timeout: float) -> list[str]:
    if not answer:
        raise ResolutionError(f"{host} was not resolved within {timeout:.1f} s: check the name servers")
    if isinstance(answer[0], Exception):
        raise ResolutionError(f"{host} could not be resolved: {answer[0]}") from answer[0]
    if not answer[0]:
        raise ResolutionError(f"{host} has no address")
    return [str(address) for address in answer[0]]


def _refuse_unless_public(host: str, address: str) -> None:
    if not is_public(address):
        raise AddressError(f"{host} resolves to {address}, which is not on the public internet")


def _is_public_v4(address: ipaddress.IPv4Address) -> bool:
    return (
        address.is_global
        and not address.is_multicast
        and not address.is_reserved
        and not any(address in network for network in _REFUSED_V4)
    )


def _is_public_v6(address: ipaddress.IPv6Address) -> bool:
    return (
        address.scope_id is None
        and address in _GLOBAL_UNICAST_V6
        and address.is_global
        and not any(address in network for network in _REFUSED_V6)
        and (int(address) >> 32) & 0xFFFFFFFF not in _ISATAP
    )
