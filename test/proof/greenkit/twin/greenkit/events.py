"""Events: gathered, encoded, sent in chunks."""
import asyncio
import json

from awaitlet import async_def

from greenkit.utils import chunks, spawn_later


def encode(events):
    return b"".join(json.dumps(event, sort_keys=True).encode("utf-8") + b"\n" for event in events)


class Events:
    def __init__(self, transport, chunk=20, delay=1.0):
        self.transport = transport
        self.chunk = chunk
        self.delay = delay
        self._waiting = asyncio.Queue()
        self._timer = None

    def send(self, event):
        self._waiting.put_nowait(event)
        if self._timer is None:
            self._timer = spawn_later(self.delay, self._late_flush)

    def _take(self):
        taken = []
        while not self._waiting.empty():
            taken.append(self._waiting.get_nowait())
        return taken

    async def _late_flush(self):
        self._timer = None
        await async_def(self.flush)

    def flush(self):
        for chunk in chunks(self._take(), self.chunk):
            self.transport.deliver(encode(chunk))
