"""Messages on a stream: four bytes of length, then JSON."""
import asyncio
import json
import struct

HEADER = struct.Struct("!I")
MAX_MESSAGE = 1 << 20


class Closed(Exception):
    """The peer has gone."""


def pack(message):
    body = json.dumps(message, sort_keys=True).encode("utf-8")
    if len(body) > MAX_MESSAGE:
        raise ValueError("message of %d bytes" % len(body))
    return HEADER.pack(len(body)) + body


async def recv_exactly(sock, size):
    parts = []
    while size:
        part = await asyncio.get_running_loop().sock_recv(sock, size)
        if not part:
            raise Closed()
        parts.append(part)
        size -= len(part)
    return b"".join(parts)


async def recv_message(sock):
    (size,) = HEADER.unpack(await recv_exactly(sock, HEADER.size))
    return json.loads((await recv_exactly(sock, size)).decode("utf-8"))


async def send_message(sock, message):
    await asyncio.get_running_loop().sock_sendall(sock, pack(message))
