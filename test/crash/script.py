# SPDX-License-Identifier: BSL-1.0
"""A short run that is the same every time, so that it can be broken at each of its steps."""
import random

import world
from client import Client, Lost, Unsent
from history import Call
from load import make_call


# Of calls of which a few fill a small segment of the journal.
LARGE_SIZES = (1, 40, 260)


def play(server, history, calls=14, snapshots=(5, 9), seed="script", sizes=(1, 2, 7)):
    """Makes the calls one after the other, with so many events, and the snapshots. False once the
    server is gone."""
    chance = random.Random(seed)
    with Client(server.port) as client:
        for number in range(calls):
            if number in snapshots and not take_snapshot(client):
                return False
            kind = world.TYPES[number % len(world.TYPES)]
            events = [world.event(kind, f"{seed}-{number}-{i}", history.next_participant())
                      for i in range(chance.choice(sizes))]
            if not make_call(client, history, Call(kind, events)):
                return False
    return True


def take_snapshot(client):
    """Takes a snapshot, or tries to; False if the server is gone."""
    try:
        client.exchange("/__admin/snapshots", b"")
    except (Unsent, Lost):
        return False
    return True
