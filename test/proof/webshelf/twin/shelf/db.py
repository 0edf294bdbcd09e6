"""Connections to shelfdb and the pool that lends them out."""
import asyncio
import contextlib
import json

from awaitlet import awaitlet

from .pool import Pool


class DatabaseError(Exception):
    pass


class Connection:
    def __init__(self, address):
        self._lines, self._sock = awaitlet(asyncio.open_connection(*address))
        self.version = self.execute("VERSION")

    def execute(self, *words):
        self._sock.write(" ".join(words).encode("utf-8") + b"\n")
        status, _, rest = awaitlet(self._lines.readline()).decode("utf-8").strip().partition(" ")
        if status != "OK":
            raise DatabaseError(rest or "connection lost")
        return rest


class ConnectionPool(Pool):
    def __init__(self, address, max_size=4):
        self.address = address
        super().__init__(max_size)
        awaitlet(self.fill(1))

    def create(self):
        return Connection(self.address)


class Database:
    def __init__(self, address, max_size=4):
        self.pool = ConnectionPool(address, max_size)

    def get(self, key):
        connection = awaitlet(self.pool.get())
        try:
            text = connection.execute("GET", key)
        finally:
            self.pool.put(connection)
        return json.loads(text) if text else None

    def put(self, key, value):
        connection = awaitlet(self.pool.get())
        try:
            connection.execute("PUT", key, json.dumps(value, sort_keys=True))
        finally:
            self.pool.put(connection)

    def keys(self, prefix):
        connection = awaitlet(self.pool.get())
        try:
            return connection.execute("KEYS", prefix).split()
        finally:
            self.pool.put(connection)

    @contextlib.contextmanager
    def locked(self, key):
        """One writer at a time for a key, among all processes of the service."""
        connection = awaitlet(self.pool.get())
        try:
            connection.execute("LOCK", key)
            try:
                yield
            finally:
                connection.execute("UNLOCK", key)
        finally:
            self.pool.put(connection)
