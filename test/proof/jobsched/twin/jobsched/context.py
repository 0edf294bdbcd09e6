"""Which job is running here? Each task has its own answer."""
import contextlib
import contextvars

_here = contextvars.ContextVar("job", default=None)


def current_job():
    return _here.get()


@contextlib.contextmanager
def running(job):
    before = _here.set(job)
    try:
        yield
    finally:
        _here.reset(before)


def prefix(text):
    job = current_job()
    return text if job is None else "[%s] %s" % (job.name, text)
