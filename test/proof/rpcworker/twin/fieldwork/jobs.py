"""Jobs that outlive the call that started them."""
import asyncio
import functools
import itertools


class NoSuchJob(Exception):
    pass


class Job:
    def __init__(self, number, name):
        self.number = number
        self.name = name
        self.state = "running"
        self.result = None
        self.finished = asyncio.get_running_loop().create_future()
        self.task = None
        self.expiry = None

    def describe(self):
        return {"job": self.number, "name": self.name, "state": self.state, "result": self.result}


class JobTable:
    def __init__(self, keep=60):
        self.keep = keep
        self._jobs = {}
        self._numbers = itertools.count(1)

    def find(self, number):
        try:
            return self._jobs[number]
        except KeyError:
            raise NoSuchJob("no job %s" % number)

    def start(self, name, function, *args):
        job = self._jobs[next(self._numbers)] = Job(len(self._jobs) + 1, name)
        job.task = asyncio.create_task(function(*args))
        job.task.add_done_callback(functools.partial(self._ended, job))
        return job

    def _ended(self, job, task):
        if task.cancelled():
            job.state = "cancelled"
        elif task.exception() is not None:
            job.result = str(task.exception())
            job.state = "failed"
        else:
            job.result = task.result()
            job.state = "done"
        job.expiry = self._count_down(job)
        job.finished.set_result(job.state)

    def _count_down(self, job):
        return asyncio.get_running_loop().call_later(self.keep, self._forget, job)

    def _forget(self, job):
        self._jobs.pop(job.number, None)

    async def wait(self, number, seconds):
        """Wait for the end of a job; "running" when it takes longer than `seconds`."""
        job = self.find(number)
        try:
            async with asyncio.timeout(seconds):
                return await asyncio.shield(job.finished)
        except TimeoutError:
            return job.state

    async def cancel(self, number):
        job = self.find(number)
        if job.state == "running":
            job.task.cancel()
            await asyncio.shield(job.finished)
        return job.state

    async def keep_longer(self, number):
        """Start the count-down to forgetting again, once the job has ended."""
        job = self.find(number)
        await asyncio.shield(job.finished)
        job.expiry.cancel()
        job.expiry = self._count_down(job)
        return job.state
