#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Compares the server with a Beast endpoint that reads a body and answers with as many bytes, always
the same, in turns and looked at alike: what is above the floor is what the server does with its
events."""
import pathlib
import tempfile

import measuring
from measuring import latency, median_of, one, per_call

# Events in a call, calls in a round, connections, how many times the usual rounds: small calls
# depend most on which thread happens to run on which core.
SHAPES = [(1, 60_000, 16, 3), (100, 8_000, 8, 1), (1000, 1_000, 4, 1)]


def compare(o, fixture, events, calls, connections, turns):
    if o.smoke:
        calls = 40
    load = ["--type=web", f"--events-per-call={events}", f"--events={events * calls}",
            f"--connections={connections}", "--rounds=1", f"--accounts={measuring.accounts(o)}",
            f"--warm-up={max(1, events * calls // 20)}",
            "--bodies=96" if events < 100 else "--bodies=24"]
    # What is compared has its statuses checked; once, before, the rows are too.
    checked = one(measuring.bench(o.program, *load))
    answer = round(checked["answer_megabytes_per_second"]["median"] * 1e6 /
                   checked["calls_per_second"]["median"])
    ours = [o.program, "serve", "--port=0", f"--fixtures={fixture}", "--call-log=off"]
    rounds = {"server": [], "floor": []}
    for _ in range(o.rounds * (1 if o.smoke else turns)):
        for name, command in (("server", ours), ("floor", [o.build / "bench_floor", answer])):
            with measuring.server(*command) as (port, pid):
                rounds[name].append(one(measuring.bench(
                    o.program, *load, f"--url=http://127.0.0.1:{port}", f"--server-pid={pid}",
                    "--check=status", *measuring.warm(o, 256))))
    return {"events_per_call": events, "connections": connections, "answer_bytes": answer,
            **{name: figures(measured) for name, measured in rounds.items()}}


def compare_all(o):
    with tempfile.TemporaryDirectory() as folder:
        fixture = pathlib.Path(folder) / "fixture.json"
        fixture.write_text(measuring.print_work(o, "fixture", measuring.accounts(o)))
        return [compare(o, fixture, *shape) for shape in SHAPES]


def figures(rounds):
    return {"calls_per_second": median_of(rounds, "calls_per_second"),
            "cpu_microseconds_per_call": per_call(rounds),
            "p50": latency(rounds, "p50"), "p99": latency(rounds, "p99")}


def describe(shapes):
    """The table for people."""
    rows = []
    for s in shapes:
        ours, floor = s["server"], s["floor"]
        for name, f in (("crmlocal", ours), ("floor", floor)):
            rows.append([f"{s['events_per_call']} / {s['connections']}, {name}",
                         f["calls_per_second"], f["cpu_microseconds_per_call"],
                         f["cpu_microseconds_per_call"] / floor["cpu_microseconds_per_call"],
                         f["p50"], f["p99"]])
    return measuring.table(["events in a call / connections", "calls/s", "server, CPU µs a call",
                            "x floor", "p50, ms", "p99, ms"], rows)


def main():
    o = measuring.options(__doc__)
    shapes = compare_all(o)
    print(describe(shapes))
    measuring.write(o.json, "floor", {"shapes": shapes})


if __name__ == "__main__":
    main()
