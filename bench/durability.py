#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""What durability costs, in turns, and how long a start takes with much to read: after a crash from the
journal, after a stop from the snapshot."""
import contextlib
import os
import pathlib
import shutil
import signal
import tempfile
import time

import measuring
from measuring import SERVER_CPU, latency, median_of, one

MODES = [("in memory only", []), ("none", ["--durability=none"]),
         ("interval", ["--durability=interval"]), ("commit", ["--durability=commit"])]


@contextlib.contextmanager
def data_directory(o):
    """A new directory on the disk of the build, which /tmp may not be."""
    folder = pathlib.Path(tempfile.mkdtemp(prefix="bench-data-", dir=o.build))
    try:
        yield folder
    finally:
        shutil.rmtree(folder)


def load(o, mode, *more):
    with data_directory(o) as folder:
        after = [*mode, f"--data={folder}/data"] if mode else ["--threads=0"]
        return one(measuring.bench(o.program, "--type=web", "--rounds=1", *more,
                                   *measuring.warm(o, 512), after=after, smoke=o.smoke))


def modes(o):
    """Each mode as fast as it goes, and at a constant rate that all of them can keep."""
    events, rate, seconds = (20_000, 20_000, 0.3) if o.smoke else (1_500_000, 100_000, 3)
    fast = {name: [] for name, _ in MODES}
    paced = {name: [] for name, _ in MODES}
    for _ in range(o.rounds):
        for name, mode in MODES:
            fast[name].append(load(o, mode, f"--events={events}", "--connections=16"))
            paced[name].append(load(o, mode, f"--rate={rate}", f"--seconds={seconds}",
                                    "--events-per-call=100", "--connections=16"))
    return [{"mode": name, "events_per_second": median_of(fast[name], "events_per_second"),
             "server_cpu": median_of(fast[name], SERVER_CPU),
             "by_yardstick": median_of(fast[name], SERVER_CPU + "_by_yardstick"),
             "rate": rate, "p50": latency(paced[name], "p50"), "p99": latency(paced[name], "p99"),
             "p99.9": latency(paced[name], "p99.9")} for name, _ in MODES]


def starts(o):
    """Seconds to the ready line with so many events to read."""
    events = 20_000 if o.smoke else 3_000_000
    out = []
    with data_directory(o) as folder:
        fixture = folder / "fixture.json"
        fixture.write_text(measuring.print_work(o, "fixture", measuring.accounts(o)))
        serve = [o.program, "serve", "--port=0", f"--fixtures={fixture}", f"--data={folder}/data",
                 "--durability=interval"]
        with measuring.server(*serve) as (port, pid):
            measuring.bench(o.program, "--type=web", f"--url=http://127.0.0.1:{port}", "--rounds=1",
                            f"--events={events}", "--warm-up=0", smoke=o.smoke)
            os.kill(pid, signal.SIGKILL)
        for what in ("the journal, after a crash", "the snapshot, after a stop"):
            size = sum(f.stat().st_size for f in (folder / "data").rglob("*") if f.is_file())
            begin = time.monotonic()
            with measuring.server(*serve):
                seconds = time.monotonic() - begin
            out.append({"from": what, "events": events, "seconds": seconds,
                        "events_per_second": events / seconds, "bytes_per_event": size / events})
    return out


def describe(result):
    """The tables for people."""
    memory = result["modes"][0]
    return (measuring.table(
        ["durability", "events/s", "server, CPU s a million", "x yardstick", "x memory only",
         "p50 at the rate, ms", "p99, ms", "p99.9, ms"],
        [[m["mode"], m["events_per_second"], m["server_cpu"], m["by_yardstick"],
          m["by_yardstick"] / memory["by_yardstick"], m["p50"], m["p99"], m["p99.9"]]
         for m in result["modes"]]) + "\n\n" + measuring.table(
        ["a start from", "events", "seconds to ready", "events/s", "bytes an event on disk"],
        [[s["from"], s["events"], s["seconds"], s["events_per_second"], s["bytes_per_event"]]
         for s in result["starts"]]))


def main():
    o = measuring.options(__doc__)
    result = {"modes": modes(o), "starts": starts(o)}
    print(describe(result))
    measuring.write(o.json, "durability", result)


if __name__ == "__main__":
    main()
