"""What the service reads from its environment."""

from pathlib import Path

from pydantic import Field, SecretStr

from service_kit.settings import ServiceSettings


class MarketDataSettings(ServiceSettings):
    """Settings of market data; every vendor is optional."""

    service_name: str = "market-data-service"
    port: int = 8003

    market_data_dir: Path | None = Field(default=None, description="Folder of the file source")
    market_sources: str = Field(
        default="file,stored,polygon,alpaca,yfinance,ccxt,hkex,sample,sim",
        description="Names of the sources in the order in which they are asked",
    )
    market_offline: bool = Field(default=False, description="Ask no vendor")
    market_max_file_bytes: int = Field(default=2_000_000_000, gt=0)
    market_watch_list: str = Field(default="", description="Comma list of SYMBOL or SYMBOL@timeframe, fetched ahead")
    market_watch_hours: float = Field(default=6.0, gt=0)
    market_live_heartbeat_seconds: float = Field(default=15.0, gt=0)
    market_live_poll_seconds: float = Field(
        default=20.0, gt=0, description="Pause between polls of a market without feed"
    )
    vendor_timeout_seconds: float = Field(default=8.0, gt=0)

    polygon_api_key: SecretStr = SecretStr("")
    polygon_url: str = "https://api.massive.com"
    alpaca_api_key: SecretStr = SecretStr("")
    alpaca_api_secret: SecretStr = SecretStr("")
    alpaca_url: str = "https://data.alpaca.markets"
    alpaca_stream_url: str = "wss://stream.data.alpaca.markets/v2/iex"
    yfinance_url: str = Field(default="", description="Another address than Yahoo's own; for tests and mirrors")
    ccxt_exchanges: str = "binance,kraken,coinbase,okx,bybit"
    ccxt_url: str = Field(default="", description="Another address than the exchanges' own")
    hkex_url: str = "https://www1.hkex.com.hk"
    hkex_page_url: str = "https://www.hkex.com.hk"

    @property
    def exchange_names(self) -> list[str]:
        """Return ccxt's names of the exchanges in the order in which they are asked."""
        return [name.strip() for name in self.ccxt_exchanges.split(",") if name.strip()]

    @property
    def source_order(self) -> list[str]:
        """Return the names of the sources in their order."""
        return [name.strip() for name in self.market_sources.split(",") if name.strip()]
