"""Start the service."""

from market_data_service.app import build
from market_data_service.settings import MarketDataSettings
from service_kit.app import serve

if __name__ == "__main__":
    settings = MarketDataSettings()
    serve(build(settings), settings)
