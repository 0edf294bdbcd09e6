import asyncio
import json
import pathlib
import socket
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
import proofkit  # noqa: E402

is_twin = proofkit.choose("greenkit", "src")
_collector, (PORT,) = proofkit.start(pathlib.Path(__file__).with_name("collector.py"))

import greenkit  # noqa: E402
import greenkit.transports  # noqa: E402


def collected():
    with socket.create_connection(("127.0.0.1", int(PORT))) as sock:
        sock.sendall(b"?\n")
        return json.loads(sock.makefile("rb").readline())


class Flaky:
    def __init__(self, failures):
        self.failures = failures
        self.calls = 0

    def __call__(self, word="done"):
        self.calls += 1
        if self.calls <= self.failures:
            raise KeyError(word)
        return word


def original():
    import eventlet

    seen = []
    tcp = greenkit.open_transport("tcp://127.0.0.1:" + PORT)
    events = greenkit.Events(tcp, 2, 0.02)
    for number in range(5):
        events.send({"n": number})
    eventlet.sleep(0.3)
    events.send({"n": "last"})
    events.flush()
    eventlet.sleep(0.3)
    seen.append(collected())

    memory = greenkit.open_transport("memory://here")
    quiet = greenkit.Events(memory, 20, 60)
    quiet.send({"a": 1})
    quiet.flush()
    seen.append([payload.decode() for payload in memory.payloads])

    def slow(number):
        eventlet.sleep(0.03 * (3 - number))
        return number

    seen.append(greenkit.gather([lambda number=number: slow(number) for number in range(3)]))
    flaky = Flaky(2)
    seen.append([greenkit.retry(3, 0.01, KeyError)(flaky)("yes"), flaky.calls])
    hopeless = Flaky(9)
    try:
        greenkit.retry(2, 0.01, KeyError)(hopeless)()
    except KeyError as err:
        seen.append([str(err), hopeless.calls])
    periodic = greenkit.Periodic(0.02, Flaky(1)).start()
    eventlet.sleep(0.3)
    periodic.stop()
    seen.append([periodic.failures, periodic.function.calls > 2])
    return seen


async def twin():
    from awaitlet import async_def, awaitlet

    seen = []
    tcp = await async_def(greenkit.open_transport, "tcp://127.0.0.1:" + PORT)
    events = greenkit.Events(tcp, 2, 0.02)
    for number in range(5):
        events.send({"n": number})
    await asyncio.sleep(0.3)
    events.send({"n": "last"})
    await async_def(events.flush)
    await asyncio.sleep(0.3)
    seen.append(collected())

    memory = await async_def(greenkit.open_transport, "memory://here")
    quiet = greenkit.Events(memory, 20, 60)
    quiet.send({"a": 1})
    await async_def(quiet.flush)
    seen.append([payload.decode() for payload in memory.payloads])

    def slow(number):
        awaitlet(asyncio.sleep(0.03 * (3 - number)))
        return number

    users = [lambda number=number: slow(number) for number in range(3)]
    seen.append(await async_def(greenkit.gather, users))
    flaky = Flaky(2)
    seen.append([await async_def(greenkit.retry(3, 0.01, KeyError)(flaky), "yes"), flaky.calls])
    hopeless = Flaky(9)
    try:
        await async_def(greenkit.retry(2, 0.01, KeyError)(hopeless))
    except KeyError as err:
        seen.append([str(err), hopeless.calls])
    periodic = greenkit.Periodic(0.02, Flaky(1)).start()
    await asyncio.sleep(0.3)
    await async_def(periodic.stop)
    seen.append([periodic.failures, periodic.function.calls > 2])
    return seen


proofkit.emit(asyncio.run(twin()) if is_twin else original())
