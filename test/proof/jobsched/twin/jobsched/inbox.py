"""Results on their way to the store."""
import asyncio


class Inbox:
    def __init__(self, store, size=50):
        self.store = store
        self.items = asyncio.Queue(size)
        self.closed = asyncio.get_running_loop().create_future()

    async def deliver(self, result):
        await self.items.put(result)

    def deliver_soon(self, result):
        """For callers that must not wait; False when there is no room."""
        try:
            self.items.put_nowait(result)
        except asyncio.QueueFull:
            return False
        return True

    async def drain(self):
        while True:
            result = await self.items.get()
            if result is None:
                break
            await self.store.save(result)
            self.items.task_done()
        self.closed.set_result(self.store.saved)

    def open(self):
        self.draining = asyncio.create_task(self.drain())

    async def close(self):
        await self.items.put(None)
        return await asyncio.shield(self.closed)
