"""A line protocol: one question, one answer."""
import asyncio
import logging
import socket
import time

from awaitlet import async_def, awaitlet

LOG = logging.getLogger(__name__)


class SensorError(Exception):
    pass


async def open_socket(address):
    sock = socket.socket()
    sock.setblocking(False)
    await asyncio.get_running_loop().sock_connect(sock, address)
    return sock


class Connection:
    """Opens when it is made; the sensor greets with its name."""

    def __init__(self, host, port, timeout=2):
        self.host = host
        self.port = port
        self._timeout = timeout
        self._sock = awaitlet(asyncio.wait_for(open_socket((host, port)), timeout))
        self._rest = b""
        self.name = self._read_line()

    def __del__(self):
        # A finalizer has nobody to wait for: it drops the connection without a good-bye.
        sock = getattr(self, "_sock", None)
        if sock is not None:
            sock.close()

    def _read_line(self):
        while b"\n" not in self._rest:
            receiving = asyncio.get_running_loop().sock_recv(self._sock, 512)
            data = awaitlet(asyncio.wait_for(receiving, self._timeout))
            if not data:
                raise SensorError("%s:%s closed" % (self.host, self.port))
            self._rest += data
        line, _, self._rest = self._rest.partition(b"\n")
        return line.decode("ascii")

    def ask(self, question):
        awaitlet(asyncio.get_running_loop().sock_sendall(
            self._sock, question.encode("ascii") + b"\n"))
        answer = self._read_line()
        LOG.debug("%s %s -> %s", self.name, question, answer)
        if answer.startswith("ERR"):
            raise SensorError(answer[4:])
        return answer

    def close(self):
        sock = getattr(self, "_sock", None)
        if sock is not None:
            self._sock = None
            awaitlet(asyncio.get_running_loop().sock_sendall(sock, b"bye\n"))
            sock.close()


async def timed_ask(connection, question):
    began = time.monotonic()
    answer = await async_def(connection.ask, question)
    return answer, time.monotonic() - began
