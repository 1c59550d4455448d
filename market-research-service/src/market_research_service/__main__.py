"""Start the service."""

from market_research_service.app import build
from market_research_service.settings import ResearchSettings
from service_kit.app import serve

if __name__ == "__main__":
    settings = ResearchSettings()
    serve(build(settings), settings)
