"""Calling a worker. Many tasks may share one client: replies find their caller by number."""
import asyncio
import itertools
import socket

from awaitlet import awaitlet

from .wire import Closed, recv_message, send_message


class RemoteError(Exception):
    pass


class CallTimeout(Exception):
    pass


async def open_socket(address):
    sock = socket.socket()
    sock.setblocking(False)
    await asyncio.get_running_loop().sock_connect(sock, address)
    return sock


class Client:
    def __init__(self, address, timeout=5):
        self.address = address
        self.timeout = timeout
        self.sock = None
        self._reader = None
        self._pending = {}
        self._numbers = itertools.count(1)
        self._sending = asyncio.Lock()

    def connect(self):
        self.sock = awaitlet(open_socket(self.address))
        self._reader = asyncio.create_task(self._read_loop())
        return self

    async def _read_loop(self):
        while True:
            try:
                reply = await recv_message(self.sock)
            except (Closed, OSError):
                break
            waiter = self._pending.pop(reply["id"], None)
            if waiter is not None:
                waiter.set_result(reply)
        self._fail_all()

    def _fail_all(self):
        while self._pending:
            _number, waiter = self._pending.popitem()
            waiter.set_exception(Closed())

    async def call(self, method, **params):
        return await self.call_within(self.timeout, method, params)

    async def call_within(self, seconds, method, params):
        number = next(self._numbers)
        waiter = self._pending[number] = asyncio.get_running_loop().create_future()
        async with self._sending:
            await send_message(self.sock, {"id": number, "method": method, "params": params})
        try:
            async with asyncio.timeout(seconds):
                reply = await waiter
        except TimeoutError:
            raise CallTimeout(method)
        finally:
            self._pending.pop(number, None)
        return unwrap(reply)

    def close(self):
        if self._reader is not None:
            self._reader.cancel()
            awaitlet(asyncio.wait([self._reader]))
            self._reader = None
            self.sock.close()

    def __enter__(self):
        return self.connect()

    def __exit__(self, *exc_info):
        self.close()


def unwrap(reply):
    if "error" in reply:
        raise RemoteError(reply["error"])
    return reply["result"]


async def call_all(clients, method, **params):
    """The answers of several workers, in their order; an error takes the place of an answer."""
    tasks = [asyncio.create_task(call_quietly(client, method, params)) for client in clients]
    return [await task for task in tasks]


async def call_quietly(client, method, params):
    try:
        return await client.call(method, **params)
    except (RemoteError, CallTimeout) as err:
        return "%s: %s" % (type(err).__name__, err)
