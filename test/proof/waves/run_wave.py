"""`python3 run_wave.py PROGRAM before|after eventlet|asyncio`: runs the programs side by side in green
threads and prints as JSON the lists that each has filled."""
import json
import pathlib
import runpy
import sys

HERE = pathlib.Path(__file__).resolve().parent
PROGRAMS = {"courier": ["collect", "deliver"], "ledger": ["clerk", "audit"]}

program, state, hub = sys.argv[1:]
sys.dont_write_bytecode = True
sys.path[:0] = [str(HERE / program / state), str(HERE.parent / "doubles")]
if hub == "asyncio":
    import asyncio_hub

    asyncio_hub.install()

import eventlet  # noqa: E402


def run(name):
    filled = runpy.run_module("%s.%s" % (program, name), run_name="__main__")
    return {key: value for key, value in filled.items() if key.isupper() and isinstance(value, list)}


running = {name: eventlet.spawn(run, name) for name in PROGRAMS[program]}
json.dump({name: thread.wait() for name, thread in running.items()}, sys.stdout, indent=1, sort_keys=True)
