"""Running jobs and the jobs below them in one pool."""
import logging

from .context import prefix, running
from .limits import Limits, within
from .model import Result
from .pool import TaskPool

LOG = logging.getLogger(__name__)


class Runner:
    def __init__(self, inbox, limits=None, size=10, patience=None):
        self.inbox = inbox
        self.limits = limits or Limits({})
        self.pool = TaskPool(size)
        self.patience = patience
        self.log = []

    def note(self, text):
        self.log.append(prefix(text))
        LOG.info("%s", self.log[-1])

    async def act(self, job):
        return await within(self.patience, job.action)

    async def run_one(self, job):
        async with self.limits.slot(job.limit):
            with running(job):
                self.note("start")
                try:
                    result = Result(job, await self.act(job))
                except Exception as err:
                    result = Result(job, error=err)
                self.note("end")
        await self.inbox.deliver(result)
        return result

    async def run_tree(self, job):
        """The children first, all at once; each of them needs a place in the pool too."""
        tasks = [await self.pool.spawn(self.run_tree, child) for child in job.children]
        for task in tasks:
            await task
        return await self.run_one(job)

    async def submit(self, job):
        return await self.pool.spawn(self.run_tree, job)

    async def finish(self):
        await self.pool.waitall()

    def has_room(self):
        return self.pool.free() > 0
