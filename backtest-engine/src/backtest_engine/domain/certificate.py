"""What is known about the quality of one series that a run used."""

from datetime import UTC, datetime

from backtest_engine.domain.frames import Frame
from trading_contracts.results import SeriesCertificate


def certificate(frame: Frame) -> SeriesCertificate:
    """Return the certificate of a series, warm-up included."""
    return SeriesCertificate(
        origin=frame.origin,
        first=moment(int(frame.time[0])),
        last=moment(int(frame.time[-1])),
        bars=frame.bars - frame.warmup,
        warmup_bars=frame.warmup,
        missing_sessions=frame.quality.missing_sessions,
        duplicates=frame.quality.duplicates,
        zero_volume=frame.quality.zero_volume,
        outliers=frame.quality.outliers,
        digest=frame.digest,
    )


def moment(nanoseconds: int) -> datetime:
    """Return an aware moment of nanoseconds since 1970 UTC."""
    return datetime.fromtimestamp(nanoseconds / 1e9, UTC)
