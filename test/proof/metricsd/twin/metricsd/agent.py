import asyncio
import logging
import signal
import sys

from awaitlet import async_def, awaitlet

from .sensors import Group, Sensor
from .sinks import Batch

LOG = logging.getLogger(__name__)


class Agent:
    def __init__(self, sensors, sink, interval=10):
        self.group = Group(sensors)
        self.sink = sink
        self.interval = interval
        self.rounds = 0
        self._stop = asyncio.Event()
        self._late = []

    async def collect(self):
        """One round: every sensor is read, the numbers go out as one batch."""
        batch = Batch(self.sink).__enter__()
        try:
            async for label, value in self.group.readings():
                await batch.add(label, value)
        except BaseException:
            await async_def(batch.__exit__, *sys.exc_info())
            raise
        await async_def(batch.__exit__, None, None, None)
        self.rounds += 1

    def warm_up(self):
        """Connect to all sensors at once."""
        tasks = [asyncio.create_task(self._connect(sensor)) for sensor in self.group]
        return sum(awaitlet(task) for task in tasks)

    async def _connect(self, sensor):
        try:
            return 1 if await async_def(getattr, sensor, "label") else 0
        except OSError as err:
            LOG.warning("no connection: %s", err)
            return 0

    async def run(self, rounds=None):
        while not self._stop.is_set():
            await self.collect()
            if rounds is not None and self.rounds >= rounds:
                break
            await asyncio.sleep(self.interval)

    def stop(self, *_signal):
        if not self._stop.is_set():
            self._stop.set()

    async def last_words(self):
        await async_def(self.sink.emit, ["agent.stopped:1|c"])

    def install(self):
        asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, self.stop)


def from_config(config, sink):
    sensors = [Sensor(item["host"], item["port"]) for item in config["sensors"]]
    return Agent(sensors, sink, config.get("interval", 10))
