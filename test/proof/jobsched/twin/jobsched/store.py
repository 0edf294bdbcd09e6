"""Results in SQLite, which would block everybody: its connection lives in native threads."""
import asyncio
import sqlite3

SCHEMA = "create table if not exists result (id integer primary key, job text, line text)"


class AsyncConnection:
    """The part of a connection that the store needs, each call in a native thread."""

    def __init__(self, connection):
        self._connection = connection

    async def execute(self, *args):
        return await asyncio.to_thread(self._connection.execute, *args)

    async def commit(self):
        await asyncio.to_thread(self._connection.commit)


class Store:
    def __init__(self, path):
        self.db = AsyncConnection(sqlite3.connect(path, check_same_thread=False))
        self.saved = 0

    async def prepare(self):
        await self.db.execute(SCHEMA)

    async def save(self, result):
        await self.db.execute("insert into result (job, line) values (?, ?)",
                        (result.job.name, result.line()))
        await self.db.commit()
        self.saved += 1

    async def lines(self):
        rows = await self.db.execute("select line from result order by line")
        return [row[0] for row in rows.fetchall()]
