"""Write the OpenAPI document: `python -m api_gateway.openapi docs/reference/openapi.json`."""

import json
import sys
from pathlib import Path

from api_gateway.app import build
from api_gateway.settings import GatewaySettings


def openapi_text() -> str:
    """Return the OpenAPI document as it is kept in the repository."""
    # Nothing connects when an application is only built; no environment may colour the document.
    settings = GatewaySettings.model_validate({"environment": "development", "page_dir": None})
    return json.dumps(build(settings).openapi(), indent=1, ensure_ascii=False, sort_keys=True) + "\n"


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(openapi_text(), encoding="utf-8")
