"""Is an address of the open web? Nobody may send this machine to itself, or to what only its network reaches."""

import ipaddress
import socket
from collections.abc import Iterable
from urllib.parse import urlsplit

_Address = ipaddress.IPv4Address | ipaddress.IPv6Address
_INWARD = (".localhost", ".local", ".internal", ".home.arpa")
_NAT64 = ipaddress.ip_network("64:ff9b::/96")


def looks_open(host: str) -> bool:
    """Could it be? Told by its look, so that nothing is asked of anybody."""
    try:
        return is_open(host)
    except ValueError:
        return "." in host and not host.lower().rstrip(".").endswith(_INWARD)


def leads_out(url: str) -> bool:
    """Does its name lead to open addresses only, now? Who fetches from it later has to ask again: names move."""
    parts = urlsplit(url)
    try:
        return all(map(is_open, addresses_of(parts.hostname or "", parts.port or 443)))
    except LookupError:
        return False  # there is nothing there to be read


def addresses_of(host: str, port: int) -> list[str]:
    """All that its name leads to now, one at least. LookupError for a name that leads nowhere."""
    try:
        return [str(place[0]) for *_, place in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
    except (OSError, UnicodeError) as error:
        raise LookupError(host) from error


def is_open(address: str) -> bool:
    """Is it global, and are those that it carries (RFC 4291, 6052, 3056, 4380)? ValueError for what is no address."""
    known = ipaddress.ip_address(address.partition("%")[0])
    return all(each.is_global and not each.is_multicast for each in (known, *_carried(known)))


def _carried(address: _Address) -> Iterable[_Address]:
    if isinstance(address, ipaddress.IPv4Address):
        return ()
    inside = [address.ipv4_mapped, address.sixtofour, *(address.teredo or ())]
    if address in _NAT64:
        inside.append(ipaddress.IPv4Address(int(address) & 0xFFFFFFFF))
    return [each for each in inside if each is not None]
