import asyncio
import pathlib
import re
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
import proofkit  # noqa: E402

is_twin = proofkit.choose("blockstore")
BLOCKS = pathlib.Path(__file__).with_name("blocks.py")
_calm, (CALM,) = proofkit.start(BLOCKS)
_busy, (BUSY,) = proofkit.start(BLOCKS, "busy")

if not is_twin:
    import eventlet

    eventlet.monkey_patch()

from blockstore import drivers  # noqa: E402
from blockstore.agent import Scrubber, VolumeEndpoint, Volumes  # noqa: E402
from blockstore.cmd import fsck  # noqa: E402
from blockstore.drivers.base import BlockMissing  # noqa: E402
from blockstore.drivers.local import FileDriver  # noqa: E402
from blockstore.volume import Volume  # noqa: E402

TEXT = ("The quick brown fox jumps over the lazy dog. " * 5).encode()
STEPS = [
    ("write", 10, TEXT.hex()),
    ("read", 0, 40),
    ("read", 60, 80),
    ("read", 10, len(TEXT)),
    ("write", 130, b"CAT".hex()),
    ("read", 120, 20),
    ("read", 5000, 5),
    ("snapshot",),
    ("snapshot",),
    ("describe",),
    ("peek", 0, 40, 10),
]


def make_volumes(directory):
    volumes = Volumes()
    volumes.add("file", "file", directory=directory)
    volumes.add("tcp", "tcp", host="127.0.0.1", port=int(CALM))
    volumes.add("busy", "tcp-retry", host="127.0.0.1", port=int(BUSY))
    volumes.add("both", "mirror", first=drivers.load("file", directory=directory),
                second=drivers.load("tcp", host="127.0.0.1", port=int(CALM)))
    return volumes


NAMES = ("file", "tcp", "busy", "both")


def clean(value, directory):
    # Whole words only: the digits of a port may also stand in the blocks' hexadecimal text.
    text = str(value).replace(directory, "DIR")
    for name, port in (("CALM", CALM), ("BUSY", BUSY)):
        text = re.sub(rf"\b{port}\b", name, text)
    return text


def original(directory):
    import eventlet

    volumes = make_volumes(directory)
    endpoint = VolumeEndpoint(volumes)
    seen = []
    for name in NAMES:
        for method, *args in STEPS:
            seen.append(clean(getattr(endpoint, method)({}, name, *args), directory))
    several = [eventlet.spawn(endpoint.read, {}, name, 0, 10) for name in NAMES]
    seen.append([thread.wait() for thread in several])
    scrubber = Scrubber(volumes, 0.02)
    volumes.get("tcp").driver.write(1, b"spoilt")
    thread = scrubber.start()
    while scrubber.rounds < 2:
        eventlet.sleep(0.02)
    thread.kill()
    seen.append(scrubber.damaged)
    volumes.get("tcp").driver.sync()
    try:
        volumes.get("tcp").driver.read(77)
    except BlockMissing as err:
        seen.append(str(err))
    seen.append(fsck.report(Volume("fsck", FileDriver(directory)), [0, 2, 9]))
    return seen


async def twin(directory):
    from awaitlet import async_def

    volumes = make_volumes(directory)
    endpoint = VolumeEndpoint(volumes)
    seen = []
    for name in NAMES:
        for method, *args in STEPS:
            answer = await async_def(getattr(endpoint, method), {}, name, *args)
            seen.append(clean(answer, directory))
    several = [asyncio.create_task(async_def(endpoint.read, {}, name, 0, 10)) for name in NAMES]
    seen.append([await task for task in several])
    scrubber = Scrubber(volumes, 0.02)
    await async_def(volumes.get("tcp").driver.write, 1, b"spoilt")
    task = scrubber.start()
    while scrubber.rounds < 2:
        await asyncio.sleep(0.02)
    task.cancel()
    seen.append(scrubber.damaged)
    await async_def(volumes.get("tcp").driver.sync)
    try:
        await async_def(volumes.get("tcp").driver.read, 77)
    except BlockMissing as err:
        seen.append(str(err))
    # The command line tool stays synchronous: no loop, no Awaitlet, the same Volume.
    seen.append(fsck.report(Volume("fsck", FileDriver(directory)), [0, 2, 9]))
    return seen


with tempfile.TemporaryDirectory() as directory:
    proofkit.emit(asyncio.run(twin(directory)) if is_twin else original(directory))
