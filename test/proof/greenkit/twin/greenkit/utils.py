"""Starting work. Everything of greenkit starts tasks here and nowhere else."""
import asyncio
import functools
import inspect
import logging

from awaitlet import async_def, awaitlet

LOG = logging.getLogger(__name__)


def _logged(function):
    @functools.wraps(function)
    async def guarded(*args, **kwargs):
        try:
            if inspect.iscoroutinefunction(function):
                return await function(*args, **kwargs)
            return await async_def(function, *args, **kwargs)
        except Exception:
            LOG.exception("%s failed", getattr(function, "__name__", function))
            raise
    return guarded


def spawn(function, *args, **kwargs):
    return asyncio.create_task(_logged(function)(*args, **kwargs))


_late = set()


def spawn_later(seconds, function, *args):
    return asyncio.get_running_loop().call_later(
        seconds, lambda: _late.add(spawn(function, *args)))


def gather(functions):
    return [awaitlet(task) for task in [spawn(function) for function in functions]]


def chunks(items, size):
    for start in range(0, len(items), size):
        yield items[start:start + size]
