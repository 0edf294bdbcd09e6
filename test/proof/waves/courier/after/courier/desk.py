"""What both programs share: parcels wait at a desk until somebody takes them."""
import asyncio

from awaitlet import awaitlet


class Desk:
    def __init__(self):
        self.parcels = asyncio.Queue()

    def leave(self, parcel):
        self.parcels.put_nowait(parcel)

    async def take(self):
        return await self.parcels.get()


class Parcel:
    def __init__(self, name, grams):
        self.name = name
        self._grams = grams

    @property
    def grams(self):
        """The scales take a moment."""
        awaitlet(asyncio.sleep(0))
        return self._grams


async def stamp(notes, name):
    await asyncio.sleep(0)
    notes.append("stamped by %s" % name)
    return name.upper()


async def refuse(parcel):
    await asyncio.sleep(0)
    raise ValueError("%s is too heavy" % parcel.name)


DESK = Desk()
