"""One connected client."""
import asyncio
import logging
import time

from awaitlet import awaitlet

from .commands import lookup
from .protocol import LineReader, LineTooLong, encode, parse

LOG = logging.getLogger(__name__)


class Session:
    def __init__(self, sock, number, rooms, motd):
        self.sock = sock
        self.nick = "guest%d" % number
        self.rooms = rooms
        self.motd = motd
        self.current = None
        self.last_seen = time.time()
        self.reader = LineReader(sock)
        self.outbox = asyncio.Queue(100)

    def send(self, text):
        awaitlet(self.outbox.put(text))

    async def _write_loop(self):
        while True:
            text = await self.outbox.get()
            if text is None:
                return
            await asyncio.get_running_loop().sock_sendall(self.sock, encode(text))

    def handle(self, line):
        self.last_seen = time.time()
        name, rest = parse(line)
        function = lookup(name)
        if function is None:
            self.send("! no such command: " + name)
            return False
        return function(self, rest)

    def run(self):
        writer = asyncio.create_task(self._write_loop())
        self.send(self.motd)
        try:
            for line in self.reader:
                if self.handle(line):
                    break
        except LineTooLong:
            LOG.warning("%s sent an endless line", self.nick)
        finally:
            self.rooms.leave_all(self)
            self.send(None)
            awaitlet(writer)
            self.sock.close()

    def idle_for(self, now):
        return now - self.last_seen
