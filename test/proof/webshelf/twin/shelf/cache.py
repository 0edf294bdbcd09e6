"""A small cache with an age limit, as a decorator for methods of one argument."""
import functools
import time


def cached(seconds, clock=time.monotonic):
    def decorate(method):
        kept = {}

        @functools.wraps(method)
        def wrapper(self, key):
            now = clock()
            if key in kept and now - kept[key][0] < seconds:
                return kept[key][1]
            value = method(self, key)
            kept[key] = (now, value)
            return value

        wrapper.forget = kept.clear
        return wrapper
    return decorate
