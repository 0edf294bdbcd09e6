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
def set_nick(session, nick):
    if not valid_nick(nick):
        session.send("! bad nick")
        return
    session.nick = nick
    session.send("* you are " + nick)


@command("join")
def join(session, name):
    session.current = session.rooms.join(session, name or "lobby")


@command("leave")
def leave(session, name):
    session.rooms.leave(session, name)
    session.current = None


@command("who")
def who(session, name):
    session.send("* " + " ".join(session.rooms.room(name).names()))


@command("say")
def say(session, text):
    if session.current is None:
        session.send("! join a room first")
    else:
        session.current.broadcast("<%s> %s" % (session.nick, text))


@command("quit")
def leave_server(session, _rest):
    session.send("* bye")
    return True


def lookup(name):
    return COMMANDS.get(name)
