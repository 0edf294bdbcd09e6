"""What both programs share: parcels wait at a desk until somebody takes them."""
import eventlet
from eventlet.queue import LightQueue


class Desk:
    def __init__(self):
        self.parcels = LightQueue()

    def leave(self, parcel):
        self.parcels.put(parcel)

    def take(self):
        return self.parcels.get()


class Parcel:
    def __init__(self, name, grams):
        self.name = name
        self._grams = grams

    @property
    def grams(self):
        """The scales take a moment."""
        eventlet.sleep(0)
        return self._grams


def stamp(notes, name):
    eventlet.sleep(0)
    notes.append("stamped by %s" % name)
    return name.upper()


def refuse(parcel):
    eventlet.sleep(0)
    raise ValueError("%s is too heavy" % parcel.name)


DESK = Desk()
