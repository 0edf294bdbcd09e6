"""How many, how often, how long."""
import asyncio
import contextlib
import time


class Limits:
    """Named limits; a job without a name of a limit runs freely."""

    def __init__(self, sizes):
        self._gates = {name: asyncio.Semaphore(size) for name, size in sizes.items()}

    @contextlib.asynccontextmanager
    async def slot(self, name):
        gate = self._gates.get(name)
        if gate is None:
            yield
        else:
            await gate.acquire()
            try:
                yield
            finally:
                gate.release()

    def free(self, name):
        return self._gates[name]._value


class Pace:
    """At most one call of `step` per `gap` seconds."""

    def __init__(self, gap, clock=time.monotonic):
        self.gap = gap
        self.clock = clock
        self._next = 0.0

    async def step(self):
        now = self.clock()
        wait = self._next - now
        self._next = max(now, self._next) + self.gap
        if wait > 0:
            await asyncio.sleep(wait)


async def within(seconds, function, *args):
    if seconds is None:
        return await function(*args)
    try:
        return await asyncio.wait_for(function(*args), seconds)
    except TimeoutError:
        return None
