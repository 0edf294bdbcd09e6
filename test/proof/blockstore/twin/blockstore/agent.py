"""What the agent does: RPC endpoints, and scrubbing in the background."""
import asyncio
import logging

from awaitlet import async_def, awaitlet

from blockstore import drivers
from blockstore.volume import Volume

LOG = logging.getLogger(__name__)


class Volumes:
    def __init__(self):
        self._volumes = {}

    def add(self, name, driver_name, **options):
        self._volumes[name] = Volume(name, drivers.load(driver_name, **options))

    def get(self, name):
        return self._volumes[name]

    def __iter__(self):
        return iter([self._volumes[name] for name in sorted(self._volumes)])


class VolumeEndpoint:
    """The methods that callers may use over RPC."""

    def __init__(self, volumes):
        self.volumes = volumes

    def read(self, context, volume, offset, size):
        return self.volumes.get(volume).read(offset, size).hex()

    def write(self, context, volume, offset, data):
        return self.volumes.get(volume).write(offset, bytes.fromhex(data))

    def describe(self, context, volume):
        return self.volumes.get(volume).describe()

    def snapshot(self, context, volume):
        """Flush, then say what a snapshot would hold."""
        target = self.volumes.get(volume)
        target.flush()
        return {"volume": volume, "blocks": sorted(target.sums)}

    def peek(self, context, volume, offset, size, seconds):
        """Like read(), but whoever is in a hurry gets nothing rather than wait."""
        target = self.volumes.get(volume)
        try:
            return awaitlet(asyncio.wait_for(async_def(target.read, offset, size), seconds)).hex()
        except asyncio.TimeoutError:
            return b"".hex()


class Scrubber:
    def __init__(self, volumes, interval=3600):
        self.volumes = volumes
        self.interval = interval
        self.damaged = {}
        self.rounds = 0

    def scrub(self):
        for volume in self.volumes:
            bad = volume.verify()
            if bad:
                LOG.error("%s: damaged blocks %s", volume.name, bad)
                self.damaged[volume.name] = bad
        self.rounds += 1

    async def run(self):
        while True:
            await async_def(self.scrub)
            await asyncio.sleep(self.interval)

    def start(self):
        return asyncio.create_task(self.run())
