"""What the service reads from its environment."""

from pathlib import Path

from pydantic import Field

from service_kit.settings import ServiceSettings
from trading_contracts.bars import Market


class ResearchSettings(ServiceSettings):
    """Settings of market research; no key is needed, and no network."""

    service_name: str = "market-research-service"
    port: int = 8004

    research_assets: str = Field(
        default="^GSPC,^IXIC,AAPL,BTC/USDT,ETH/USDT,0700.HK", description="Comma list, refreshed on a schedule"
    )
    research_feeds_us: str = (
        "https://feeds.finance.yahoo.com/rss/2.0/headline?s={symbol}&region=US&lang=en-US,"
        "https://www.cnbc.com/id/100003114/device/rss/rss.html"
    )
    research_feeds_hk: str = (
        "https://feeds.finance.yahoo.com/rss/2.0/headline?s={symbol}&region=US&lang=en-US,"
        "https://rthk.hk/rthk/news/rss/e_expressnews_efinance.xml"
    )
    research_feeds_crypto: str = "https://www.coindesk.com/arc/outboundfeeds/rss/,https://cointelegraph.com/rss"
    research_feed_timeout_seconds: float = Field(default=5.0, gt=0)
    finbert_path: Path | None = Field(default=None, description="Folder with FinBERT as ONNX; else a lexicon is used")

    @property
    def assets(self) -> list[str]:
        """Return the assets that are refreshed on a schedule."""
        return _listed(self.research_assets)

    @property
    def feeds(self) -> dict[Market, list[str]]:
        """Return the addresses of the news feeds by market."""
        return {
            Market.US: _listed(self.research_feeds_us),
            Market.HK: _listed(self.research_feeds_hk),
            Market.CRYPTO: _listed(self.research_feeds_crypto),
        }


def _listed(text: str) -> list[str]:
    return [part.strip() for part in text.split(",") if part.strip()]
