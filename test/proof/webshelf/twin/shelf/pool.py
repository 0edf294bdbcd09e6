"""A pool of things that are made by a synchronous create()."""
import asyncio
import collections

from awaitlet import async_def


class Pool:
    def __init__(self, max_size):
        self.max_size = max_size
        self.size = 0
        self._free = collections.deque()
        self._waiting = collections.deque()

    async def fill(self, count):
        while self.size < count:
            self.size += 1
            self._free.append(await async_def(self.create))

    async def get(self):
        if self._free:
            return self._free.popleft()
        if self.size < self.max_size:
            self.size += 1
            try:
                return await async_def(self.create)
            except BaseException:
                self.size -= 1
                raise
        waiter = asyncio.get_running_loop().create_future()
        self._waiting.append(waiter)
        return await waiter

    def put(self, item):
        if self._waiting:
            self._waiting.popleft().set_result(item)
        else:
            self._free.append(item)
