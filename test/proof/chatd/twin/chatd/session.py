"""One connected client."""
import asyncio
import logging
import time

from awaitlet import async_def

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

    async def send(self, text):
        await self.outbox.put(text)

    async def _write_loop(self):
        while True:
            text = await self.outbox.get()
            if text is None:
                return
            await asyncio.get_running_loop().sock_sendall(self.sock, encode(text))

    async def handle(self, line):
        self.last_seen = time.time()
        name, rest = parse(line)
        function = lookup(name)
        if function is None:
            await self.send("! no such command: " + name)
            return False
        return await function(self, rest)

    async def run(self):
        writer = asyncio.create_task(self._write_loop())
        await self.send(self.motd)
        try:
            lines = iter(self.reader)
            while (line := await async_def(next, lines, None)) is not None:
                if await self.handle(line):
                    break
        except LineTooLong:
            LOG.warning("%s sent an endless line", self.nick)
        finally:
            await self.rooms.leave_all(self)
            await self.send(None)
            await writer
            self.sock.close()

    def idle_for(self, now):
        return now - self.last_seen
