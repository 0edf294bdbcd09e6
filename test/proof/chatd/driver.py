import asyncio
import json
import pathlib
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
import proofkit  # noqa: E402

is_twin = proofkit.choose("chatd")
CLIENTS = pathlib.Path(__file__).with_name("clients.py")

from chatd.server import ChatServer  # noqa: E402


def finish(process, drained, server):
    seen = json.loads(process.stdout.read())
    rooms = {name: [sorted(room.names()), room.history]
             for name, room in sorted(server.rooms._rooms.items())}
    return {"seen": seen, "drained": drained, "rooms": rooms, "sessions": len(server.sessions)}


def original():
    import eventlet

    server = ChatServer(port=0, idle_limit=60)
    reaper = server.start_reaper(0.01)
    eventlet.spawn(server.serve_forever)
    process, _ = proofkit.start(CLIENTS, str(server.bound_port()))
    while process.poll() is None:
        eventlet.sleep(0.01)
    server.reap_once(time.time() + 3600)
    drained = server.drain(2)
    reaper.kill()
    return finish(process, drained, server)


async def twin():
    server = ChatServer(port=0, idle_limit=60)
    reaper = server.start_reaper(0.01)
    acceptor = asyncio.create_task(server.serve_forever())
    process, _ = proofkit.start(CLIENTS, str(await server.bound_port()))
    while process.poll() is None:
        await asyncio.sleep(0.01)
    await server.reap_once(time.time() + 3600)
    drained = await server.drain(2)
    reaper.cancel()
    acceptor.cancel()
    return finish(process, drained, server)


proofkit.emit(asyncio.run(twin()) if is_twin else original())
