# SPDX-License-Identifier: BSL-1.0
"""Disks that are full, slow or broken, and directories that are taken."""
import os
import threading
import time

import checker
import script
import traced
import world
from client import Client
from history import Call, History, Violation
from load import Load, make_call
from mounts import SmallMemory
from server import NotReady

FULL_SECONDS = 20
CALLERS = 48
LARGE_EVENT_BYTES = 4000
QUEUE_BYTES = 64 << 20


def run_full_disk(trial):
    """a full disk: 503 and Retry-After, reading goes on, and writing when there is room again"""
    for number in range(trial.rounds_or(10, 2)):
        with SmallMemory(trial.path(f"small-{number}"), 3 << 20) as disk:
            data = os.path.join(disk.place, "data")
            history = History()
            with trial.serve(data, "--snapshot-interval",
                             trial.chance.choice(("0.1", "3600")),
                             *trial.some_segments()) as server:
                fill_up(trial, server, history, number, lambda: disk.resize(256 << 20))
            trial.verify(data, history)
            trial.tally(history)


def run_file_size(trial):
    """a limit on the size of files (RLIMIT_FSIZE): the same, and no signal ends the process"""
    for number in range(trial.rounds_or(10, 1)):
        data, history = trial.fresh("data"), History()
        with trial.serve(data, "--snapshot-interval", "3600") as server:
            script.play(server, history, calls=6, snapshots=())
            server.limit_file_size(1 << 20)
            fill_up(trial, server, history, number, lambda: server.limit_file_size(None))
        trial.verify(data, history)
        trial.tally(history)


def fill_up(trial, server, history, number, make_room):
    """Loads a server until it refuses, sees that it still answers, and makes room again."""
    load = Load(server, history, f"{trial.seed}-full-{number}").start()
    wait_until(lambda: history.refused_calls >= 20 or load.broken, "the disk was never full")
    with Client(server.port) as client:
        expect_reading(client, history)
    make_room()
    known = len(history.acknowledged)
    wait_until(lambda: len(history.acknowledged) > known + 50 or load.broken,
               "writing does not go on although there is room")
    load.stop()
    checker.verify_by_calls(server, history)
    server.kill()
    trial.count("times full")


def expect_reading(client, history):
    """While nothing can be written: logging in, being refused, health."""
    client.log_in()
    name = next(iter(history.stored))
    stored = history.stored[name]
    answer = client.create(stored.kind, [stored.event])
    if not answer.is_bulk() or name not in answer.rows()[1]:
        raise Violation(f"a call that stores nothing is not answered: {answer.body[:200]!r}")
    health = client.exchange("/__admin/health/live", b"", method="GET")
    if health.status != 200:
        raise Violation(f"the process is said to be dead: {health.status}")


def wait_until(is_true, otherwise):
    deadline = time.monotonic() + FULL_SECONDS
    while not is_true():
        if time.monotonic() > deadline:
            raise Violation(otherwise)
        time.sleep(0.01)


def run_failed_sync(trial):
    """fdatasync fails once: nothing is acknowledged any more, exit code 1, and nothing is lost"""
    for number in range(trial.rounds_or(30, 3)):
        data, history = trial.fresh("data"), History()
        log = trial.path("sync.log")
        when = trial.chance.randint(8, 60)
        segments = trial.some_segments()
        if segments:  # a new segment that cannot be synced goes; the journal's own sync fails at last
            when = f"{when}+"
        under = traced.under_strace(log, ("fdatasync",),
                                    *traced.injected("fdatasync", "error=EIO", when))
        with trial.serve(data, "--snapshot-interval", "3600", *segments, under=under) as server:
            load = Load(server, history, f"{trial.seed}-sync-{number}").start()
            code = server.wait()
            load.stop()
            if code != 1:
                raise Violation(f"a failed sync: ended with {code}, not 1\n{server.errors()}")
        trial.verify(data, history)
        trial.tally(history)
        trial.count("failed syncs")


def run_locked(trial):
    """a directory that is in use is refused with 4, and its owner is unharmed"""
    data, history = trial.fresh("data"), History()
    with trial.serve(data) as server:
        load = Load(server, history, f"{trial.seed}-locked").start()
        for _ in range(trial.rounds_or(20, 5)):
            expect_refused(trial, data)
            trial.count("second servers refused")
        load.stop()
        checker.verify_by_calls(server, history)
        server.kill()
    trial.verify(data, history)


def expect_refused(trial, data):
    try:
        with trial.serve(data):
            raise Violation("two servers in one directory")
    except NotReady as ended:
        if ended.exit_code != 4 or "in use" not in ended.errors:
            raise Violation(f"a second server ended with {ended}") from ended


def run_slow_disk(trial):
    """a disk that takes a second to sync: the queue is bounded, what is over it is refused (503)"""
    data, history = trial.fresh("data"), History()
    under = traced.under_strace("/dev/null", ("fdatasync",), "-e",
                                "inject=fdatasync:delay_enter=700000:when=12+")
    with trial.serve(data, "--snapshot-interval", "3600", under=under) as server:
        with Client(server.port) as client:
            client.log_in()
            token = client.token
        before = server.memory_bytes()
        rounds = trial.rounds_or(3, 1)
        callers = [threading.Thread(target=send_large, args=(server, history, token, i, rounds))
                   for i in range(CALLERS)]
        for caller in callers:
            caller.start()
        most = before
        while any(caller.is_alive() for caller in callers):
            most = max(most, server.memory_bytes())
            time.sleep(0.02)
        trial.count("MiB more at most", (most - before) >> 20)
        if history.refused_calls == 0:
            raise Violation("the queue is not bounded")
        stored_bytes = len(history.stored) * LARGE_EVENT_BYTES
        call_bytes = 4 * CALLERS * 1000 * LARGE_EVENT_BYTES  # read, decoded, encoded, waiting
        if most - before > stored_bytes + 2 * QUEUE_BYTES + call_bytes:
            raise Violation(f"{(most - before) >> 20} MiB for {stored_bytes >> 20} MiB of events")
        checker.verify_by_calls(server, history)
        server.kill()
    trial.verify(data, history)
    trial.tally(history)


def send_large(server, history, token, index, rounds):
    """Some calls of four megabytes each."""
    with Client(server.port) as client:
        client.token = token
        for number in range(rounds):
            events = []
            for i in range(1000):
                made = world.event("web", f"large-{index}-{number}-{i}")
                made["description"] = "d" * (LARGE_EVENT_BYTES - 200)
                events.append(made)
            if not make_call(client, history, Call("web", events)):
                return
