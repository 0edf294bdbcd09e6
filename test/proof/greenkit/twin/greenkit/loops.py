"""Again and again."""
import asyncio
import functools
import random

from awaitlet import async_def, awaitlet

from greenkit.utils import spawn


def jittered(seconds, share=0.1, rng=random.random):
    return seconds * (1 + share * (2 * rng() - 1))


class Periodic:
    def __init__(self, interval, function):
        self.interval = interval
        self.function = function
        self.failures = 0
        self._thread = None
        self._stopped = asyncio.get_running_loop().create_future()

    async def _loop(self):
        while not self._stopped.done():
            try:
                await async_def(self.function)
            except Exception:
                self.failures += 1
            try:
                async with asyncio.timeout(self.interval):
                    await asyncio.shield(self._stopped)
            except TimeoutError:
                pass

    def start(self):
        self._thread = spawn(self._loop)
        return self

    def stop(self):
        self._stopped.set_result(None)
        awaitlet(self._thread)


def retry(attempts, pause, on=Exception):
    def decorate(function):
        @functools.wraps(function)
        def again(*args, **kwargs):
            for left in reversed(range(attempts)):
                try:
                    return function(*args, **kwargs)
                except on:
                    if not left:
                        raise
                    awaitlet(asyncio.sleep(jittered(pause)))
        return again
    return decorate
