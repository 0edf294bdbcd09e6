"""When jobs run."""
import asyncio
import time


class Gate:
    """Opens and shuts; whoever comes while it is shut waits."""

    def __init__(self):
        self._event = asyncio.Event()

    def open(self):
        self._event.set()

    def shut(self):
        self._event.clear()

    async def pass_through(self):
        await self._event.wait()


class Scheduler:
    def __init__(self, runner, clock=time.monotonic):
        self.runner = runner
        self.clock = clock
        self.gate = Gate()
        self.timers = {}
        self.started = 0
        self.due = set()

    def add(self, job, delay=0.0):
        self.timers[job.number] = asyncio.get_running_loop().call_later(
            delay, self._start, job)

    def remove(self, job):
        timer = self.timers.pop(job.number, None)
        if timer is not None:
            timer.cancel()

    def _start(self, job):
        task = asyncio.create_task(self._due(job))
        self.due.add(task)
        task.add_done_callback(self.due.discard)

    async def _due(self, job):
        await self.gate.pass_through()
        self.started += 1
        await self.runner.submit(job)
        if job.every is not None:
            self.add(job, job.every)

    def hold(self):
        self.gate.shut()

    def resume(self):
        self.gate.open()

    async def stop(self):
        for number in sorted(self.timers):
            self.timers[number].cancel()
        self.timers.clear()
        await self.runner.finish()


class Watchdog:
    """Complains when the loop has not come round for a while."""

    def __init__(self, interval, complain):
        self.interval = interval
        self.complain = complain
        self._last = time.monotonic()

    def arm(self):
        asyncio.get_running_loop().call_later(self.interval, self.look)

    def look(self):
        now = time.monotonic()
        if now - self._last > 3 * self.interval:
            self.complain(now - self._last)
        self._last = now
        self.arm()


async def wait_readable(fd, seconds):
    loop = asyncio.get_running_loop()
    readable = loop.create_future()
    loop.add_reader(fd, readable.set_result, None)
    try:
        await asyncio.wait_for(readable, seconds)
    finally:
        loop.remove_reader(fd)
    return fd
