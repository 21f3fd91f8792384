# SPDX-License-Identifier: BSL-1.0
"""Moves the wall clock under load, by libfaketime: back an hour, on a day."""
import glob
import os
import time

import checker
from history import History, Violation
from load import Load
from mounts import Impossible

JUMPS = ("-3600", "+86400", "+0", "-86400", "+3600")
SLOWEST_SECONDS = 10


def run(trial):
    """the wall clock jumps under load: nothing lost, no number twice, no call that never ends"""
    clock = trial.path("clock")
    environment = fake_clock(clock)
    data, history = trial.fresh("data"), History()
    for number in range(trial.rounds_or(20, 3)):
        set_clock(clock, "+0")
        with trial.serve(data, "--snapshot-interval", "0.2", environment=environment) as server:
            checker.verify_by_calls(server, history)
            load = Load(server, history, f"{trial.seed}-clock-{number}").start()
            for jump in JUMPS:
                time.sleep(0.15)
                set_clock(clock, jump)
                trial.count("jumps of the clock")
            time.sleep(0.15)
            expect_progress(load, history)
            server.kill()
            load.stop()
            if load.slowest_seconds > SLOWEST_SECONDS:
                raise Violation(f"a call took {load.slowest_seconds:.1f} s")
        if number % 4 == 3:
            trial.verify(data, history)
            trial.tally(history)
            data, history = trial.fresh("data"), History()
    trial.verify(data, history)
    trial.tally(history)


def expect_progress(load, history):
    known = len(history.acknowledged)
    deadline = time.monotonic() + SLOWEST_SECONDS
    while len(history.acknowledged) <= known and not load.broken:
        if time.monotonic() > deadline:
            raise Violation("calls hang since the clock jumped")
        time.sleep(0.01)


def fake_clock(clock):
    """The environment in which the wall clock follows a file, and the steady clock does not."""
    libraries = glob.glob("/usr/lib/*/faketime/libfaketimeMT.so.1")
    if not libraries:
        raise Impossible("faketime is not installed")
    return {"LD_PRELOAD": libraries[0], "FAKETIME_TIMESTAMP_FILE": clock,
            "FAKETIME_CACHE_DURATION": "0", "FAKETIME_NO_CACHE": "1",
            "FAKETIME_DONT_FAKE_MONOTONIC": "1", "DONT_FAKE_MONOTONIC": "1"}


def set_clock(clock, offset):
    with open(clock + ".tmp", "w", encoding="ascii") as file:
        file.write(offset + "\n")
    os.replace(clock + ".tmp", clock)
