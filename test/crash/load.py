# SPDX-License-Identifier: BSL-1.0
"""Callers at work: several connections, all types of event, small calls and large ones."""
import random
import threading
import time

import world
from client import Client, Lost, Unsent
from history import Call, Violation


class Load:
    """Calls a server from several threads until it is gone, or until told to stop."""

    def __init__(self, server, history, seed, *, connections=4, large=0.04, pause=0.0,
                 events_max=1000):
        self.server = server
        self.history = history
        self.connections = connections
        self.large = large
        self.pause = pause
        self.events_max = events_max
        self.seed = seed
        self.stopping = threading.Event()
        self.broken = []  # violations, found by the callers
        self.slowest_seconds = 0.0
        self.threads = [threading.Thread(target=self._guarded_work, args=(i,), daemon=True)
                        for i in range(connections)]

    def start(self):
        for thread in self.threads:
            thread.start()
        return self

    def stop(self):
        """Lets the calls that are under way end; throws the first violation they met."""
        self.stopping.set()
        for thread in self.threads:
            thread.join()
        if self.broken:
            raise self.broken[0]

    def run_for(self, seconds):
        self.start()
        time.sleep(seconds)
        self.stop()

    def _guarded_work(self, index):
        try:
            self._work(index)
        except Exception as error:  # must reach the main thread, whatever it is
            self.broken.append(error)

    def _work(self, index):
        chance = random.Random(f"{self.seed}/{index}")
        with Client(self.server.port) as client:
            count = 0
            while not self.stopping.is_set():
                count += 1
                call = self.next_call(chance, f"{self.seed}-{index}-{count}")
                if not make_call(client, self.history, call, self):
                    return
                if self.pause:
                    time.sleep(self.pause)

    def next_call(self, chance, name):
        """A call of a random type and size; now and then with events that must be refused."""
        kind = chance.choice(world.TYPES)
        if chance.random() < self.large:
            size = min(self.events_max, chance.choice((200, 500, 1000)))
        else:
            size = min(self.events_max, chance.choice((1, 1, 1, 2, 5, 20, 50)))
        if kind == "referrals":
            size = min(size, 20)
        with self.history.lock:
            stored = list(self.history.numbers["web"].values())[-50:]
        call = make_events(kind, name, size, chance, stored, self.history)
        if chance.random() < 0.2:
            call.key = f"key of {name}"
        return call


def make_events(kind, name, size, chance, stored, history):
    """A call with `size` events that will be stored, and perhaps some that are refused."""
    events, spoilt = [], []
    for i in range(size):
        own = f"{name}-{i}"
        if chance.random() < 0.03:
            events.append(world.spoilt(kind, own, stored, chance))
            spoilt.append(own)
            continue
        referred = history.next_participant() if kind == "referrals" else None
        if kind == "referrals" and referred is None:
            continue
        events.append(world.event(kind, own, referred))
    return Call(kind, events, spoilt)


def make_call(client, history, call, load=None):
    """Makes a call and tells the history what came of it; False when the server is gone."""
    call.began_at = time.monotonic()
    try:
        if client.token is None:
            client.log_in()
    except (Unsent, Lost):
        return False
    try:
        answer = client.create(call.kind, call.events, call.fields())
    except Unsent:
        return False
    except Lost:
        history.doubt(call)
        return False
    now = time.monotonic()
    if load is not None:
        load.slowest_seconds = max(load.slowest_seconds, now - call.began_at)
    if answer.is_bulk():
        history.acknowledge(call, *answer.rows(), now)
        return True
    if b"INVALIDTOKEN" in answer.body:
        client.token = None  # as after a jump of the clock
        history.refuse()
        return True
    if answer.status == 503:
        if "retry-after" not in answer.fields:
            raise Violation("503 without Retry-After")
        history.refuse()
        if load is not None:
            load.stopping.wait(0.02)
        return True
    raise Violation(f"an answer that should not be: {answer.status} {answer.body[:300]!r}")
