import asyncio
import socket

from awaitlet import awaitlet

from greenkit.loops import retry
from greenkit.registry import transport
from greenkit.transports.base import Transport


async def open_socket(address):
    sock = socket.socket()
    sock.setblocking(False)
    try:
        await asyncio.get_running_loop().sock_connect(sock, address)
    except OSError:
        sock.close()
        raise
    return sock


@transport("tcp")
class TcpTransport(Transport):
    sock = None

    @retry(3, 0.05, OSError)
    def open(self):
        self.sock = awaitlet(open_socket((self.host, self.port)))

    def deliver(self, payload):
        awaitlet(asyncio.get_running_loop().sock_sendall(self.sock, payload))
