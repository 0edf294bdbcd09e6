"""The temporary bridge: until they have migrated, green threads wait for coroutines here."""
from eventlet.asyncio import spawn_for_awaitable


def cross(awaitable):
    crossing = spawn_for_awaitable(awaitable)
    try:
        return crossing.wait()
    except BaseException:
        # A Timeout or kill() of the green thread ends what it waits for, as it did before.
        crossing.kill()
        raise
