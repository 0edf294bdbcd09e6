"""The serving side."""
import asyncio
import inspect
import logging
import socket

from .wire import Closed, recv_message, send_message

LOG = logging.getLogger(__name__)


class UnknownMethod(Exception):
    pass


class Dispatcher:
    def __init__(self, endpoints):
        self.endpoints = endpoints

    def find(self, method):
        for endpoint in self.endpoints:
            function = getattr(endpoint, "do_" + method, None)
            if function is not None:
                return function
        raise UnknownMethod(method)

    async def dispatch(self, request):
        try:
            result = self.find(request["method"])(**request["params"])
            if inspect.isawaitable(result):
                result = await result
            return {"id": request["id"], "result": result}
        except Exception as err:
            LOG.info("%s failed: %s", request["method"], err)
            return {"id": request["id"], "error": "%s: %s" % (type(err).__name__, err)}


class Connection:
    def __init__(self, sock, dispatcher):
        self.sock = sock
        self.dispatcher = dispatcher
        self.sending = asyncio.Lock()
        self.answering = set()

    async def answer(self, request):
        reply = await self.dispatcher.dispatch(request)
        async with self.sending:
            await send_message(self.sock, reply)

    async def run(self):
        try:
            while True:
                task = asyncio.create_task(self.answer(await recv_message(self.sock)))
                self.answering.add(task)
                task.add_done_callback(self.answering.discard)
        except (Closed, OSError):
            self.sock.close()


class Worker:
    def __init__(self, endpoints):
        self.dispatcher = Dispatcher(endpoints)
        self.listener = None
        self.acceptor = None
        self.connections = set()

    async def start(self, host, port):
        self.listener = socket.create_server((host, port))
        self.listener.setblocking(False)
        self.acceptor = asyncio.create_task(self._accept())
        return self.listener.getsockname()

    async def _accept(self):
        loop = asyncio.get_running_loop()
        while True:
            sock, peer = await loop.sock_accept(self.listener)
            sock.setblocking(False)
            task = asyncio.create_task(self.accepted(sock, peer))
            self.connections.add(task)
            task.add_done_callback(self.connections.discard)

    async def accepted(self, sock, _peer):
        await Connection(sock, self.dispatcher).run()

    async def wait(self):
        await self.acceptor

    async def stop(self):
        self.acceptor.cancel()
        await asyncio.wait([self.acceptor])
        self.listener.close()
