"""Accepting clients, and showing the sleepy ones out."""
import asyncio
import socket
import time

from awaitlet import async_def

from .pool import TaskPool
from .rooms import Rooms
from .session import Session


class ChatServer:
    def __init__(self, host="127.0.0.1", port=6667, motd="* welcome", idle_limit=600):
        self.address = (host, port)
        self.motd = motd
        self.idle_limit = idle_limit
        self.rooms = Rooms()
        self.sessions = set()
        self.pool = TaskPool(1000)
        self.ready = asyncio.get_running_loop().create_future()

    async def _session(self, sock, number):
        session = Session(sock, number, self.rooms, self.motd)
        self.sessions.add(session)
        try:
            await async_def(session.run)
        finally:
            self.sessions.discard(session)

    async def _reap(self, interval):
        while True:
            await asyncio.sleep(interval)
            await self.reap_once(time.time())

    async def reap_once(self, now):
        for session in list(self.sessions):
            if session.idle_for(now) > self.idle_limit:
                await async_def(session.send, "* too quiet")

    def start_reaper(self, interval=30):
        return asyncio.create_task(self._reap(interval))

    async def serve_forever(self):
        loop = asyncio.get_running_loop()
        listener = socket.create_server(self.address)
        listener.setblocking(False)
        self.ready.set_result(listener.getsockname()[1])
        number = 0
        while True:
            sock, _peer = await loop.sock_accept(listener)
            sock.setblocking(False)
            number += 1
            await self.pool.spawn(self._session, sock, number)

    async def bound_port(self):
        return await asyncio.shield(self.ready)

    async def drain(self, grace):
        """Let the clients that are connected finish; True when all did."""
        try:
            async with asyncio.timeout(grace):
                await self.pool.waitall()
                return True
        except TimeoutError:
            return False
