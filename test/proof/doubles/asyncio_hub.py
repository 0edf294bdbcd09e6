"""Eventlet's asyncio hub: the real one where the installed Eventlet has it (0.35 and newer), else a stand-in.

The stand-in is written from the documented contract, for programs without sockets: the hub is the body
of a coroutine on a loop of its own, so that tasks run between two turns of it; `spawn_for_awaitable()`
makes a green thread that waits for a coroutine, and dies with it; a green thread can be awaited.
"""
import asyncio
import importlib.util
import sys
import types

import eventlet
from eventlet import event, greenthread, hubs
from eventlet.hubs import hub as base
from greenlet import GreenletExit


class Hub(base.BaseHub):
    def __init__(self):
        super().__init__()
        self.loop = asyncio.new_event_loop()
        self.woken = asyncio.Event()

    @staticmethod
    def is_available():
        return True

    def add(self, *_):
        raise NotImplementedError("the stand-in hub has no sockets")

    def add_timer(self, timer):
        due = super().add_timer(timer)
        self.woken.set()
        return due

    def run(self, *_):
        self.running, self.stopping = True, False
        try:
            self.loop.run_until_complete(self._turns())
        finally:
            self.running = False

    async def _turns(self):
        while not self.stopping:
            self.prepare_timers()
            self.fire_timers(self.clock())
            self.prepare_timers()
            due = self.sleep_until()
            seconds = self.default_sleep() if due is None else due - self.clock()
            try:
                await asyncio.wait_for(self.woken.wait(), max(seconds, 0))
            except asyncio.TimeoutError:
                pass
            self.woken.clear()


def spawn_for_awaitable(awaitable):
    def run():
        task = asyncio.ensure_future(awaitable)
        done = event.Event()
        task.add_done_callback(done.send)
        try:
            done.wait()
        except GreenletExit:
            task.cancel()
            raise
        return task.result()

    return eventlet.spawn(run)


def await_thread(thread):
    future = asyncio.get_running_loop().create_future()

    def settle(ended):
        try:
            future.set_result(ended.wait())
        except Exception as error:
            future.set_exception(error)

    thread.link(settle)
    return (yield from future.__await__())


def install():
    """Choose the hub, before anything waits."""
    if importlib.util.find_spec("eventlet.asyncio") is not None:
        hubs.use_hub("asyncio")
        return
    module = types.ModuleType("eventlet.asyncio")
    module.spawn_for_awaitable = spawn_for_awaitable
    sys.modules["eventlet.asyncio"] = eventlet.asyncio = module
    greenthread.GreenThread.__await__ = await_thread
    hubs.use_hub(Hub)
