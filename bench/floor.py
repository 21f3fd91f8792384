#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Compares the server with a Beast endpoint that reads a body and answers with as many bytes, always
the same, in turns: what is above the floor is what the server does with its events."""
import measuring
from measuring import latency, median_of, one, per_call

# Events in a call, calls in a round, connections.
SHAPES = [(1, 60_000, 16), (100, 8_000, 8), (1000, 1_000, 4)]


def compare(o, events, calls, connections):
    calls, accounts = (40, 1000) if o.smoke else (calls, 100_000)
    load = ["--type=web", f"--events-per-call={events}", f"--events={events * calls}",
            f"--connections={connections}", "--rounds=1", f"--accounts={accounts}",
            f"--warm-up={max(1, events * calls // 20)}", "--bodies=96" if events < 100 else "--bodies=24"]
    ours, floor = [], []
    ours.append(one(measuring.bench(o.program, *load)))
    answer = round(ours[0]["answer_megabytes_per_second"]["median"] * 1e6 /
                   ours[0]["calls_per_second"]["median"])
    with measuring.server(o.build / "bench_floor", answer) as (port, pid):
        there = [*load, f"--url=http://127.0.0.1:{port}", f"--server-pid={pid}", "--check=status"]
        for turn in range(o.rounds):
            floor.append(one(measuring.bench(o.program, *there)))
            if turn != 0:
                ours.append(one(measuring.bench(o.program, *load)))
    return {"events_per_call": events, "connections": connections, "answer_bytes": answer,
            "server": figures(ours), "floor": figures(floor)}


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
    shapes = [compare(o, *shape) for shape in SHAPES]
    print(describe(shapes))
    measuring.write(o.json, "floor", {"shapes": shapes})


if __name__ == "__main__":
    main()
