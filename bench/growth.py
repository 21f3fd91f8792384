#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""What an event costs as the server's world grows: little against much of one thing, in turns, a new
server each time."""
import measuring
from measuring import SERVER_CPU, latency, median_of, one

# What grows: its name, the little and the much, in people's words and as options.
CASES = [
    ("events stored", ("none", ["--warm-up=0"]), ("10 M", ["--warm-up=10000000"])),
    ("accounts", ("10", ["--accounts=10"]), ("1 M", ["--accounts=1000000"])),
    ("organisations", ("1", ["--accounts=100", "--organisations=1"]),
     ("1,000", ["--accounts=100", "--organisations=1000"])),
    ("connections, calls of 100 at 100,000 events/s",
     ("1", ["--connections=1", "--events-per-call=100", "--rate=100000"]),
     ("2,000", ["--connections=2000", "--events-per-call=100", "--rate=100000"])),
]
SMOKE = {"10000000": "20000", "1000000": "5000", "1000": "20", "2000": "50"}


def run(o, arguments):
    if o.smoke:
        arguments = [a if a.partition("=")[2] not in SMOKE else
                     a.partition("=")[0] + "=" + SMOKE[a.partition("=")[2]] for a in arguments]
    given = {a.partition("=")[0] for a in arguments}
    defaults = ["--type=web", "--rounds=1", f"--events={20_000 if o.smoke else 1_500_000}",
                f"--accounts={measuring.accounts(o)}", "--warm-up=50000",
                *measuring.warm(o, 512)]
    return one(measuring.bench(o.program, *arguments, smoke=o.smoke, *(
        d for d in defaults if d.partition("=")[0] not in given)))


def figures(rounds):
    return {"events_per_second": median_of(rounds, "events_per_second"),
            "server_cpu": median_of(rounds, SERVER_CPU),
            "by_yardstick": median_of(rounds, SERVER_CPU + "_by_yardstick"),
            "p50": latency(rounds, "p50"), "p99": latency(rounds, "p99"),
            "mebibytes": median_of(rounds, "server_mebibytes_after")}


def describe(cases):
    """The table for people."""
    rows = []
    for c in cases:
        for size in ("little", "much"):
            f = c[size]
            rows.append([f"{c['what']}: {f['amount']}", f["events_per_second"], f["server_cpu"],
                         f["by_yardstick"], f["by_yardstick"] / c["little"]["by_yardstick"],
                         f["p50"], f["p99"], f["mebibytes"]])
    return measuring.table(["", "events/s", "server, CPU s a million", "x yardstick", "x little",
                            "p50, ms", "p99, ms", "memory, MiB"], rows)


def main():
    o = measuring.options(__doc__)
    cases = []
    for what, little, much in CASES:
        rounds = {"little": [], "much": []}
        for _ in range(o.rounds):
            rounds["little"].append(run(o, little[1]))
            rounds["much"].append(run(o, much[1]))
        cases.append({"what": what, "little": {"amount": little[0], **figures(rounds["little"])},
                      "much": {"amount": much[0], **figures(rounds["much"])}})
    print(describe(cases))
    measuring.write(o.json, "growth", {"cases": cases})


if __name__ == "__main__":
    main()
