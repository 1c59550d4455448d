"""Where a request really comes from: its address behind proxies, and whether its page is ours."""

from collections.abc import Sequence
from functools import lru_cache
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

Network = IPv4Network | IPv6Network


def networks(text: str) -> tuple[Network, ...]:
    """Return the networks of a list with commas (`10.0.0.0/8,::1`)."""
    return tuple(ip_network(part.strip(), strict=False) for part in text.split(",") if part.strip())


def client_address(peer: str, forwarded_for: str, trusted: Sequence[Network]) -> str:
    """Return the address of the client: the last hop that is not a trusted proxy.

    Args:
        peer: The other end of the connection.
        forwarded_for: The X-Forwarded-For header; each proxy appends what it saw, so it is read from the right.
        trusted: Networks of our own proxies.
    """
    current = peer
    hops = [hop.strip() for hop in forwarded_for.split(",") if hop.strip()]
    while hops and _is_in(current, trusted):
        hop = hops.pop()
        if _parsed(hop) is None:
            break
        current = hop
    return current


def is_trusted(peer: str, trusted: Sequence[Network]) -> bool:
    """Return whether the other end of a connection is a proxy of ours."""
    return _is_in(peer, trusted)


def budget_key(address: str) -> str:
    """Return what an address is counted under: itself, or its /64 network for IPv6 (one customer has a whole /64)."""
    parsed = _parsed(address)
    if isinstance(parsed, IPv6Address):
        return str(ip_network(f"{parsed}/64", strict=False))
    return address


def is_same_origin(fetch_site: str | None, origin: str | None, own: Sequence[str]) -> bool:
    """Return whether a request was made by a page of ours, or by no page at all.

    Browsers send Sec-Fetch-Site, which no script can forge; older ones send Origin with every unsafe request. What
    sends neither is no browser, and carries no cookie that somebody else put there.
    """
    if fetch_site is not None:
        return fetch_site == "same-origin"
    return origin is None or origin in own


def _is_in(address: str, trusted: Sequence[Network]) -> bool:
    parsed = _parsed(address)
    return parsed is not None and any(parsed.version == network.version and parsed in network for network in trusted)


# The same few addresses ask again and again.
@lru_cache(maxsize=10_000)
def _parsed(address: str) -> IPv4Address | IPv6Address | None:
    try:
        parsed = ip_address(address)
    except ValueError:
        return None
    mapped = parsed.ipv4_mapped if isinstance(parsed, IPv6Address) else None
    return mapped or parsed
