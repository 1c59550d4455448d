"""The timetable of refreshes, by APScheduler."""

from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime

from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.cron import CronTrigger

from market_research_service.domain.schedule import Rhythm
from trading_contracts.bars import Market


class Timetable:
    """Runs a job for each market in its rhythm, on the hour of the exchange.

    Args:
        rhythms: How often each market is looked at.
        job: What is done for a market.
    """

    def __init__(self, rhythms: Mapping[Market, Rhythm], job: Callable[[Market], Awaitable[object]]) -> None:
        self._scheduler = AsyncIOScheduler(timezone="UTC")
        for market, rhythm in rhythms.items():
            self._scheduler.add_job(
                job,
                CronTrigger(day_of_week=rhythm.days, hour=rhythm.hours, minute=5, timezone=rhythm.zone),
                args=[market],
                id=market.value,
                # A refresh that is late or still runs is not made up for by several at once.
                coalesce=True,
                max_instances=1,
                misfire_grace_time=600,
            )

    def start(self) -> None:
        """Start the timetable in the running event loop."""
        self._scheduler.start()

    def stop(self) -> None:
        """Stop it; what runs is left to end."""
        self._scheduler.shutdown(wait=False)

    def next_runs(self) -> dict[str, datetime | None]:
        """Return when each market is looked at next."""
        return {str(job.id): job.next_run_time for job in self._scheduler.get_jobs()}
