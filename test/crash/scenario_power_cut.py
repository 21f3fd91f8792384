# SPDX-License-Identifier: BSL-1.0
"""Cuts the power of real file systems under load."""
import os
import shutil
import time

import checker
from history import History
from load import Load
from mounts import Disk

ROUNDS_PER_DIRECTORY = 10


def run(trial, environment=()):
    """power cut of an ext4 and of an xfs under load: what was answered was on the disk"""
    for kind in ("ext4", "xfs"):
        with Disk(trial.path(kind), kind) as disk:
            rounds = trial.rounds_or(100, 5)
            for first in range(0, rounds, ROUNDS_PER_DIRECTORY):
                data = os.path.join(disk.place, f"data-{first}")
                cut_repeatedly(trial, disk, data, range(first, rounds)[:ROUNDS_PER_DIRECTORY],
                               environment)
            trial.count(f"power cuts of {kind}", rounds)


def cut_repeatedly(trial, disk, data, rounds, environment):
    history = History()
    for number in rounds:
        cut_under_load(trial, disk, data, history, f"{trial.seed}-{number}", environment)
        disk.restart()
        trial.count_prepared(data)
        if not os.path.isdir(data) and history.stored:
            raise checker.Violation(f"lost: {data}, a whole directory")
        trial.verify_dump(data, history)
    trial.verify(data, history)
    history.unverified = list(history.acknowledged)
    trial.verify(data, history)
    trial.tally(history)
    shutil.rmtree(data)


def cut_under_load(trial, disk, data, history, seed, environment):
    interval = trial.chance.choice(("0.03", "0.2", "3600"))
    with trial.serve(data, "--snapshot-interval", interval, *trial.some_segments(),
                     environment=environment) as server:
        checker.verify_by_calls(server, history)
        load = Load(server, history, seed, large=0.01).start()
        time.sleep(trial.chance.uniform(0, 0.25))
        # The process outlives its disk, which no process does in truth: what it answers meanwhile
        # counts for nothing.
        cut_at = time.monotonic()
        disk.cut_power()
        server.kill()
        load.stop()
        trial.count("answers after the cut", history.doubt_since(cut_at))
