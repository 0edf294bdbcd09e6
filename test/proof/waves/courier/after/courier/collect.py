"""Fetches parcels and leaves them at the desk."""
from awaitlet import async_def

from courier import desk
from courier.crossing import cross
from courier.notes import COLLECTED

ROUND = [("book", 400), ("anvil", 9000), ("lamp", 700)]


async def main():
    for name, grams in ROUND:
        parcel = desk.Parcel(name, grams)
        COLLECTED.append("%s: %d g" % (name, await async_def(getattr, parcel, "grams")))
        desk.DESK.leave(parcel)
    try:
        await desk.refuse(parcel)
    except ValueError as error:
        COLLECTED.append(str(error))
    await desk.stamp(COLLECTED, "collect")
    desk.DESK.leave(None)


if __name__ == "__main__":
    cross(main())
