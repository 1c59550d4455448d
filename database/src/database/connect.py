"""Opening a database by its address."""

from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker, create_async_engine


def open_engine(url: str, *, pool_size: int = 5) -> AsyncEngine:
    """Return an engine for a `postgresql://` address (asyncpg underneath); nothing connects before the first use."""
    return create_async_engine(
        url.replace("postgresql://", "postgresql+asyncpg://", 1), pool_size=pool_size, pool_pre_ping=True
    )


def open_sessions(engine: AsyncEngine) -> async_sessionmaker[AsyncSession]:
    """Return a maker of sessions whose objects stay readable after the commit."""
    return async_sessionmaker(engine, expire_on_commit=False)
