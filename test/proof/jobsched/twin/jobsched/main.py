import asyncio
import functools
import json
import sys

from .inbox import Inbox
from .limits import Limits
from .model import Job, parse_interval
from .runner import Runner
from .scheduler import Scheduler
from .store import Store
from .work import resolve


def job_from(item):
    action = functools.partial(resolve(item["action"]), *item.get("args", []))
    every = parse_interval(item["every"]) if "every" in item else None
    children = [job_from(child) for child in item.get("children", [])]
    return Job(item["name"], action, every, item.get("limit"), children)


async def build(config, path):
    store = Store(path)
    await store.prepare()
    inbox = Inbox(store)
    inbox.open()
    runner = Runner(inbox, Limits(config.get("limits", {})), config.get("pool", 10))
    return Scheduler(runner)


async def run(config, path, seconds):
    scheduler = await build(config, path)
    scheduler.resume()
    for item in config["jobs"]:
        scheduler.add(job_from(item), item.get("delay", 0))
    await asyncio.sleep(seconds)
    await scheduler.stop()
    await scheduler.runner.inbox.close()
    return scheduler


def console():
    return asyncio.run(main())


async def main(argv=None):
    argv = sys.argv[1:] if argv is None else argv
    with open(argv[0]) as handle:
        config = json.load(handle)
    await run(config, config.get("database", "jobs.db"), config.get("seconds", 3600))
    return 0
