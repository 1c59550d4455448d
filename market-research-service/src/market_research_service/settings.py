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
    research_macro: str = Field(
        default=(
            "vix=https://cdn.cboe.com/api/global/us_indices/daily_prices/VIX_History.csv,"
            "policy_rate=https://fred.stlouisfed.org/graph/fredgraph.csv?id=DFF,"
            "us2y=https://fred.stlouisfed.org/graph/fredgraph.csv?id=DGS2,"
            "us10y=https://fred.stlouisfed.org/graph/fredgraph.csv?id=DGS10,"
            "cpi=https://fred.stlouisfed.org/graph/fredgraph.csv?id=CPIAUCSL"
        ),
        description="Comma list of series=address; CSV files with a date column, no key needed",
    )
    research_bybit: str = "https://api.bybit.com/v5/market/tickers?category=linear&symbol={coin}USDT"
    research_deribit: str = (
        "https://www.deribit.com/api/v2/public/get_order_book?instrument_name={coin}-PERPETUAL&depth=1"
    )
    research_fear_greed: str = "https://api.alternative.me/fng/?limit=1"
    market_offline: bool = Field(default=False, description="Ask nobody outside of the house")
    finbert_path: Path | None = Field(default=None, description="Folder with FinBERT as ONNX; else a lexicon is used")

    @property
    def assets(self) -> list[str]:
        """Return the assets that are refreshed on a schedule."""
        return _listed(self.research_assets)

    @property
    def macro(self) -> dict[str, str]:
        """Return the addresses of the series of the economy; none when offline."""
        pairs = (part.partition("=") for part in _listed(self.research_macro))
        return {} if self.market_offline else {name: address for name, _, address in pairs if address}

    @property
    def feeds(self) -> dict[Market, list[str]]:
        """Return the addresses of the news feeds by market; none when offline."""
        if self.market_offline:
            return {}
        return {
            Market.US: _listed(self.research_feeds_us),
            Market.HK: _listed(self.research_feeds_hk),
            Market.CRYPTO: _listed(self.research_feeds_crypto),
        }


def _listed(text: str) -> list[str]:
    return [part.strip() for part in text.split(",") if part.strip()]
