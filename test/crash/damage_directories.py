# SPDX-License-Identifier: BSL-1.0
"""Makes the directories that are damaged: with a journal that only grew, and with segments that were
prepared before they were needed, of new files and of such that held other frames before."""
import os
import time

import script
import world
from client import Client
from data_files import SECTOR, frames_begin, is_prepared, read_file
from history import Call
from load import make_call

JOURNAL_FRAMES = 220
SMALL_CALLS = 40
MANY_EVENTS = 1000
LONG_TEXT = "long " * 400
GROUP_EVENTS = 36  # with such a text: more than 64 KiB together
FEW_EVENTS = 5
WAIT_SECONDS = 20


def grown(trial, data, history):
    """A snapshot, and a journal of some hundred frames after it. Gives what its files held before."""
    with trial.serve(data) as server:
        script.play(server, history, calls=8, snapshots=(6,))
        with Client(server.port) as client:
            caller = Caller(client, history)
            caller.make_small(JOURNAL_FRAMES // 2)
            caller.make_many(MANY_EVENTS)
            caller.make_small(JOURNAL_FRAMES // 2)
        server.kill()
    return {}


def prepared(trial, data, history):
    """The last segment was prepared of a new file, and is written in part; the last frame begins with
    a block."""
    with trial.serve(data, "--journal-segment-size", str(1 << 20)) as server:
        with Client(server.port) as client:
            caller = Caller(client, history)
            before = grow_until_prepared(caller, data, 2)
            take_snapshot(client, data)
            caller.make_small(SMALL_CALLS)
            caller.make_large(GROUP_EVENTS)
            caller.make_small(1)
        server.kill()
    expect_segments(data, 2)
    return {segment_name(2): before}


def taken_back(trial, data, history):
    """A prepared segment that has ended, one that held other frames before and is written in part, its
    last group a large one, and one that is untouched."""
    size = 512 << 10
    with trial.serve(data, "--journal-segment-size", str(size)) as server:
        with Client(server.port) as client:
            caller = Caller(client, history)
            grow_until(caller, lambda: os.path.getsize(segment_path(data, 1)) > size - size // 8)
            wait_for(data, 2)
            take_snapshot(client, data)
            before = grow_until_prepared(caller, data, 3)
            grow_until(caller, lambda: read_file(segment_path(data, 3)) != before)
            caller.make_small(SMALL_CALLS)
            caller.make_large(GROUP_EVENTS)
            untouched = grow_until_prepared(caller, data, 4)
            caller.make_small(SMALL_CALLS)
            caller.make_large(GROUP_EVENTS)
        server.kill()
    expect_segments(data, 2, 3, 4)
    content = read_file(segment_path(data, 3))
    if not any(before[frames_begin(before):]) or content[-SECTOR:] != before[-SECTOR:]:
        raise AssertionError("no segment was taken back, or nothing is left of what it held")
    return {segment_name(2): bytes(len(before)), segment_name(3): before, segment_name(4): untouched}


class Caller:
    def __init__(self, client, history):
        self.client = client
        self.history = history
        self.made = 0

    def make(self, kind, events, **more):
        self.made += 1
        make_call(self.client, self.history, Call(kind, [
            {**world.event(kind, f"frame-{self.made}-{i}",
                           self.history.next_participant() if kind == "referrals" else None), **more}
            for i in range(events)]))

    def make_small(self, calls):
        for number in range(calls):
            self.make(world.TYPES[number % len(world.TYPES)], 1)

    def make_many(self, events):
        """So many that they go past the system's cache, with padding behind them."""
        self.make("web", events)

    def make_large(self, events):
        """Few events with much in them."""
        self.make("web", events, description=LONG_TEXT)


def grow_until(caller, is_reached):
    while not is_reached():
        caller.make_large(FEW_EVENTS)


def grow_until_prepared(caller, data, number):
    """Goes on until the segment of that number is asked for. What is in it when it is there."""
    path = segment_path(data, number - 1)
    begun = caller.made
    while not os.path.exists(segment_path(data, number)):
        if caller.made > begun + 100:
            raise AssertionError(f"{path} is full, and no other segment was asked for")
        caller.make_large(FEW_EVENTS)
        time.sleep(0.05)
    return wait_for(data, number)


def wait_for(data, number):
    """The prepared segment of that number, when it is there."""
    path = segment_path(data, number)
    wait_until(lambda: os.path.exists(path), f"{path} is not prepared")
    content = read_file(path)
    if not is_prepared(content):
        raise AssertionError(f"{path} was not prepared")
    return content


def take_snapshot(client, data):
    """Returns when what it replaces is gone."""
    first = min(name for name in os.listdir(data) if name.startswith("journal-0"))
    script.take_snapshot(client)
    wait_until(lambda: not os.path.exists(os.path.join(data, first)), f"{first} stays")


def wait_until(is_true, otherwise):
    deadline = time.monotonic() + WAIT_SECONDS
    while not is_true():
        if time.monotonic() > deadline:
            raise AssertionError(otherwise)
        time.sleep(0.01)


def segment_name(number):
    return f"journal-{number:016}.log"


def segment_path(data, number):
    return os.path.join(data, segment_name(number))


def expect_segments(data, *numbers):
    there = sorted(name for name in os.listdir(data) if name.startswith("journal-0"))
    if there != [segment_name(number) for number in numbers]:
        raise AssertionError(f"other segments than {numbers}: {there}")
