"""Which addresses a job may call: every spelling and every wrapping of the ones it may not."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest

from shared import public_address
from shared.public_address import AddressError, ResolutionError

NOT_PUBLIC = [
    "0.0.0.0",  # noqa: S104 - not bound to, refused
    "10.0.0.1",
    "100.64.0.1",
    "100.100.100.200",
    "127.0.0.1",
    "127.255.255.254",
    "168.63.129.16",
    "169.254.169.254",
    "169.254.170.2",
    "172.16.0.1",
    "172.31.255.255",
    "192.0.0.192",
    "192.0.2.1",
    "192.88.99.1",
    "192.168.1.1",
    "198.18.0.1",
    "198.51.100.1",
    "203.0.113.1",
    "224.0.0.1",
    "239.255.255.255",
    "240.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "::127.0.0.1",
    "::ffff:127.0.0.1",
    "::ffff:169.254.169.254",
    "::ffff:8.8.8.8",
    "::ffff:0:10.0.0.1",
    "64:ff9b::a9fe:a9fe",
    "64:ff9b::808:808",
    "64:ff9b:1::a00:1",
    "100::1",
    "2001::1",
    "2001:0:53aa:64c:0:0:5601:5601",
    "2001:db8::1",
    "2002:a9fe:a9fe::1",
    "2002:7f00:1::",
    "2606:4700::5efe:a00:1",
    "2606:4700::200:5efe:a00:1",
    "3fff::1",
    "5f00::1",
    "fc00::1",
    "fd00:ec2::254",
    "fe80::1",
    "fe80::1%eth0",
    "fec0::1",
    "ff02::1",
    "not an address",
    "",
]


@pytest.mark.parametrize("address", NOT_PUBLIC)
def test_these_are_not_public(address: str) -> None:
    assert not public_address.is_public(address)


@pytest.mark.parametrize(
    "address",
    ["8.8.8.8", "1.1.1.1", "93.184.216.34", "172.32.0.1", "2606:4700::1111", "2a00:1450:4001::200e"],
)
def test_these_are_public(address: str) -> None:
    assert public_address.is_public(address)


@pytest.mark.parametrize(
    "host", ["127.1", "2130706433", "0x7f000001", "0177.0.0.1", "0", "127.0.0.1", "::1", "::ffff:127.0.0.1"]
)
def test_other_spellings_of_a_local_address_are_seen_through(host: str) -> None:
    with pytest.raises(AddressError, match="not on the public internet"):
        public_address.resolve(host, 80, timeout=5)


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("file:///etc/passwd", "only http"),
        ("gopher://example.com/", "only http"),
        ("unix:/var/run/docker.sock", "only http"),
        ("ftp://example.com/", "only http"),
        ("//example.com/", "only http"),
        ("example.com", "only http"),
        ("", "only http"),
        ("http://", "no host"),
        ("http:///path", "no host"),
        ("http://user@example.com/", "user name"),
        ("http://user:secret@example.com/", "user name"),
        ("http://example.com:22/", "port 22"),
        ("https://example.com:6379/", "port 6379"),
        ("http://example.com:99999999/", "not a URL"),
        ("http://example.com:0/", "not a URL"),
        ("http://localhost/", "private or local"),
        ("http://LOCALHOST./", "private or local"),
        ("http://api.localhost/", "private or local"),
        ("http://metadata.google.internal/", "private or local"),
        ("http://metadata.google.internal./", "private or local"),
        ("http://printer.local/", "private or local"),
        ("http://router.home.arpa/", "private or local"),
        ("http://example.com/a b", "control characters"),
        ("http://example.com/\r\nHost: other", "control characters"),
        ("http://[::1", "not a URL"),
    ],
)
def test_a_url_that_cannot_be_right_is_refused_unresolved(url: str, why: str) -> None:
    with pytest.raises(AddressError, match=why):
        public_address.check_url(url)


@pytest.mark.parametrize(
    "url",
    ["http://example.com", "https://example.com:443/a?b=c", "http://example.com:80/", "HTTPS://Example.COM/"],
)
def test_a_plain_url_passes(url: str) -> None:
    assert public_address.check_url(url).host == "example.com"


def test_the_refusal_repeats_no_password() -> None:
    with pytest.raises(AddressError) as refused:
        public_address.check_url("http://ada:hunter2@example.com/")

    assert "hunter2" not in str(refused.value)


def test_in_development_local_names_and_ports_pass() -> None:
    assert public_address.check_url("http://localhost:9000/", allow_private=True).port == 9000
    assert public_address.resolve("127.0.0.1", 9000, timeout=5, allow_private=True) == ["127.0.0.1"]


def test_other_ports_pass_when_the_operator_says_so() -> None:
    assert public_address.check_url("https://example.com:8443/", ports=frozenset({8443})).port == 8443


@pytest.mark.parametrize(
    "answers",
    [
        ["10.0.0.1"],
        ["93.184.216.34", "10.0.0.1"],
        ["10.0.0.1", "93.184.216.34"],
        ["93.184.216.34", "64:ff9b::a00:1"],
        ["fe80::1%eth0"],
    ],
)
def test_one_private_address_among_many_is_enough_to_refuse(answers: list[str]) -> None:
    with pytest.raises(AddressError, match="hooks.example resolves to"):
        public_address.resolve("hooks.example", 443, timeout=5, resolver=lambda _host, _port: answers)


def test_public_addresses_come_back_in_order() -> None:
    answers = ["2606:4700::1111", "93.184.216.34"]

    assert public_address.resolve("a.example", 443, timeout=5, resolver=lambda *_: answers) == answers


def alternating(*answers: list[str]) -> Callable[[str, int], list[str]]:
    """A name server that changes its mind with every question."""
    asked = iter(range(1000))
    return lambda _host, _port: answers[next(asked) % len(answers)]


def test_a_name_that_changes_its_answers_never_yields_the_private_one() -> None:
    resolver = alternating(["93.184.216.34"], ["127.0.0.1"])

    assert public_address.resolve("rebind.example", 80, timeout=5, resolver=resolver) == ["93.184.216.34"]
    with pytest.raises(AddressError, match=r"127\.0\.0\.1"):
        public_address.resolve("rebind.example", 80, timeout=5, resolver=resolver)
    assert public_address.resolve("rebind.example", 80, timeout=5, resolver=resolver) == ["93.184.216.34"]


def test_a_name_without_addresses_may_have_some_later() -> None:
    with pytest.raises(ResolutionError, match="empty.example has no address"):
        public_address.resolve("empty.example", 80, timeout=5, resolver=lambda *_: [])


def test_a_name_server_that_does_not_answer_is_not_waited_for() -> None:
    answer_now = threading.Event()

    def silent(_host: str, _port: int) -> list[str]:
        answer_now.wait(30)
        return ["93.184.216.34"]

    with pytest.raises(ResolutionError, match=r"silent\.example was not resolved within 0\.1 s"):
        public_address.resolve("silent.example", 80, timeout=0.1, resolver=silent)
    answer_now.set()


def test_a_name_server_that_fails_is_told_with_its_words() -> None:
    def failing(_host: str, _port: int) -> list[str]:
        raise OSError("Temporary failure in name resolution")

    with pytest.raises(ResolutionError, match=r"a\.example could not be resolved: Temporary failure"):
        public_address.resolve("a.example", 80, timeout=5, resolver=failing)


def test_a_name_too_long_for_dns_is_not_resolved() -> None:
    with pytest.raises(ResolutionError):
        public_address.resolve("a" * 300 + ".example", 80, timeout=5)
