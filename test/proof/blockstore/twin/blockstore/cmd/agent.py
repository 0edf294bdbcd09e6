import asyncio
import sys

from oslo_config import cfg
import oslo_messaging

from awaitlet import async_def

from blockstore.agent import Scrubber, VolumeEndpoint, Volumes

CONF = cfg.CONF
OPTS = [cfg.StrOpt("host", default="agent-1"), cfg.StrOpt("directory", default="/var/lib/blockstore")]


class Entered:
    """The endpoint as the server's native threads see it: each call enters on the loop."""

    def __init__(self, endpoint, loop):
        self.endpoint = endpoint
        self.loop = loop

    def __getattr__(self, name):
        function = getattr(self.endpoint, name)
        return lambda *args, **kwargs: asyncio.run_coroutine_threadsafe(
            async_def(function, *args, **kwargs), self.loop).result()


async def make_server(volumes):
    transport = await asyncio.to_thread(oslo_messaging.get_rpc_transport, CONF)
    target = oslo_messaging.Target(topic="blockstore", server=CONF.host)
    return oslo_messaging.get_rpc_server(
        transport, target, executor="threading",
        endpoints=[Entered(VolumeEndpoint(volumes), asyncio.get_running_loop())])


def console():
    asyncio.run(main())


async def main():
    CONF.register_opts(OPTS)
    CONF(sys.argv[1:], project="blockstore")
    volumes = Volumes()
    volumes.add("main", "file", directory=CONF.directory)
    Scrubber(volumes).start()
    server = await make_server(volumes)
    await asyncio.to_thread(server.start)
    await asyncio.to_thread(server.wait)
