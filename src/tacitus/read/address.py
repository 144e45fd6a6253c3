"""Which network addresses a fetch may connect to."""

import ipaddress
import socket
import threading
from urllib.parse import urlsplit

from tacitus.errors import FetchRefusedError, SourceError

IPAddress = ipaddress.IPv4Address | ipaddress.IPv6Address
_NAT64 = ipaddress.ip_network("64:ff9b::/96")


def is_public(address: IPAddress) -> bool:
    """Whether the address lies on the open internet; an IPv4 address inside an IPv6 one is judged too."""
    if isinstance(address, ipaddress.IPv6Address):
        if address.scope_id is not None:
            return False
        inner = address.ipv4_mapped or address.sixtofour
        if inner is None and address in _NAT64:
            inner = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
        if inner is not None and not is_public(inner):
            return False
        if address.teredo is not None or address.is_site_local:
            return False
    return address.is_global and not address.is_multicast and not address.is_reserved and not address.is_unspecified


def split_url(url: str) -> tuple[str, str, int, str]:
    """Return scheme, host, port and path with query.

    Raises:
        FetchRefusedError: no http(s) URL, or one with a user name.
    """
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise FetchRefusedError(url, got=str(error), expected="an http or https URL") from error
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise FetchRefusedError(url, got=f"the scheme {parts.scheme!r}", expected="an http or https URL with a host")
    if parts.username is not None or parts.password is not None:
        raise FetchRefusedError(url, got="a URL with a user name", expected="a URL that needs no account")
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return parts.scheme, parts.hostname, port or (443 if parts.scheme == "https" else 80), path


def resolve_host(url: str, *, timeout: float, allow_private: bool) -> str:
    """Return the address to connect to; nothing is resolved again afterwards, so the answer cannot change under the check.

    Raises:
        FetchRefusedError: one of the host's addresses is private, loopback, link-local or reserved.
        SourceError: the name has no address, or none is found in time.
    """
    _, host, port, _ = split_url(url)
    found = _look_up(url, host, port, timeout)
    addresses = [ipaddress.ip_address(text) for text in found]
    if not allow_private:
        private = [a for a in addresses if not is_public(a)]
        if private:
            raise FetchRefusedError(
                url, got=f"the private address {private[0]}", expected="a public address (setting allow_private)"
            )
    return str(addresses[0])


def _look_up(url: str, host: str, port: int, timeout: float) -> list[str]:
    answers: list[str] = []
    errors: list[str] = []

    def ask() -> None:
        try:
            answers.extend(str(info[4][0]) for info in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM))
        except (OSError, UnicodeError) as error:
            errors.append(str(error))

    thread = threading.Thread(target=ask, daemon=True)  # getaddrinfo knows no timeout
    thread.start()
    thread.join(timeout)
    if not answers:
        raise SourceError(
            url, got=errors[0] if errors else "no answer from the name server", expected="a host that has an address"
        )
    return list(dict.fromkeys(answers))
