# SPDX-License-Identifier: BSL-1.0
"""kill -9 at random moments: under load, while a snapshot is written, while it recovers."""
import time

import checker
from history import History
from load import Load

ROUNDS_PER_DIRECTORY = 10


def run(trial):
    """kill -9 at random moments under mixed load, while snapshots are taken and while recovering"""
    rounds = trial.rounds_or(1000, 100)
    for first in range(0, rounds, ROUNDS_PER_DIRECTORY):
        kill_repeatedly(trial, trial.fresh("data"), range(first, rounds)[:ROUNDS_PER_DIRECTORY])


def kill_repeatedly(trial, data, rounds):
    history = History()
    for number in rounds:
        if number != rounds[0]:
            trial.verify_dump(data, history)
        if trial.chance.random() < 0.2:
            kill_while_starting(trial, data)
        kill_under_load(trial, data, history, f"{trial.seed}-{number}")
        trial.count("kills")
    trial.verify(data, history)
    # Everything once more, with what the clean stop left.
    history.unverified = list(history.acknowledged)
    trial.verify(data, history)
    trial.tally(history)


def kill_while_starting(trial, data):
    server = trial.serve(data, wait=False)
    time.sleep(trial.chance.uniform(0, 0.03))
    code = server.kill()
    if code != -9:
        raise checker.Violation(f"could not start: {code}\n{server.errors()}")
    trial.count("kills while starting")


def kill_under_load(trial, data, history, seed):
    interval = trial.chance.choice(("0.03", "0.1", "2", "3600"))
    with trial.serve(data, "--snapshot-interval", interval, *trial.some_segments()) as server:
        doubtful, seen = len(history.doubtful), sum(history.unseen.values())
        checker.verify_by_calls(server, history)
        trial.count("calls in doubt", doubtful)
        trial.count("events found of those", sum(history.unseen.values()) - seen)
        load = Load(server, history, seed).start()
        seconds = trial.chance.uniform(0, 0.15 if trial.quick else 0.4)
        if trial.chance.random() < 0.5:
            time.sleep(seconds * trial.chance.random())
            server.take_snapshot()
        time.sleep(seconds)
        server.kill()
        load.stop()
    trial.count_prepared(data)
