import os

from blockstore.drivers import base


@base.register("file")
class FileDriver(base.Driver):
    """One file per block."""

    def __init__(self, directory):
        self.directory = directory

    def _path(self, number):
        return os.path.join(self.directory, "%08d" % number)

    def read(self, number):
        try:
            with open(self._path(number), "rb") as handle:
                return handle.read()
        except FileNotFoundError:
            raise base.BlockMissing(number)

    def write(self, number, data):
        with open(self._path(number), "wb") as handle:
            handle.write(data)

    def describe(self):
        return dict(super().describe(), directory=self.directory)
