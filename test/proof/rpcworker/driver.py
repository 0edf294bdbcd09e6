import asyncio
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
import proofkit  # noqa: E402

is_twin = proofkit.choose("rpcworker")

from fieldwork import cli  # noqa: E402
from fieldwork.client import CallTimeout, Client, RemoteError, call_all  # noqa: E402
from fieldwork.endpoints import default_endpoints  # noqa: E402
from fieldwork.wire import Closed  # noqa: E402
from fieldwork.worker import Worker  # noqa: E402

# (seconds or None, method, params); the jobs are numbered 1, 2, 3 in the order of their start.
STEPS = [
    (None, "add", {"a": 1, "b": 2}),
    (None, "divide", {"a": 1, "b": 0}),
    (None, "sing", {}),
    (None, "slow_add", {"a": 20, "b": 22, "pause": 0.02}),
    (0.05, "slow_add", {"a": 1, "b": 2, "pause": 2}),
    (None, "start", {"kind": "squares", "args": [5, 0.01]}),
    (None, "wait", {"job": 1, "seconds": 2}),
    (None, "status", {"job": 1}),
    (None, "start", {"kind": "squares", "args": [5000, 0.01]}),
    (None, "wait", {"job": 2, "seconds": 0.05}),
    (None, "cancel", {"job": 2}),
    (None, "status", {"job": 2}),
    (None, "cancel", {"job": 2}),
    (None, "start", {"kind": "broken", "args": [0.01]}),
    (None, "keep", {"job": 3}),
    (None, "status", {"job": 3}),
    (None, "status", {"job": 9}),
]


class Options:
    method = "add"
    params = ["a=40", "b=2"]

    def __init__(self, address):
        self.address = "%s:%d" % address


def named(err):
    return "%s: %s" % (type(err).__name__, err)


def original():
    import eventlet

    seen = []
    worker = Worker(default_endpoints(keep=0.8))
    address = worker.start("127.0.0.1", 0)
    waiting = eventlet.spawn(worker.wait)
    with Client(address) as client:
        for seconds, method, params in STEPS:
            try:
                seen.append(client.call_within(seconds or client.timeout, method, params))
            except (RemoteError, CallTimeout) as err:
                seen.append(named(err))
        eventlet.sleep(1.2)
        try:
            client.call("status", job=1)
        except RemoteError as err:
            seen.append(named(err))
        with Client(address) as other:
            seen.append(call_all([client, other], "slow_add", a=1, b=1, pause=0.05))
            seen.append(call_all([client, other], "divide", a=1, b=0))
            late = eventlet.spawn(other.call, "slow_add", a=1, b=1, pause=5)
            eventlet.sleep(0.05)
            other.sock.shutdown(2)
            try:
                late.wait()
            except Closed as err:
                seen.append(named(err))
    seen.append(cli.call(Options(address)))
    worker.stop()
    try:
        waiting.wait()
    except BaseException as err:
        seen.append("stopped")
    return seen


async def twin():
    from awaitlet import async_def

    seen = []
    worker = Worker(default_endpoints(keep=0.8))
    address = await worker.start("127.0.0.1", 0)
    waiting = asyncio.create_task(worker.wait())
    client = await async_def(Client(address).__enter__)
    for seconds, method, params in STEPS:
        try:
            seen.append(await client.call_within(seconds or client.timeout, method, params))
        except (RemoteError, CallTimeout) as err:
            seen.append(named(err))
    await asyncio.sleep(1.2)
    try:
        await client.call("status", job=1)
    except RemoteError as err:
        seen.append(named(err))
    other = await async_def(Client(address).__enter__)
    seen.append(await call_all([client, other], "slow_add", a=1, b=1, pause=0.05))
    seen.append(await call_all([client, other], "divide", a=1, b=0))
    late = asyncio.create_task(other.call("slow_add", a=1, b=1, pause=5))
    await asyncio.sleep(0.05)
    other.sock.shutdown(2)
    try:
        await late
    except Closed as err:
        seen.append(named(err))
    await async_def(other.__exit__, None, None, None)
    await async_def(client.__exit__, None, None, None)
    seen.append(await cli.call(Options(address)))
    await worker.stop()
    try:
        await waiting
    except BaseException:
        seen.append("stopped")
    return seen


proofkit.emit(asyncio.run(twin()) if is_twin else original())
