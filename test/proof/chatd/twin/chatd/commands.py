"""The command table. A command gets the session and the rest of the line; True ends the session."""

COMMANDS = {}


def command(name):
    def register(function):
        COMMANDS[name] = function
        return function
    return register


def valid_nick(nick):
    return nick.isidentifier() and len(nick) <= 16


@command("nick")
async def set_nick(session, nick):
    if not valid_nick(nick):
        await session.send("! bad nick")
        return
    session.nick = nick
    await session.send("* you are " + nick)


@command("join")
async def join(session, name):
    session.current = await session.rooms.join(session, name or "lobby")


@command("leave")
async def leave(session, name):
    await session.rooms.leave(session, name)
    session.current = None


@command("who")
async def who(session, name):
    await session.send("* " + " ".join(session.rooms.room(name).names()))


@command("say")
async def say(session, text):
    if session.current is None:
        await session.send("! join a room first")
    else:
        await session.current.broadcast("<%s> %s" % (session.nick, text))


@command("quit")
async def leave_server(session, _rest):
    await session.send("* bye")
    return True


def lookup(name):
    return COMMANDS.get(name)
