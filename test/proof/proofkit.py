"""What all drivers share.

A driver is run as `python3 driver.py original` and `python3 driver.py twin`. It prints one JSON
document, the transcript; both must be equal. `hub` runs the twin on Eventlet's asyncio hub, where it
is entered over the temporary bridge of its main function: so it stands between its wave and the end.
"""
import atexit
import json
import logging
import pathlib
import subprocess
import sys

PROOF = pathlib.Path(__file__).resolve().parent
APPS = PROOF.parent / "fixtures" / "apps"


class NoEventlet:
    """Refuses Eventlet to a twin, so that nothing of it can slip in."""

    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] == "eventlet":
            raise ImportError("the twin must do without Eventlet")
        return None


def choose(program, source="."):
    """True when the twin is to run; either way its package can be imported then."""
    flavour = sys.argv[1]
    logging.getLogger().addHandler(logging.NullHandler())
    sys.dont_write_bytecode = True
    if flavour != "original":
        if flavour == "twin":
            sys.meta_path.insert(0, NoEventlet())
        sys.path[:0] = [str(PROOF / program / "twin"), str(PROOF / "doubles")]
        if flavour == "hub":
            enter_through_hub()
        return True
    sys.path.insert(0, str(APPS / program / source))
    return False


def enter_through_hub():
    import asyncio

    import asyncio_hub

    asyncio_hub.install()
    from eventlet.asyncio import spawn_for_awaitable

    asyncio.run = lambda coroutine: spawn_for_awaitable(coroutine).wait()


def start(script, *args):
    """Run a helper in a process of its own; the first line that it prints is a list of words."""
    process = subprocess.Popen([sys.executable, "-B", str(script), *args],
                               stdout=subprocess.PIPE, stdin=subprocess.DEVNULL)
    atexit.register(process.kill)
    return process, process.stdout.readline().decode().split()


def emit(transcript):
    json.dump(transcript, sys.stdout, indent=1, sort_keys=True)
    sys.stdout.write("\n")
    sys.stdout.flush()
