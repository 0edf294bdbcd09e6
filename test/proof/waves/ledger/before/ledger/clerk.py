"""The program: enters the day's amounts."""
import eventlet

from ledger.books import Book, SlowStore, settle

NOTES = []
BOOK = Book(SlowStore())


def main():
    for amount in (5, 7, 11):
        BOOK.enter("main", amount)
    NOTES.append("%d lines" % len(BOOK))
    with eventlet.Timeout(0.01, False):
        settle(BOOK, NOTES)
    NOTES.append("closed")


if __name__ == "__main__":
    main()
