"""One engine per worker; its pool is as large as the requests a worker keeps in flight."""

from collections.abc import AsyncIterator
from typing import Annotated
from urllib.parse import parse_qs, urlsplit

from fastapi import Depends
from sqlalchemy import URL
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker, create_async_engine

from . import settings


def engine_url(libpq_uri: str) -> URL:
    """A libpq URI (the form every stack is given) as SQLAlchemy wants it; `host=` may be a socket directory."""
    parts = urlsplit(libpq_uri)
    query = {name: values[0] for name, values in parse_qs(parts.query).items()}
    host = parts.hostname or query.get("host")
    port = parts.port or int(query.get("port", 5432))
    return URL.create(
        "postgresql+asyncpg",
        username=parts.username or query.get("user"),
        password=parts.password or query.get("password"),
        database=parts.path.lstrip("/"),
        query={"host": host, "port": str(port)},
    )


engine = create_async_engine(engine_url(settings.DATABASE_URL), pool_size=settings.POOL_SIZE, max_overflow=0)
new_session = async_sessionmaker(engine, expire_on_commit=False)


async def session() -> AsyncIterator[AsyncSession]:
    async with new_session() as open_session:
        yield open_session


Database = Annotated[AsyncSession, Depends(session, scope="function")]
