"""A volume: bytes at any offset, made of blocks, with a checksum for each."""
from blockstore.drivers.base import BLOCK, BlockMissing, checksum


def blocks_of(offset, size):
    """The block numbers that the bytes touch."""
    return range(offset // BLOCK, (offset + size - 1) // BLOCK + 1) if size else range(0)


class Volume:
    def __init__(self, name, driver):
        self.name = name
        self.driver = driver
        self.sums = {}
        self.dirty = 0

    def _block(self, number):
        try:
            return self.driver.read(number)
        except BlockMissing:
            return bytes(BLOCK)

    def read(self, offset, size):
        data = b"".join(self._block(number) for number in blocks_of(offset, size))
        start = offset % BLOCK
        return data[start:start + size]

    def write(self, offset, data):
        for number in blocks_of(offset, len(data)):
            block = bytearray(self._block(number))
            start = max(offset, number * BLOCK)
            end = min(offset + len(data), (number + 1) * BLOCK)
            block[start - number * BLOCK:end - number * BLOCK] = data[start - offset:end - offset]
            self.driver.write(number, bytes(block))
            self.sums[number] = checksum(bytes(block))
            self.dirty += 1
        return len(data)

    def flush(self):
        if self.dirty:
            self.driver.sync()
            self.dirty = 0

    def verify(self):
        """The numbers of the blocks whose bytes are not those that were written."""
        return [number for number in sorted(self.sums)
                if checksum(self._block(number)) != self.sums[number]]

    def describe(self):
        return dict(self.driver.describe(), name=self.name, blocks=len(self.sums))
