"""What Awaitlet promises, tried on whatever `awaitlet` can be imported; prints what happened."""
import asyncio
import contextvars
import json
import sys

from awaitlet import NoAwaitletContext, NoAwaitOccurred, async_def, awaitlet

VARIABLE = contextvars.ContextVar("variable", default="unset")


async def later(value):
    await asyncio.sleep(0)
    return value


async def failing():
    await asyncio.sleep(0)
    raise KeyError("inside")


def adds(a, b=0):
    return awaitlet(later(a)) + awaitlet(later(b))


def catches():
    try:
        awaitlet(failing())
    except KeyError as err:
        return "caught %s" % err


def sets_variable():
    awaitlet(later(None))
    VARIABLE.set("set below")


def cleans_up(seen):
    try:
        awaitlet(asyncio.sleep(60))
    finally:
        seen.append(awaitlet(later("cleaned")))


async def calls_awaitlet():
    return awaitlet(later(1))


def sort_key(value):
    return awaitlet(later(-value))


async def outcome(awaitable):
    try:
        return await awaitable
    except BaseException as err:
        return type(err).__name__


def outside():
    try:
        awaitlet(later(1))
    except NoAwaitletContext:
        return "NoAwaitletContext"


async def main():
    seen = {"sum": await async_def(adds, 1, b=2), "caught": await async_def(catches)}
    seen["through"] = await outcome(async_def(lambda: awaitlet(failing())))
    seen["outside"] = outside()
    seen["thread"] = await asyncio.to_thread(outside)
    seen["in coroutine"] = await outcome(async_def(lambda: awaitlet(calls_awaitlet())))
    seen["nested"] = await async_def(lambda: awaitlet(async_def(adds, 3, 4)))
    seen["sorted"] = await async_def(sorted, [1, 3, 2], key=sort_key)
    seen["never waited"] = await outcome(async_def(len, "abc", assert_await_occurs=True))
    seen["plain"] = await async_def(len, "abc")
    await async_def(sets_variable)
    seen["variable"] = VARIABLE.get()
    cleaned = []
    task = asyncio.create_task(async_def(cleans_up, cleaned))
    await asyncio.sleep(0.01)
    task.cancel()
    seen["cancelled"] = [await outcome(task), cleaned]
    coroutine = async_def(adds, 1)
    seen["lazy"] = asyncio.iscoroutine(coroutine)
    coroutine.close()
    both = await asyncio.gather(async_def(adds, 1), async_def(adds, 2))
    seen["gathered"] = both
    return seen


json.dump(asyncio.run(main()), sys.stdout, indent=1, sort_keys=True)
