import asyncio
import functools
import json
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
import proofkit  # noqa: E402

is_twin = proofkit.choose("webshelf")
HERE = pathlib.Path(__file__).resolve().parent
_backend, (DATABASE, HOOK) = proofkit.start(HERE / "backend.py")
HOOK_URL = "http://127.0.0.1:%s/" % HOOK

from shelf import __main__ as service  # noqa: E402
from shelf.hooks import Hook  # noqa: E402
from shelf.reminders import Reminders  # noqa: E402


def today():
    return "2024-02-01"


def tell(process, reminded, told, hook):
    return {"seen": json.loads(process.stdout.read()), "reminded": reminded, "told": told,
            "delivered": hook.delivered}


def original():
    import eventlet
    from eventlet import wsgi

    shelf = service.open_shelf("127.0.0.1:" + DATABASE)
    hook = Hook(HOOK_URL)
    told = []
    reminders = Reminders(shelf, today, 60, lambda *args: told.append(args[1:]))
    reminded = [reminders.remind()]
    loop = eventlet.spawn(reminders.run)
    listener = eventlet.listen(("127.0.0.1", 0))
    port = listener.getsockname()[1]
    eventlet.spawn(wsgi.server, listener, service.make_app(shelf, hook, today), log_output=False)
    process, _ = proofkit.start(HERE / "readers.py", str(port), HOOK)
    while process.poll() is None:
        eventlet.sleep(0.02)
    while hook.delivered < 4:
        eventlet.sleep(0.02)
    loop.kill()
    reminded.append(reminders.remind())
    return tell(process, reminded, told, hook)


async def twin():
    from awaitlet import async_def

    shelf = await service.open_shelf("127.0.0.1:" + DATABASE)
    hook = Hook(HOOK_URL)
    told = []
    reminders = Reminders(shelf, today, 60, lambda *args: told.append(args[1:]))
    reminded = [await reminders.remind()]
    loop = asyncio.create_task(reminders.run())
    app = functools.partial(async_def, service.make_app(shelf, hook, today))
    server = await service.serve("127.0.0.1", 0, app)
    port = server.sockets[0].getsockname()[1]
    process, _ = proofkit.start(HERE / "readers.py", str(port), HOOK)
    while process.poll() is None:
        await asyncio.sleep(0.02)
    while hook.delivered < 4:
        await asyncio.sleep(0.02)
    loop.cancel()
    reminded.append(await reminders.remind())
    server.close()
    return tell(process, reminded, told, hook)


proofkit.emit(asyncio.run(twin()) if is_twin else original())
