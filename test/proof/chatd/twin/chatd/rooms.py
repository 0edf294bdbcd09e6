"""Who is where. Broadcasting goes through the sessions' outboxes."""


class Room:
    def __init__(self, name, keep=20):
        self.name = name
        self.members = set()
        self.history = []
        self._keep = keep

    def names(self):
        return sorted(member.nick for member in self.members)

    def remember(self, text):
        self.history.append(text)
        del self.history[:-self._keep]

    async def broadcast(self, text, skip=None):
        self.remember(text)
        for member in sorted(self.members, key=lambda session: session.nick):
            if member is not skip:
                await member.send(text)


class Rooms:
    def __init__(self):
        self._rooms = {}

    def room(self, name):
        if name not in self._rooms:
            self._rooms[name] = Room(name)
        return self._rooms[name]

    async def join(self, session, name):
        room = self.room(name)
        room.members.add(session)
        for text in room.history[-3:]:
            await session.send("| " + text)
        await room.broadcast("* %s joins %s" % (session.nick, name), skip=session)
        return room

    async def leave(self, session, name):
        room = self.room(name)
        room.members.discard(session)
        await room.broadcast("* %s leaves %s" % (session.nick, name))

    async def leave_all(self, session):
        for name in sorted(self._rooms):
            if session in self._rooms[name].members:
                await self.leave(session, name)
