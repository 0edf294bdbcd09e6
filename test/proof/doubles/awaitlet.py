"""A stand-in for Awaitlet, written from its documented contract. Needs greenlet, nothing else.

`await async_def(f, ...)` runs the plain function `f` in a greenlet of its own, whose parent is
the greenlet of the coroutine that awaits. `awaitlet(x)`, called anywhere below `f`, hands `x` up;
the coroutine awaits it and hands its value, or its exception, back down. There is no thread and
no loop of its own.
"""
import asyncio

from greenlet import getcurrent, greenlet


class NoAwaitletContext(Exception):
    """awaitlet() was called where no async_def() is below it on the same stack."""


class NoAwaitOccurred(Exception):
    """The function of async_def(..., assert_await_occurs=True) never waited."""


class _Guest(greenlet):
    # The attribute by which libraries of this kind know each other's greenlets.
    __sqlalchemy_greenlet_provider__ = True

    def __init__(self, function, host):
        super().__init__(function, host)
        # One context for both: what the function sets, the task sees.
        self.gr_context = host.gr_context


def awaitlet(awaitable):
    here = getcurrent()
    if not getattr(here, "__sqlalchemy_greenlet_provider__", False):
        if asyncio.iscoroutine(awaitable):
            awaitable.close()
        raise NoAwaitletContext("awaitlet() needs async_def() below it")
    return here.parent.switch(awaitable)


async def async_def(function, /, *args, assert_await_occurs=False, **kwargs):
    guest = _Guest(function, getcurrent())
    handed = guest.switch(*args, **kwargs)
    waited = False
    while not guest.dead:
        waited = True
        try:
            value = await handed
        except BaseException as error:
            handed = guest.throw(error)
        else:
            handed = guest.switch(value)
    if assert_await_occurs and not waited:
        raise NoAwaitOccurred("the function never waited")
    return handed
