"""Where a language model is, and whether it may be asked there."""

import ipaddress
from dataclasses import dataclass, field, replace
from urllib.parse import urlsplit

from strategy_ai_worker.domain.refusals import UnknownProvider, UnsafeModelAddress, UnusableModelKey


@dataclass(frozen=True, slots=True)
class Connection:
    """How a model is reached.

    Attributes:
        key: The secret; it goes to `base_url` alone, and into no text.
        public_only: Whether every address that the host name stands for must be public when it is asked.
        patience_seconds: How long a silence is borne; a whole answer may take three times as long.
    """

    provider: str
    model: str
    key: str = field(repr=False)
    base_url: str
    knowledge_cutoff: str | None = None
    public_only: bool = False
    patience_seconds: float = 60

    @property
    def name(self) -> str:
        """Return provider and model."""
        return f"{self.provider}:{self.model}"

    @property
    def is_usual_address(self) -> bool:
        """Return whether the model is asked at its maker's own address."""
        return self.base_url == _PROVIDERS.get(self.provider, ("", ""))[0]


_PROVIDERS = {
    "openai": ("https://api.openai.com/v1", "gpt-4.1"),
    "anthropic": ("https://api.anthropic.com", "claude-sonnet-4-5"),
    "openai_compatible": ("", ""),
    "qwen": ("https://dashscope-intl.aliyuncs.com/compatible-mode/v1", "qwen3-max"),
    "gemini": ("https://generativelanguage.googleapis.com/v1beta/openai/", "gemini-2.5-flash"),
    "ollama": ("http://127.0.0.1:11434/v1", ""),
}
_KEYLESS = ("ollama", "openai_compatible")
_INNER_ENDINGS = ("local", "internal", "localhost", "lan", "home", "corp", "arpa")


def connect(provider: str, key: str, base_url: str = "", model: str = "") -> Connection:
    """Return the connection to a provider, its usual address and model filled in where none is given.

    Raises:
        UnknownProvider: The provider is not known, or needs an address, a model or a key.
        UnusableModelKey: The key holds characters that no HTTP header may.
    """
    usual = _PROVIDERS.get(provider)
    if usual is None:
        raise UnknownProvider(f"The provider of the language model must be one of {', '.join(_PROVIDERS)}.")
    address, chosen = base_url or usual[0], model or usual[1]
    parts = (("an address", address), ("the name of a model", chosen), ("a key", key or provider in _KEYLESS))
    missing = [part for part, given in parts if not given]
    if missing:
        raise UnknownProvider(f"The provider {provider} needs {' and '.join(missing)}.", provider=provider)
    if not all("!" <= letter <= "~" for letter in key):
        raise UnusableModelKey("The key of the language model holds a character that no key has.")
    # The clients want a key even where a server asks for none.
    return Connection(provider, chosen, key or "none", address)


def refuse_inner_addresses(connection: Connection) -> Connection:
    """Return the connection of a user, bound to public addresses.

    Raises:
        UnsafeModelAddress: Its address is not https, or names a host inside.
    """
    try:
        address = urlsplit(connection.base_url)
        host = (address.hostname or "").rstrip(".").lower()
        port = address.port
    except ValueError as error:
        raise UnsafeModelAddress("The address of the language model cannot be read.") from error
    if address.scheme != "https" or address.username is not None or port == 0:
        raise UnsafeModelAddress("The address of your own language model must begin with https://.")
    if not _is_public_name(host):
        raise UnsafeModelAddress("The address of your own language model must be a public one.", host=host)
    return replace(connection, public_only=True)


def is_public(address: str) -> bool:
    """Return whether an IP address belongs to the public internet."""
    found = ipaddress.ip_address(address.partition("%")[0])
    inner = getattr(found, "ipv4_mapped", None) or getattr(found, "sixtofour", None) or found
    return bool(inner.is_global and not inner.is_multicast)


def _is_public_name(host: str) -> bool:
    try:
        return is_public(host)
    except ValueError:
        labels = host.split(".")
        # A last label of digits is an IP address in an odd spelling (127.1, 0x7f.1), which the resolver would read.
        return len(labels) > 1 and labels[-1].isalpha() and labels[-1] not in _INNER_ENDINGS
