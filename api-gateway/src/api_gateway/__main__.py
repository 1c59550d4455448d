"""Start the gateway."""

from api_gateway.app import build
from api_gateway.settings import GatewaySettings
from service_kit.app import serve

settings = GatewaySettings()
serve(build(settings), settings)
