import asyncio
import functools
import sys

from oslo_config import cfg
import oslo_messaging

from awaitlet import async_def

from blockstore.agent import Scrubber, VolumeEndpoint, Volumes

CONF = cfg.CONF
OPTS = [cfg.StrOpt("host", default="agent-1"), cfg.StrOpt("directory", default="/var/lib/blockstore")]


class OnLoop:
    """An endpoint as the server's native threads see it: what waits runs on the loop."""

    def __init__(self, endpoint, loop, **functions):
        self.endpoint = endpoint
        self.loop = loop
        self.functions = functions

    def __getattr__(self, name):
        function = self.functions.get(name)
        if function is None:
            return getattr(self.endpoint, name)
        return lambda *args, **kwargs: asyncio.run_coroutine_threadsafe(
            function(*args, **kwargs), self.loop).result()


def make_server(volumes):
    transport = oslo_messaging.get_rpc_transport(CONF)
    target = oslo_messaging.Target(topic="blockstore", server=CONF.host)
    endpoint = VolumeEndpoint(volumes)
    entered = OnLoop(
        endpoint, asyncio.get_running_loop(),
        read=functools.partial(async_def, endpoint.read),
        write=functools.partial(async_def, endpoint.write),
        peek=functools.partial(async_def, endpoint.peek),
        snapshot=functools.partial(async_def, endpoint.snapshot))
    return oslo_messaging.get_rpc_server(
        transport, target, endpoints=[entered], executor="threading")


def console():
    asyncio.run(main())


async def main():
    CONF.register_opts(OPTS)
    CONF(sys.argv[1:], project="blockstore")
    volumes = Volumes()
    volumes.add("main", "file", directory=CONF.directory)
    Scrubber(volumes).start()
    server = make_server(volumes)
    await asyncio.to_thread(server.start)
    await asyncio.to_thread(server.wait)
