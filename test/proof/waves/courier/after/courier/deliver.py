"""Takes parcels from the desk and rides out with them."""
import eventlet
from awaitlet import async_def
from eventlet.event import Event

from courier import desk
from courier.crossing import cross
from courier.notes import DELIVERED


class Bicycle:
    def __init__(self):
        self.home = Event()

    def ride(self, parcel):
        eventlet.sleep(0.001)
        DELIVERED.append("%s by bicycle" % parcel.name)

    def park(self):
        self.home.send("parked")


def deliver(parcel, bicycle):
    if cross(async_def(lambda: parcel.grams)) < 5000:
        bicycle.ride(parcel)
        return
    try:
        cross(desk.refuse(parcel))
    except ValueError as error:
        DELIVERED.append("sent back: %s" % error)


def main():
    bicycle = Bicycle()
    stamping = eventlet.spawn(lambda: cross(desk.stamp(DELIVERED, "deliver")))
    stamping.wait()
    while True:
        parcel = cross(desk.DESK.take())
        if parcel is None:
            break
        deliver(parcel, bicycle)
    eventlet.spawn_after(0, bicycle.park)
    DELIVERED.append(bicycle.home.wait())


if __name__ == "__main__":
    main()
