"""A bounded pool of tasks with the rules of the pool that it replaces."""
import asyncio


class TaskPool:
    def __init__(self, size):
        self._places = asyncio.Semaphore(size)
        self._tasks = set()

    async def spawn(self, function, *args):
        """Wait for a place, then start; a task of a full pool runs the function itself."""
        if self._places.locked() and asyncio.current_task() in self._tasks:
            done = asyncio.get_running_loop().create_future()
            done.set_result(await function(*args))
            return done
        await self._places.acquire()
        task = asyncio.create_task(function(*args))
        self._tasks.add(task)
        task.add_done_callback(self._ended)
        return task

    def _ended(self, task):
        self._tasks.discard(task)
        self._places.release()

    def free(self):
        return self._places._value

    async def waitall(self):
        while self._tasks:
            await asyncio.wait(self._tasks)

    async def map(self, function, items):
        """The results in the order of the items, as many at a time as there are places."""
        return [await task for task in [await self.spawn(function, item) for item in items]]
