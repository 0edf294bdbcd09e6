import asyncio
import socket

from awaitlet import awaitlet

from blockstore.drivers import base


async def open_socket(address):
    sock = socket.socket()
    sock.setblocking(False)
    await asyncio.get_running_loop().sock_connect(sock, address)
    return sock


class ServerBusy(Exception):
    pass


@base.register("tcp")
class TcpDriver(base.Driver):
    """Blocks on a block server: `R n`, `W n hex`, `S`."""

    def __init__(self, host, port):
        self.address = (host, port)
        self._sock = None

    def _connected(self):
        if self._sock is None:
            self._sock = awaitlet(open_socket(self.address))
        return self._sock

    def _ask(self, line):
        sock = self._connected()
        loop = asyncio.get_running_loop()
        awaitlet(loop.sock_sendall(sock, line.encode("ascii") + b"\n"))
        answer = b""
        while not answer.endswith(b"\n"):
            answer += awaitlet(loop.sock_recv(sock, 4096))
        kind, _, rest = answer.decode("ascii").strip().partition(" ")
        if kind == "BUSY":
            raise ServerBusy(rest)
        if kind == "NONE":
            raise base.BlockMissing(rest)
        return rest

    def read(self, number):
        return bytes.fromhex(self._ask("R %d" % number))

    def write(self, number, data):
        self._ask("W %d %s" % (number, data.hex()))

    def sync(self):
        self._ask("S")

    def describe(self):
        return dict(super().describe(), address="%s:%d" % self.address)


@base.register("tcp-retry")
class RetryDriver(TcpDriver):
    """A block server that is sometimes too busy to answer."""

    attempts = 4
    pause = 0.01

    def _ask(self, line):
        for attempt in range(self.attempts - 1):
            try:
                return super()._ask(line)
            except ServerBusy:
                awaitlet(asyncio.sleep(self.pause * (attempt + 1)))
        return super()._ask(line)


@base.register("mirror")
class MirrorDriver(base.Driver):
    """Two drivers with the same blocks; reads go to the first that has them."""

    def __init__(self, first, second):
        self.drivers = (first, second)

    def read(self, number):
        try:
            return self.drivers[0].read(number)
        except base.BlockMissing:
            data = self.drivers[1].read(number)
            self.drivers[0].write(number, data)
            return data

    def write(self, number, data):
        for driver in self.drivers:
            driver.write(number, data)

    def sync(self):
        for driver in self.drivers:
            driver.sync()
