"""What the plan of metricsd calls unsound, done all the same: each function where the plan finds it.

Prints the error of each, by function.
"""
import asyncio
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
import proofkit  # noqa: E402

sys.argv[1:] = ["twin"]
proofkit.choose("metricsd")
_field, ports = proofkit.start(pathlib.Path(__file__).with_name("field.py"))
SENSOR, *_, STATSD, _tell = map(int, ports)

from awaitlet import async_def  # noqa: E402

from metricsd.connection import Connection  # noqa: E402
from metricsd.sinks import TcpSink  # noqa: E402

seen = {}


class Closing(Connection):
    def __del__(self):
        self.close()


def note(unraisable):
    seen["metricsd.connection.Connection.close"] = type(unraisable.exc_value).__name__


async def drop():
    connection = await async_def(Closing, "127.0.0.1", SENSOR)
    del connection


sys.unraisablehook = note
asyncio.run(drop())
try:
    # An exit handler runs like this: after the loop, with nothing above it.
    TcpSink("127.0.0.1", STATSD).emit(["agent.stopped:1|c"])
except Exception as err:
    seen["metricsd.sinks.TcpSink.emit"] = type(err).__name__
proofkit.emit(seen)
