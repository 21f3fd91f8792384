# SPDX-License-Identifier: BSL-1.0
"""Stops the server as an operator does, under load."""
import signal
import time

import checker
from history import History
from load import Load


def run(trial):
    """SIGTERM under load, sometimes twice: exit code 0 or 1, nothing that was answered is lost"""
    data, history = trial.fresh("data"), History()
    for number in range(trial.rounds_or(100, 5)):
        if number % 10 == 9:
            finish(trial, data, history)
            data, history = trial.fresh("data"), History()
        with trial.serve(data, "--snapshot-interval",
                         trial.chance.choice(("0.05", "3600")), *trial.some_segments()) as server:
            checker.verify_by_calls(server, history)
            load = Load(server, history, f"{trial.seed}-stop-{number}").start()
            time.sleep(trial.chance.uniform(0.02, 0.3))
            hurried = trial.chance.random() < 0.5
            server.signal(signal.SIGTERM)
            if hurried:
                time.sleep(trial.chance.uniform(0, 0.02))
                server.signal(signal.SIGINT)
            code = server.wait()
            load.stop()
            if code not in ((0, 1) if hurried else (0,)):
                raise checker.Violation(f"stopped with {code}\n{server.errors()}")
            trial.count("stops")
        trial.verify_dump(data, history)
    finish(trial, data, history)


def finish(trial, data, history):
    trial.verify(data, history)
    history.unverified = list(history.acknowledged)
    trial.verify(data, history)
    trial.tally(history)
