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

    def broadcast(self, text, skip=None):
        self.remember(text)
        for member in sorted(self.members, key=lambda session: session.nick):
            if member is not skip:
                member.send(text)


class Rooms:
    def __init__(self):
        self._rooms = {}

    def room(self, name):
        if name not in self._rooms:
            self._rooms[name] = Room(name)
        return self._rooms[name]

    def join(self, session, name):
        room = self.room(name)
        room.members.add(session)
        for text in room.history[-3:]:
            session.send("| " + text)
        room.broadcast("* %s joins %s" % (session.nick, name), skip=session)
        return room

    def leave(self, session, name):
        room = self.room(name)
        room.members.discard(session)
        room.broadcast("* %s leaves %s" % (session.nick, name))

    def leave_all(self, session):
        for name in sorted(self._rooms):
            if session in self._rooms[name].members:
                self.leave(session, name)
