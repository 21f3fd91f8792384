# SPDX-License-Identifier: BSL-1.0
"""The weaker promises: what may be lost with --durability interval and none, and what may not."""
import time
import urllib.request

import checker
from history import History, Violation
from load import Load
from mounts import Impossible

INTERVAL_SECONDS = 0.3
LATE_SECONDS = 0.2  # for two busy cores


def run_interval(trial):
    """--durability interval: at most so much is lost, and only the newest"""
    need_dump(trial)
    for number in range(trial.rounds_or(100, 5)):
        data, history = trial.fresh("data"), History()
        options = ("--durability", "interval", "--durability-interval", str(INTERVAL_SECONDS))
        with trial.serve(data, *options, *trial.some_segments()) as server:
            load = Load(server, history, f"{trial.seed}-interval-{number}").start()
            time.sleep(trial.chance.uniform(0, 1))
            killed_at = time.monotonic()
            server.kill()
            load.stop()
        sure_until = killed_at - INTERVAL_SECONDS - LATE_SECONDS
        count_losses(trial, data, history, sure_until)


def run_none(trial):
    """--durability none: all that was answered before a snapshot began is in it"""
    need_dump(trial)
    for number in range(trial.rounds_or(100, 5)):
        data, history = trial.fresh("data"), History()
        options = ("--durability", "none", "--snapshot-interval", "3600")
        with trial.serve(data, *options) as server:
            load = Load(server, history, f"{trial.seed}-none-{number}").start()
            time.sleep(trial.chance.uniform(0, 0.4))
            sure_until = time.monotonic()
            take_snapshot(server)
            time.sleep(trial.chance.uniform(0, 0.2))
            server.kill()
            load.stop()
        count_losses(trial, data, history, sure_until)


def need_dump(trial):
    if not trial.has_dump:
        raise Impossible("there is no `crmlocal dump` yet")


def take_snapshot(server):
    """Returns when the snapshot is taken."""
    request = urllib.request.Request(f"http://127.0.0.1:{server.port}/__admin/snapshots",
                                     data=b"", method="POST")
    with urllib.request.urlopen(request, timeout=30) as answer:
        if answer.status != 200:
            raise Violation(f"no snapshot: {answer.status}")


def count_losses(trial, data, history, sure_until):
    lost = trial.verify_dump(data, history, lambda stored: stored.at > sure_until)
    trial.count("rounds")
    trial.count("events acknowledged", len(history.stored))
    trial.count("lost, as they may be", lost)
    # What is left must go on without a hole: numbers that were lost are given again.
    with trial.serve(data) as server:
        code = server.stop()
        if code != 0:
            raise checker.Violation(f"stopped with {code}:\n{server.errors()}")
