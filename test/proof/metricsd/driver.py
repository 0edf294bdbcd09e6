import asyncio
import json
import pathlib
import socket
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
import proofkit  # noqa: E402

is_twin = proofkit.choose("metricsd")
_field, ports = proofkit.start(pathlib.Path(__file__).with_name("field.py"))
*SENSORS, STATSD, TELL = map(int, ports)
CONFIG = {"interval": 0.01, "sensors": [{"host": "127.0.0.1", "port": port} for port in SENSORS]}

from metricsd.agent import from_config  # noqa: E402
from metricsd.connection import SensorError, timed_ask  # noqa: E402
from metricsd.sinks import MemorySink, TcpSink, TeeSink  # noqa: E402


def sinks():
    memory = MemorySink()
    return memory, TeeSink(memory, TcpSink("127.0.0.1", STATSD))


def heard():
    with socket.create_connection(("127.0.0.1", TELL)) as sock:
        return json.loads(sock.makefile("rb").read())


def original():
    memory, sink = sinks()
    agent = from_config(CONFIG, sink)
    seen = {"warm": agent.warm_up()}
    agent.run(rounds=2)
    group = agent.group
    seen["hottest"] = group.hottest().label
    seen["zones"] = [sensor.label for sensor in group.by_zone()]
    seen["total"] = group.total()
    first = group.sensors[0]
    seen["calibrated"] = first.calibrate(0.5)
    seen["timed"] = timed_ask(first.connection, "unit")[0]
    try:
        first["colour"]
    except SensorError as err:
        seen["error"] = str(err)
    for sensor in group:
        sensor.hang_up()
    seen["again"] = first.value
    agent.last_words()
    agent.stop()
    agent.run()
    time.sleep(0.3)
    return dict(seen, lines=memory.lines, reads=[len(sensor) for sensor in group],
                sink=sink.describe(), heard=heard())


async def twin():
    from awaitlet import async_def

    memory, sink = sinks()
    agent = from_config(CONFIG, sink)
    seen = {"warm": await async_def(agent.warm_up)}
    await agent.run(rounds=2)
    group = agent.group
    seen["hottest"] = await async_def(getattr, await group.hottest(), "label")
    seen["zones"] = [await async_def(getattr, sensor, "label") for sensor in await group.by_zone()]
    seen["total"] = await async_def(group.total)
    first = group.sensors[0]
    seen["calibrated"] = await first.calibrate(0.5)
    connection = await async_def(getattr, first, "connection")
    seen["timed"] = (await timed_ask(connection, "unit"))[0]
    try:
        await async_def(first.__getitem__, "colour")
    except SensorError as err:
        seen["error"] = str(err)
    for sensor in group:
        await sensor.hang_up()
    seen["again"] = await async_def(getattr, first, "value")
    await agent.last_words()
    agent.stop()
    await agent.run()
    await asyncio.sleep(0.3)
    return dict(seen, lines=memory.lines, reads=[len(sensor) for sensor in group],
                sink=sink.describe(), heard=heard())


proofkit.emit(asyncio.run(twin()) if is_twin else original())
