"""Jobs and their results: plain data."""
import itertools


class Job:
    _numbers = itertools.count(1)

    def __init__(self, name, action, every=None, limit=None, children=()):
        self.number = next(self._numbers)
        self.name = name
        self.action = action
        self.every = every
        self.limit = limit
        self.children = list(children)

    def __lt__(self, other):
        return self.number < other.number

    def walk(self):
        yield self
        for child in self.children:
            yield from child.walk()


class Result:
    def __init__(self, job, value=None, error=None):
        self.job = job
        self.value = value
        self.error = error

    @property
    def ok(self):
        return self.error is None

    def line(self):
        return "%s: %s" % (self.job.name, self.value if self.ok else "failed, %s" % self.error)


def parse_interval(text):
    units = {"s": 1, "m": 60, "h": 3600}
    return float(text[:-1]) * units[text[-1]]
