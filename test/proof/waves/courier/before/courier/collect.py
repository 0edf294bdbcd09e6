"""Fetches parcels and leaves them at the desk."""
from courier import desk
from courier.notes import COLLECTED

ROUND = [("book", 400), ("anvil", 9000), ("lamp", 700)]


def main():
    for name, grams in ROUND:
        parcel = desk.Parcel(name, grams)
        COLLECTED.append("%s: %d g" % (name, parcel.grams))
        desk.DESK.leave(parcel)
    try:
        desk.refuse(parcel)
    except ValueError as error:
        COLLECTED.append(str(error))
    desk.stamp(COLLECTED, "collect")
    desk.DESK.leave(None)


if __name__ == "__main__":
    main()
