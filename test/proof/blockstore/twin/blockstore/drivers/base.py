import abc
import zlib

BLOCK = 64
REGISTRY = {}


def register(name):
    def decorate(cls):
        REGISTRY[name] = cls
        cls.name = name
        return cls
    return decorate


def checksum(data):
    return zlib.crc32(data) & 0xFFFFFFFF


class BlockMissing(Exception):
    pass


class Driver(abc.ABC):
    """Where blocks live."""

    name = None

    @abc.abstractmethod
    def read(self, number):
        """The bytes of a block; BlockMissing when it was never written."""

    @abc.abstractmethod
    def write(self, number, data):
        """Store the bytes of a block."""

    def sync(self):
        """Make what was written durable."""

    def describe(self):
        return {"driver": self.name}
