"""A session for yfinance: its own client, and another address where one is given."""

from typing import Any
from urllib.parse import urlsplit

from curl_cffi import requests


class AddressedSession(requests.Session[requests.Response]):
    """yfinance's browser-like session, with every Yahoo address replaced by one other.

    Args:
        address: `http://host:port` to ask instead of Yahoo, or "" for Yahoo itself.
    """

    def __init__(self, address: str = "") -> None:
        super().__init__() if address else super().__init__(impersonate="chrome")
        self._address = address
        self.chart_status = 200

    def request(self, method: Any, url: Any, *args: Any, **kwargs: Any) -> Any:  # noqa: ANN401 - the library's signature
        """Send a request, to the other address where there is one."""
        parts = urlsplit(str(url))
        if self._address and (parts.hostname or "").endswith("yahoo.com"):
            url = self._address + parts.path + (f"?{parts.query}" if parts.query else "")
        response = super().request(method, url, *args, **kwargs)
        if parts.path.startswith("/v8/finance/chart"):
            # yfinance takes an error of the server for a ticker that does not exist; the status tells them apart.
            self.chart_status = int(response.status_code)
        return response
