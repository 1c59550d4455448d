"""Asking Yahoo through yfinance's own client."""

import asyncio
import threading
import warnings
from dataclasses import dataclass
from pathlib import Path

import pandas as pd
import yfinance
from curl_cffi.requests.exceptions import RequestException
from yfinance.config import YfConfig
from yfinance.data import YfData
from yfinance.exceptions import YFException, YFPricesMissingError, YFRateLimitError, YFTzMissingError

from market_data_service.adapters.vendors.answers import status_problem
from market_data_service.adapters.vendors.yahoo.build_query import YahooQuery
from market_data_service.adapters.vendors.yahoo.session import AddressedSession
from market_data_service.domain.problems import RateLimited
from trading_contracts.problem import NoBars, Problem, SourceFailed, UnknownSymbol

NAME = "yfinance"


@dataclass(frozen=True, slots=True, eq=False)
class YahooAnswer:
    """What `Ticker.history` gave: prices adjusted for splits, with dividends, splits and Yahoo's adjusted close."""

    ticker: str
    frame: pd.DataFrame
    zone: str
    currency: str


class YahooClient:
    """Asks Yahoo; one call at a time, because yfinance shares one session within the process."""

    _turn = threading.Lock()

    def __init__(self, address: str, folder: Path, timeout_seconds: float) -> None:
        self._address = address
        self._folder = folder
        self._timeout_seconds = timeout_seconds

    async def history(self, request: YahooQuery) -> YahooAnswer:
        """Return Yahoo's answer.

        Raises:
            UnknownSymbol: Yahoo does not have the ticker.
            NoBars: It has no prices in the range.
            RateLimited: 429.
            SourceFailed: Anything else that is no answer.
        """
        return await asyncio.to_thread(self._ask, request)

    def _ask(self, request: YahooQuery) -> YahooAnswer:
        with self._turn, warnings.catch_warnings():
            # yfinance uses what pandas 4 will change; that is its own to mend.
            warnings.simplefilter("ignore", DeprecationWarning)
            self._prepare()
            session = AddressedSession(self._address)
            try:
                return self._history(request, session)
            except YFRateLimitError as error:
                raise RateLimited(f"{NAME} asks for patience (429).", source=NAME) from error
            except (YFTzMissingError, YFPricesMissingError) as error:
                raise self._missing(request, session.chart_status, error) from error
            except (YFException, RequestException, OSError) as error:
                raise SourceFailed(f"{NAME} does not answer ({type(error).__name__}).", source=NAME) from error
            except (ValueError, KeyError, TypeError, AttributeError, IndexError) as error:
                # yfinance parses the answer itself: a web page, a cut-off body or another shape ends here.
                raise SourceFailed(
                    f"{NAME} answered with something that is no answer ({type(error).__name__}).", source=NAME
                ) from error

    def _prepare(self) -> None:
        self._folder.mkdir(parents=True, exist_ok=True)
        yfinance.set_tz_cache_location(str(self._folder))
        YfConfig.debug.hide_exceptions = False
        # yfinance remembers answers about the past for ever, failures too: recovery would need a restart.
        YfData.cache_get.cache_clear()

    def _history(self, request: YahooQuery, session: AddressedSession) -> YahooAnswer:
        ticker = yfinance.Ticker(request.ticker, session=session)
        frame = ticker.history(
            start=request.start.isoformat(),
            end=request.end.isoformat(),
            interval=request.interval,
            auto_adjust=False,
            actions=True,
            timeout=self._timeout_seconds,
        )
        about = ticker.get_history_metadata()
        return YahooAnswer(
            request.ticker, frame, str(about.get("exchangeTimezoneName", "UTC")), str(about.get("currency", ""))
        )

    @staticmethod
    def _missing(request: YahooQuery, status: int, error: YFException) -> Problem:
        if status not in (200, 404):
            return status_problem(NAME, status)
        said = str(error).lower()
        if isinstance(error, YFTzMissingError) or status == 404 or "delisted" in said or "not found" in said:
            return UnknownSymbol(f"Yahoo does not have {request.ticker}.", symbol=request.ticker)
        return NoBars(f"Yahoo has no bars of {request.ticker} from {request.start} to {request.end}.")
