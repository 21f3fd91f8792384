# SPDX-License-Identifier: BSL-1.0
"""What the callers know: which events were acknowledged, refused, or are in doubt.

This is the reference that the recovered state is held against. It believes nothing but answers.
"""
import threading

import world


class Violation(Exception):
    """The server broke a promise."""


class Call:
    """A bulk call: its events, and which of them can only be refused."""

    def __init__(self, kind, events, spoilt=(), key=None):
        self.kind = kind
        self.events = events
        self.spoilt = set(spoilt)  # request identifiers
        self.key = key
        self.began_at = self.answered_at = None  # seconds of time.monotonic()

    def fields(self):
        """The header fields that it is made with."""
        return () if self.key is None else (("Idempotency-Key", self.key),)

    def names(self):
        """The request identifiers of the events that must be stored if the call is."""
        return [name for name in (e["request_unique_identifier"] for e in self.events)
                if name not in self.spoilt]


class Stored:
    """An event that was acknowledged."""

    __slots__ = ("kind", "event", "number", "id", "began", "at")

    def __init__(self, kind, event, row, began, at):
        self.kind = kind
        self.event = event
        self.number = int(row["number"])
        self.id = row["id"]
        self.began = began  # when the call was made,
        self.at = at  # and when its answer was there


class History:
    """The calls of one data directory over all its restarts. Safe for use by several threads."""

    def __init__(self):
        self.lock = threading.Lock()
        self.stored = {}  # request identifier -> Stored
        self.numbers = {kind: {} for kind in world.TYPES}  # number -> request identifier
        self.ids = {}
        self.unseen = {kind: 0 for kind in world.TYPES}  # stored, but their answer was lost
        self.doubtful = []
        self.acknowledged = []
        self.unverified = []  # acknowledged since the last verification
        self.calls = 0
        self.refused_calls = 0
        self.participants_used = 1

    def acknowledge(self, call, processed, refused, at):
        """Takes in an answer; throws Violation if it contradicts an earlier one."""
        by_name = {e["request_unique_identifier"]: e for e in call.events}
        with self.lock:
            self.calls += 1
            if set(processed) | set(refused) != set(by_name) or set(processed) & set(refused):
                raise Violation(f"{call.kind}: not every event was answered exactly once")
            for name in call.spoilt & set(processed):
                raise Violation(f"{name} was stored and should have been refused: "
                                f"a claim was forgotten")
            for name, row in processed.items():
                self._store(call, by_name[name], row, at)
            for name, row in refused.items():
                if name not in call.spoilt:
                    raise Violation(f"a phantom? {name} was refused: {row['error_code']}")
            call.answered_at = at
            self.acknowledged.append(call)
            self.unverified.append(call)

    def _store(self, call, event, row, at):
        kind, name = call.kind, event["request_unique_identifier"]
        made = Stored(kind, event, row, call.began_at, at)
        twin = self.numbers[kind].setdefault(made.number, name)
        if twin != name:
            raise Violation(f"{kind} number {made.number} was given to {twin} and to {name}")
        twin = self.ids.setdefault(made.id, name)
        if twin != name:
            raise Violation(f"id {made.id} was given to {twin} and to {name}")
        self.stored[name] = made

    def doubt(self, call):
        """The connection broke: stored as a whole, or not at all."""
        with self.lock:
            self.calls += 1
            self.doubtful.append(call)

    def doubt_since(self, moment):
        """What was answered from then on is in doubt: gives how many calls."""
        with self.lock:
            late = [call for call in self.unverified if call.answered_at >= moment]
            for call in late:
                self.unverified.remove(call)
                self.acknowledged.remove(call)
                for name in call.names():
                    stored = self.stored.pop(name)
                    del self.numbers[stored.kind][stored.number], self.ids[stored.id]
            # Before those that found no answer: what they are refused for may be in these.
            self.doubtful = late + self.doubtful
            return len(late)

    def refuse(self):
        """The call was refused as a whole; nothing of it is stored."""
        with self.lock:
            self.refused_calls += 1

    def after(self, answers):
        """What a caller knows who makes one call at a time and has got so many answers of this
        history's: the next call may have been made."""
        known = History()
        known.participants_used = self.participants_used
        known.doubtful = self.acknowledged[answers:answers + 1]
        for call in self.acknowledged[:answers]:
            known.acknowledged.append(call)
            known.unverified.append(call)
            for name in call.names():
                stored = self.stored[name]
                known.stored[name] = stored
                known.numbers[stored.kind][stored.number] = name
                known.ids[stored.id] = name
        return known

    def resolve_doubt(self, call, stored):
        """What became of a call in doubt."""
        with self.lock:
            self.doubtful.remove(call)
            if stored:
                self.unseen[call.kind] += len(call.names())

    def next_participant(self):
        """A participant whom nobody has referred yet; None if there is none left."""
        with self.lock:
            if self.participants_used >= world.PARTICIPANTS - 1:
                return None
            self.participants_used += 1
            return self.participants_used - 1

    def known(self, kind):
        """How many events of a type are stored."""
        return len(self.numbers[kind]) + self.unseen[kind]

    def check_numbers(self, shown):
        """Throws Violation if the numbers of a type are not 1, 2, 3 up to how many there are. For
        when nothing is in doubt. `shown`: the types whose newest event was acknowledged; the newest
        numbers of others may be those of events whose answer was lost."""
        for kind, numbers in self.numbers.items():
            reached = max(numbers, default=0)
            if reached > self.known(kind) or (kind in shown and reached < self.known(kind)):
                raise Violation(
                    f"{kind}: {self.known(kind)} events are stored, but numbers have reached "
                    f"{reached}: " + ("a hole" if reached > self.known(kind) else "lost"))
