"""What host a URL really names: case, trailing dots, IDNA forms and the many spellings of an IP address.

A crawler that checks addresses must read a host as the program that connects does. Hence the rules of the
WHATWG URL standard for hosts: ``0x7f.1``, ``2130706433`` and ``0177.0.0.1`` are all 127.0.0.1.
"""

from __future__ import annotations

import ipaddress
from typing import NamedTuple
from urllib.parse import urlsplit

DEFAULT_PORTS = {"http": 80, "https": 443}
#: Carrier-grade NAT (RFC 6598), which ipaddress counts as neither private nor global.
SHARED_SPACE = ipaddress.ip_network("100.64.0.0/10")
#: NAT64 (RFC 6052): an IPv4 address in the last four bytes.
NAT64 = ipaddress.ip_network("64:ff9b::/96")
#: The longest name the DNS has, and a guard: the IDNA codec takes its time with longer ones.
MAX_NAME = 253
HOST_CHARACTERS = frozenset("abcdefghijklmnopqrstuvwxyz0123456789-._")

IPAddress = ipaddress.IPv4Address | ipaddress.IPv6Address


class Host(NamedTuple):
    """A host as it is connected to: a lower-case ASCII name or a canonical address.

    ``port`` is None for the default port of its scheme, so that http and https are equal there.
    """

    name: str
    port: int | None
    address: bool = False


def parse_host(url: str) -> Host | None:
    """The host of an http or https URL; None for another scheme, credentials, or a host that is no host."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return None
    scheme = parts.scheme.lower()
    if scheme not in DEFAULT_PORTS or not parts.hostname or "@" in parts.netloc or port == 0:
        return None
    if port == DEFAULT_PORTS[scheme]:
        port = None
    if parts.netloc.startswith("["):
        address = _parse_ipv6(parts.hostname)
        return Host(str(address), port, True) if address else None
    name = normal_name(parts.hostname)
    if name is None:
        return None
    if _ends_in_number(name):
        number = _parse_ipv4(name)
        return Host(str(number), port, True) if number else None
    return Host(name, port)


def normal_name(name: str) -> str | None:
    """A host name in lower-case ASCII without its trailing dot; None if it cannot be one."""
    if len(name) > MAX_NAME:
        return None
    try:
        ascii_name = name if name.isascii() else name.encode("idna").decode("ascii")
    except UnicodeError:
        return None
    ascii_name = ascii_name.lower().removesuffix(".")
    if len(ascii_name) > MAX_NAME or not HOST_CHARACTERS.issuperset(ascii_name):
        return None
    labels = ascii_name.split(".")
    return ascii_name if all(0 < len(label) <= 63 for label in labels) else None


def parse_address(text: str) -> IPAddress | None:
    """An IP address in any spelling that programs accept, IPv4-mapped IPv6 as IPv4; None if it is none."""
    text = text.strip("[]")
    return _parse_ipv6(text) if ":" in text else _parse_ipv4(text)


def is_private_address(ip: str) -> bool:
    """Whether an address is not one of the public Internet.

    Private, loopback, link-local, reserved, multicast, unspecified, carrier-grade NAT, and IPv6 forms that
    carry such an IPv4 address. Raises ValueError for what is no address.
    """
    address = parse_address(ip)
    if address is None:
        raise ValueError(f"not an IP address: {ip!r}")
    if isinstance(address, ipaddress.IPv6Address):
        inner = address.sixtofour or (address.teredo[1] if address.teredo else None)
        if address in NAT64:
            inner = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
        if inner is not None:
            address = inner
    return (
        address.is_private
        or address.is_loopback
        or address.is_link_local
        or address.is_reserved
        or address.is_multicast
        or address.is_unspecified
        or not address.is_global
        or (address.version == 4 and address in SHARED_SPACE)
    )


def _ends_in_number(name: str) -> bool:
    last = name.rsplit(".", 1)[-1]
    return last.isdigit() or (last.startswith("0x") and _number(last) is not None)


def _number(text: str) -> int | None:
    """A part of an IPv4 address: decimal, octal (0…) or hexadecimal (0x…)."""
    base = 16 if text.startswith("0x") else 8 if len(text) > 1 and text.startswith("0") else 10
    digits = text[2:] if base == 16 else text
    if not text or not (digits.isascii() and digits.isalnum() if digits else base == 16):
        return None
    try:
        return int(digits or "0", base)
    except ValueError:
        return None


def _parse_ipv4(text: str) -> ipaddress.IPv4Address | None:
    parts = [_number(part) for part in text.lower().removesuffix(".").split(".")]
    if len(parts) > 4:
        return None
    value = 0
    for position, part in enumerate(parts):
        is_last = position == len(parts) - 1
        if part is None or part >= (256 ** (5 - len(parts)) if is_last else 256):
            return None
        value += part if is_last else part << (8 * (3 - position))
    return ipaddress.IPv4Address(value)


def _parse_ipv6(text: str) -> IPAddress | None:
    try:
        address = ipaddress.IPv6Address(text)
    except ValueError:
        return None
    return address.ipv4_mapped or address
