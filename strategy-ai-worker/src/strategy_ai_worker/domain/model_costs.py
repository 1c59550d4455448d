"""What language models cost, and until when they have seen the world.

The table below was written down from what was known of the makers' lists in the month of `LISTED_ON`; it is not fetched
and may be out of date. LLM_INPUT_USD_PER_MILLION, LLM_OUTPUT_USD_PER_MILLION and LLM_KNOWLEDGE_CUTOFF override it.
"""

from dataclasses import dataclass
from typing import Final, Literal

Payer = Literal["operator", "user"]
LISTED_ON: Final = "2025-11"


@dataclass(frozen=True, slots=True)
class Price:
    """What a model costs, in US dollars for a million tokens, and where that is known from."""

    input_usd: float
    output_usd: float
    basis: str = "settings"

    def of(self, input_tokens: int, output_tokens: int) -> float:
        """Return what tokens cost, in US dollars."""
        return (input_tokens * self.input_usd + output_tokens * self.output_usd) / 1_000_000


@dataclass(frozen=True, slots=True)
class Caps:
    """How much a user may take in a day (UTC). Money counts where the price is known, else tokens; None is no cap."""

    usd: float | None = None
    tokens: int | None = None

    def are_reached(self, usd: float, tokens: int) -> bool:
        """Return whether nothing more may be asked for."""
        if self.usd is not None:
            return usd >= self.usd
        return self.tokens is not None and tokens >= self.tokens


@dataclass(frozen=True, slots=True)
class _Known:
    input_usd: float
    output_usd: float
    cutoff: str


# List prices and ends of the training data; a longer name comes before its beginning.
_MODELS: Final[dict[str, dict[str, _Known]]] = {
    "openai": {
        "gpt-4.1-mini": _Known(0.40, 1.60, "2024-06"),
        "gpt-4.1-nano": _Known(0.10, 0.40, "2024-06"),
        "gpt-4.1": _Known(2.00, 8.00, "2024-06"),
        "gpt-4o-mini": _Known(0.15, 0.60, "2023-10"),
        "gpt-4o": _Known(2.50, 10.00, "2023-10"),
        "gpt-5-mini": _Known(0.25, 2.00, "2024-05"),
        "gpt-5-nano": _Known(0.05, 0.40, "2024-05"),
        "gpt-5": _Known(1.25, 10.00, "2024-09"),
    },
    "anthropic": {
        "claude-opus-4-5": _Known(5.00, 25.00, "2025-08"),
        "claude-sonnet-4-5": _Known(3.00, 15.00, "2025-07"),
        "claude-haiku-4-5": _Known(1.00, 5.00, "2025-07"),
    },
    "gemini": {
        "gemini-2.5-flash-lite": _Known(0.10, 0.40, "2025-01"),
        "gemini-2.5-flash": _Known(0.30, 2.50, "2025-01"),
        "gemini-2.5-pro": _Known(1.25, 10.00, "2025-01"),
    },
}


def listed_price(provider: str, model: str) -> Price | None:
    """Return the list price of a model at its maker's own address, or None where none is known."""
    found = _known(provider, model)
    return Price(found.input_usd, found.output_usd, f"list prices of {LISTED_ON}") if found else None


def published_cutoff(provider: str, model: str) -> str | None:
    """Return the month in which a model's training data ends (`2025-07`), or None where it is not known."""
    found = _known(provider, model)
    return found.cutoff if found else None


def estimated_tokens(text: str) -> int:
    """Return about how many tokens a text has: one for four letters of English, one for each Chinese character."""
    plain = sum(letter.isascii() for letter in text)
    return (plain + 3) // 4 + len(text) - plain


def _known(provider: str, model: str) -> _Known | None:
    models = _MODELS.get(provider, {})
    # A dated or pinned name (`gpt-4.1-2025-04-14`, `claude-sonnet-4-5-20250929`) is the same model; others are not.
    for name, found in models.items():
        rest = model.removeprefix(name)
        if rest != model and (not rest or rest.lstrip("-").replace("-", "").isdigit() or rest == "-latest"):
            return found
    return None
