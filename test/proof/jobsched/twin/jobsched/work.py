"""Things that jobs do."""
import asyncio
import hashlib


def hash_text(text, rounds):
    digest = text.encode("utf-8")
    for _ in range(rounds):
        digest = hashlib.sha256(digest).digest()
    return digest.hex()[:12]


async def digest(text, rounds=1000):
    return await asyncio.to_thread(hash_text, text, rounds)


async def pause(seconds, value):
    await asyncio.sleep(seconds)
    return value


async def fail(seconds, why):
    await asyncio.sleep(seconds)
    raise RuntimeError(why)


async def count_primes(limit):
    """Long sums, polite to the other tasks."""
    found = 0
    for number in range(2, limit):
        if all(number % divisor for divisor in range(2, int(number ** 0.5) + 1)):
            found += 1
        if number % 100 == 0:
            await asyncio.sleep(0)
    return found


ACTIONS = {"digest": digest, "pause": pause, "fail": fail, "primes": count_primes}


def resolve(name):
    return ACTIONS[name]
