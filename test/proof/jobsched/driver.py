import asyncio
import os
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
import proofkit  # noqa: E402

is_twin = proofkit.choose("jobsched")

from jobsched.context import current_job  # noqa: E402
from jobsched.inbox import Inbox  # noqa: E402
from jobsched.limits import Limits, Pace  # noqa: E402
from jobsched.main import job_from, run  # noqa: E402
from jobsched.model import Job, Result  # noqa: E402
from jobsched.runner import Runner  # noqa: E402
from jobsched.scheduler import Scheduler, Watchdog, wait_readable  # noqa: E402
from jobsched.store import Store  # noqa: E402

CONFIG = {
    "limits": {"one": 1},
    "pool": 2,
    "jobs": [
        {"name": "top", "action": "pause", "args": [0.01, 5], "limit": "one", "children": [
            {"name": "left", "action": "digest", "args": ["x", 10], "limit": "one"},
            {"name": "right", "action": "fail", "args": [0, "no luck"], "limit": "one"},
            {"name": "deep", "action": "pause", "args": [0, 1], "children": [
                {"name": "deeper", "action": "pause", "args": [0.02, 2]}]}]},
        {"name": "primes", "action": "primes", "args": [500], "delay": 0.05},
    ],
}
TREE = {"name": "a", "action": "pause", "args": [2, 1], "limit": "one",
        "children": [{"name": "b", "action": "pause", "args": [0.01, 2], "limit": "one"}]}


class Ticks:
    """A clock that the scenario turns by hand."""

    def __init__(self):
        self.now = 0.0

    def __call__(self):
        self.now += 0.01
        return self.now


def tell(scheduler, lines):
    store = scheduler.runner.inbox.store
    return {"lines": lines, "saved": store.saved, "started": scheduler.started,
            "log": sorted(scheduler.runner.log), "timers": len(scheduler.timers),
            "room": scheduler.runner.has_room()}


def original():
    import eventlet

    scheduler = run(CONFIG, ":memory:", 0.8)
    seen = tell(scheduler, scheduler.runner.inbox.store.lines())

    store = Store(":memory:")
    store.prepare()
    inbox = Inbox(store, 1)
    limits = Limits({"one": 1})
    seen["soon"] = [inbox.deliver_soon(Result(Job(name, None), name)) for name in "yz"]
    inbox.open()
    runner = Runner(inbox, limits, 3, patience=0.3)
    second = Scheduler(runner)
    second.hold()
    job, other = job_from(TREE), job_from(dict(TREE, name="never"))
    second.add(job)
    second.add(other, 5)
    eventlet.sleep(0.05)
    seen["held"] = [second.started, limits.free("one"), runner.has_room()]
    second.resume()
    eventlet.sleep(0.8)
    second.remove(other)
    second.stop()
    inbox.close()
    seen["second"] = tell(second, store.lines())
    watchdog = Watchdog(0.01, lambda seconds: None)
    watchdog._last = 0
    watchdog.arm()
    pace = Pace(0.03, Ticks())
    for _ in range(3):
        pace.step()
    seen["watched"] = watchdog._last > 0
    reader, writer = os.pipe()
    eventlet.spawn_after(0.02, os.write, writer, b"x")
    seen["read"] = os.read(wait_readable(reader, 2), 10).decode()
    seen["job"] = current_job()
    return seen


async def twin():
    scheduler = await run(CONFIG, ":memory:", 0.8)
    seen = tell(scheduler, await scheduler.runner.inbox.store.lines())

    store = Store(":memory:")
    await store.prepare()
    inbox = Inbox(store, 1)
    limits = Limits({"one": 1})
    seen["soon"] = [inbox.deliver_soon(Result(Job(name, None), name)) for name in "yz"]
    inbox.open()
    runner = Runner(inbox, limits, 3, patience=0.3)
    second = Scheduler(runner)
    second.hold()
    job, other = job_from(TREE), job_from(dict(TREE, name="never"))
    second.add(job)
    second.add(other, 5)
    await asyncio.sleep(0.05)
    seen["held"] = [second.started, limits.free("one"), runner.has_room()]
    second.resume()
    await asyncio.sleep(0.8)
    second.remove(other)
    await second.stop()
    await inbox.close()
    seen["second"] = tell(second, await store.lines())
    watchdog = Watchdog(0.01, lambda seconds: None)
    watchdog._last = 0
    watchdog.arm()
    pace = Pace(0.03, Ticks())
    for _ in range(3):
        await pace.step()
    seen["watched"] = watchdog._last > 0
    reader, writer = os.pipe()
    asyncio.get_running_loop().call_later(0.02, os.write, writer, b"x")
    seen["read"] = os.read(await wait_readable(reader, 2), 10).decode()
    seen["job"] = current_job()
    return seen


proofkit.emit(asyncio.run(twin()) if is_twin else original())
