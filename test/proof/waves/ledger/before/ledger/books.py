"""Books of account: one writer at a time, kept in a store that takes its time."""
import eventlet
from eventlet.semaphore import Semaphore


class Store:
    def load(self, page):
        raise NotImplementedError

    def save(self, page, lines):
        raise NotImplementedError


class SlowStore(Store):
    def __init__(self):
        self.pages = {}

    def load(self, page):
        eventlet.sleep(0.001)
        return list(self.pages.get(page, ()))

    def save(self, page, lines):
        eventlet.sleep(0.001)
        self.pages[page] = list(lines)


class DraftStore(Store):
    """Keeps nothing for long; only reports use it."""

    def __init__(self):
        self.last = []

    def load(self, page):
        return list(self.last)

    def save(self, page, lines):
        eventlet.sleep(0)
        self.last = list(lines)


class Book:
    def __init__(self, store):
        self.store = store
        self.lock = Semaphore()

    def enter(self, page, amount):
        with self.lock:
            lines = self.store.load(page)
            lines.append(amount)
            self.store.save(page, lines)

    def __len__(self):
        """A page is counted by reading it."""
        return len(self.store.load("main"))


def settle(book, notes):
    """Never ends by itself."""
    try:
        while True:
            eventlet.sleep(60)
    finally:
        notes.append("settling ended")
