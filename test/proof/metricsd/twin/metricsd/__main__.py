import asyncio
import json
import sys

from awaitlet import async_def

from metricsd.agent import from_config
from metricsd.sinks import TcpSink


def load(path):
    with open(path) as handle:
        return json.load(handle)


async def main(path):
    config = load(path)
    agent = from_config(config, TcpSink(config["statsd"]["host"], config["statsd"]["port"]))
    agent.install()
    await async_def(agent.warm_up)
    try:
        await agent.run()
    finally:
        await agent.last_words()


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1]))
