"""What the engine reads from its environment."""

from service_kit.settings import ServiceSettings


class EngineSettings(ServiceSettings):
    """Settings of the engine.

    Attributes:
        engine_workers: Worker processes that the API process keeps alive; 0 is none.
        run_time_limit_seconds: After which the code of a strategy is stopped.
        run_memory_limit_mb: Which the code of a strategy may use, on top of interpreter and bars.
        sandbox_allow_missing: Layers of the sandbox that this host may lack, with commas between.
        stalled_after_seconds: Silence after which a worker counts as dead.
        sweep_url: Where sweeps run: `processes://` of this machine, `ray://host:10001` on a cluster, `ray://local` on
            one that is started here.
        live_sessions: Live sessions that this process serves at a time.
        live_sessions_per_user: Of one user.
        live_session_bars: Bars of all symbols together that one of them may hold.
        live_session_idle_seconds: Silence after which one ends.
    """

    service_name: str = "backtest-engine"
    port: int = 8002
    engine_workers: int = 1
    run_time_limit_seconds: int = 60
    run_memory_limit_mb: int = 1024
    sandbox_allow_missing: str = ""
    stalled_after_seconds: float = 10.0
    sweep_url: str = "processes://"
    live_sessions: int = 16
    live_sessions_per_user: int = 3
    live_session_bars: int = 6_000_000
    live_session_idle_seconds: float = 600.0

    @property
    def allowed_missing(self) -> frozenset[str]:
        """Return the layers of the sandbox that may be missing."""
        return frozenset(name.strip() for name in self.sandbox_allow_missing.split(",") if name.strip())
