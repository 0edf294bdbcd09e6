"""The second program: many hands at once, drafts, and a clerk who gives up."""
import eventlet
from awaitlet import async_def
from eventlet.greenpool import GreenPool

from ledger.books import Book, DraftStore, SlowStore, settle
from ledger.crossing import cross

FOUND = []


def enter_all(book: Book, amounts):
    """The lock must hold, whoever asks for it."""
    pool = GreenPool(4)
    for amount in amounts:
        pool.spawn_n(lambda *args: cross(async_def(book.enter, *args)), "main", amount)
    pool.waitall()
    return cross(async_def(len, book))


def draft(amounts):
    store = DraftStore()
    book = Book(store)
    for amount in amounts:
        cross(async_def(book.enter, "draft", amount))
    return store.last


def try_settling(book):
    """Gives up after a moment; what was begun has to end."""
    with eventlet.Timeout(0.01, False):
        cross(settle(book, FOUND))
    eventlet.sleep(0.001)
    FOUND.append("given up")


def main():
    book = Book(SlowStore())
    FOUND.append("%d entered" % enter_all(book, range(6)))
    FOUND.append(sorted(book.store.pages["main"]))
    FOUND.append(draft([1, 2]))
    try_settling(book)


if __name__ == "__main__":
    main()
