"""Sensors as objects: reading an attribute asks the network."""
import functools
import threading

from awaitlet import async_def

from .connection import Connection, SensorError

SCALES = {"C": 1.0, "mC": 0.001}


def scaled(text):
    value, _, unit = text.partition(" ")
    return round(float(value) * SCALES.get(unit, 1.0), 3)


class Sensor:
    """One sensor; its connection is made when it is first needed."""

    def __init__(self, host, port):
        self.host = host
        self.port = port
        self.reads = 0
        self._connection = None
        self._lock = threading.Lock()

    def count(self):
        with self._lock:
            self.reads += 1

    @property
    def connection(self):
        if self._connection is None:
            self._connection = Connection(self.host, self.port)
        return self._connection

    @property
    def value(self):
        self.count()
        return scaled(self.connection.ask("value"))

    @functools.cached_property
    def unit(self):
        return self.connection.ask("unit")

    @property
    def label(self):
        return "%s.%s" % (self.connection.name, self.unit)

    def __getitem__(self, name):
        return self.connection.ask("attr " + name)

    def __len__(self):
        return self.reads

    async def calibrate(self, offset):
        connection = await async_def(getattr, self, "connection")
        return await async_def(connection.ask, "offset %s" % offset)

    async def hang_up(self):
        if self._connection is not None:
            await async_def(self._connection.close)
            self._connection = None


class Group:
    def __init__(self, sensors):
        self.sensors = list(sensors)

    async def readings(self):
        """(label, value) of each sensor that answers, one after the other."""
        for sensor in self.sensors:
            try:
                yield (await async_def(getattr, sensor, "label"),
                       await async_def(getattr, sensor, "value"))
            except SensorError as err:
                yield "%s:%s" % (sensor.host, sensor.port), str(err)

    async def hottest(self):
        return await async_def(max, self.sensors, key=lambda sensor: sensor.value)

    async def by_zone(self):
        return await async_def(sorted, self.sensors, key=zone_of)

    def total(self):
        return sum(sensor.value for sensor in self.sensors)

    def __iter__(self):
        return iter(self.sensors)


def zone_of(sensor):
    return sensor["zone"]
