"""What a worker can be asked. A method `do_x` answers calls of `x`."""
import asyncio

from .jobs import JobTable


async def squares(count, pause):
    total = 0
    for number in range(count):
        total += number * number
        await asyncio.sleep(pause)
    return total


async def broken(pause):
    await asyncio.sleep(pause)
    raise ValueError("the job is broken")


class Arithmetic:
    def do_add(self, a, b):
        return a + b

    def do_divide(self, a, b):
        return a / b

    async def do_slow_add(self, a, b, pause):
        await asyncio.sleep(pause)
        return self.do_add(a, b)


class Jobs:
    KINDS = {"squares": squares, "broken": broken}

    def __init__(self, table):
        self.table = table

    def do_start(self, kind, args):
        return self.table.start(kind, self.KINDS[kind], *args).number

    def do_status(self, job):
        return self.table.find(job).describe()

    async def do_wait(self, job, seconds):
        return await self.table.wait(job, seconds)

    async def do_cancel(self, job):
        return await self.table.cancel(job)

    async def do_keep(self, job):
        return await self.table.keep_longer(job)


def default_endpoints(keep=60):
    return [Arithmetic(), Jobs(JobTable(keep))]
