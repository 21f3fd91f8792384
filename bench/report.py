#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Runs every series of measurements and writes docs/performance.md from what they wrote; takes less
than ten minutes on two cores. Leave the machine alone meanwhile."""
import datetime
import json
import os
import pathlib
import subprocess
import sys

import durability
import floor
import growth
import measuring
import peers
from measuring import number, table

BUSY = 0.7  # the load above which somebody else must have been at work
SERIES = ("floor", "growth", "durability", "peers")
STEPS = ("decode", "resolve", "judge", "commit", "answer", "all")
READING = (("create", "create one event"), ("show", "show one"),
           ("list_first", "list the first hundred of an account's"),
           ("list_far", "list the last hundred"))
# Where events are kept at constant rates, and the server's arguments for it.
RATES = (("in memory", ["--threads=0"]),
         ("on the disk", ["--data={folder}/data", "--snapshot-interval=2"]))
PERCENTILES = ("p50", "p90", "p99", "p99.9", "p99.99", "highest")
STORING = ("commit_to_disk", "snapshot", "recover_journal", "recover_snapshot")


def run_types(o):
    """Every type of event, as fast as it goes."""
    events = 20_000 if o.smoke else 2_000_000
    return measuring.bench(o.program, "--type=all", f"--rounds={o.rounds}", f"--events={events}",
                           *measuring.warm(o, 512), smoke=o.smoke)


def run_rates(o):
    """Calls of a hundred web events at constant rates, as shares of the highest with such calls: in
    memory, and on the disk while snapshots are taken."""
    calls = ["--type=web", "--rounds=1", "--events-per-call=100", "--connections=16",
             *measuring.warm(o, 1024)]
    seconds = 0.2 if o.smoke else 4
    out = []
    for mode, arguments in RATES:
        def run(*more):
            with durability.data_directory(o) as folder:
                after = [a.format(folder=folder) for a in arguments]
                return measuring.one(measuring.bench(o.program, *calls, *more, after=after,
                                                     smoke=o.smoke))

        fastest = measuring.median_of(
            [run(f"--events={20_000 if o.smoke else 1_500_000}") for _ in range(o.rounds)],
            "events_per_second")
        for share in (0.25, 0.5, 0.75):
            measured = [run(f"--rate={fastest * share:.0f}", f"--seconds={seconds}",
                            "--events=1000000000") for _ in range(o.rounds)]
            out.append({"mode": mode, "share": share,
                        **{name: measuring.latency(measured, name) for name in PERCENTILES},
                        "events_per_second": measuring.median_of(measured, "events_per_second")})
    return out


def run_steps(o):
    """What each step of a call costs, in this process."""
    file = o.results / "steps.json"
    smoke = ["--smoke"] if o.smoke else []
    ended = subprocess.run([o.build / "crmlocal_bench", *smoke, f"--benchmark_out={file}",
                            "--benchmark_out_format=json"], capture_output=True, text=True)
    if ended.returncode != 0:
        sys.exit(ended.stdout + ended.stderr)
    return json.loads(file.read_text())["benchmarks"]


def run_starts(o):
    """The program as a user starts it."""
    return measuring.bench(o.program, f"--starts={3 if o.smoke else 50}")["starts"]


def run_series(o, name):
    """One of the scripts beside this one."""
    smoke = ["--smoke"] if o.smoke else [f"--rounds={o.rounds}"]
    ended = subprocess.run([sys.executable, pathlib.Path(__file__).with_name(name + ".py"),
                            f"--build={o.build}", f"--json={o.results / name}.json", *smoke],
                           capture_output=True, text=True)
    if ended.returncode == 77:
        return None  # it cannot be run here
    if ended.returncode != 0:
        sys.exit(f"{name}: {ended.stdout}{ended.stderr}")
    return json.loads((o.results / f"{name}.json").read_text())


def measure(o):
    o.results.mkdir(parents=True, exist_ok=True)
    result = {"machine": measuring.machine(), "load": os.getloadavg()[0],
              "fresh_page": measuring.fresh_page(o),
              "date": datetime.datetime.now(datetime.timezone.utc).strftime("%Y-%m-%d")}

    def step(name, make):
        begin = datetime.datetime.now()
        result[name] = make()
        print(f"{name}: {(datetime.datetime.now() - begin).total_seconds():.0f} s", file=sys.stderr)

    step("types", lambda: run_types(o))
    step("rates", lambda: run_rates(o))
    step("steps", lambda: run_steps(o))
    step("starts", lambda: run_starts(o))
    for name in SERIES:
        step(name, lambda: run_series(o, name))
    (o.results / "report.json").write_text(json.dumps(result, indent=1) + "\n")
    return result


# --- The document -------------------------------------------------------------------------------

def types_table(types):
    def median(m, name):
        return m[name]["median"]

    return table(
        ["", "bytes an event", "events/s", "MB/s in", "server, CPU s a million", "x yardstick",
         "client, x yardstick", "bytes stored an event", "p50, ms", "p99, ms"],
        [[m["name"], m["bytes_per_event"], median(m, "events_per_second"),
          median(m, "request_megabytes_per_second"), median(m, measuring.SERVER_CPU),
          median(m, measuring.SERVER_CPU + "_by_yardstick"),
          median(m, "client_cpu_seconds_per_million_events_by_yardstick"),
          median(m, "bytes_per_stored_event"), m["latency_milliseconds"].get("p50"),
          m["latency_milliseconds"].get("p99")] for m in types["measurements"]])


def rates_table(rates):
    return table(["share of the highest rate", "events/s", *(n + ", ms" for n in PERCENTILES)],
                 [[f"{r['mode']}, {100 * r['share']:.0f} %", r["events_per_second"],
                   *(r[name] for name in PERCENTILES)] for r in rates])


def steps_table(measured, steps):
    """What each of these steps costs, for the types they were measured with."""
    by_name = {s["name"].split("/iterations")[0]: s for s in measured}
    types = [name.partition("/")[2] for name in by_name if name.startswith(steps[0] + "/")]

    def cell(step, kind):
        s = by_name[f"{step}/{kind}"]
        return f"{number(s['ns/event'])} ({number(s['x_yardstick'])})"

    return table(["ns an event (x yardstick)", *types],
                 [[step, *(cell(step, kind) for kind in types)] for step in steps])


def reading_table(measured):
    """What single calls cost, and what the first list costs, which makes the index."""
    by_name = {s["name"].split("/web")[0]: s for s in measured if "index ns/event" in s}
    rows = [[text, by_name[name]["real_time"]] for name, text in READING]
    return table(["one call, without sockets", "CPU, µs"], rows)


def starts_line(starts):
    seconds, bytes_ = starts["seconds_to_ready"], starts["resident_bytes"]
    return (f"From the command to the ready line: {1000 * seconds['median']:.1f} ms "
            f"(median of {starts['count']}; highest {1000 * seconds['highest']:.1f} ms), "
            f"{bytes_['median'] / 2 ** 20:.1f} MiB of memory.")


def peers_sections(result):
    if not result:
        return "Not measured: Node and npm are not here.\n"
    out = []
    for shape in result["shapes"]:
        several = f"{shape['events_per_call']} events in a call" if shape["events_per_call"] > 1 \
            else "one event in a call"
        out.append(f"Web events, {several}, {shape['connections']} connections:\n\n"
                   f"{peers.describe(shape)}\n")
    return "\n".join(out)


def describe_load(load):
    """Whether the machine was left alone."""
    if load < BUSY:
        return "The machine did nothing else."
    return (f"**The machine was busy with other things** (load {load:.1f} before it began): compare "
            "multiples and ratios, not times.")


def document(r):
    return f"""# Performance

<!-- Written by ./dev bench report: do not edit. -->

Measured on {r["date"]} on {r["machine"]}; client and server share them. crmlocal
{r["types"]["program"]}. {describe_load(r["load"])}

**How.** `crmlocal bench` sends bodies in rotation (24 different ones of each type, with the shapes of
real calls: classification, description, external reference, some user-defined fields; one event in a
hundred names an account that does not exist), checks every row of every answer, all ids and all
numbers. Every external reference is new, so that every event takes a claim. Costs are processor time,
not wall time, and are told as multiples of the **yardstick**: Boost.JSON's `basic_parser` with an empty
handler over the same bodies, in the same run. Both slow down together on a busy machine. Figures are
medians of {len(r["types"]["measurements"][0]["rounds"])} rounds; what is compared takes turns. Latencies count from when a call was due,
within 0.1 %. A fresh page of 4 KiB cost a program {number(r["fresh_page"][0])} µs here after five seconds of rest and {number(r["fresh_page"][1])} µs
right after it had been given back. Virtual machines that hand free memory back to their hosts charge
several times as much after a while: memory is taken and given back before each measurement that takes
much of it (`--warm-memory`).

## Types of event

1000 events in a call, 4 connections, as fast as it goes, in memory.

{types_table(r["types"])}

## Latency at constant rates

Web events, 100 in a call, 16 connections; on the disk a call is answered when its events are there, and
a snapshot is taken every two seconds.

{rates_table(r["rates"])}

## Steps of a call

In one process, without sockets; processor time of each step.

{steps_table(r["steps"], STEPS)}

On the disk, processor time of all threads: a call of 1000 events that is acknowledged when the disk has
it, one call at a time; a snapshot of a hundred thousand events; reading them into a new process.

{steps_table(r["steps"], STORING)}

Single calls, in an organisation with two million web events, half of them of one account:

{reading_table(r["steps"])}

## The floor

`bench/floor` is a server of the same library that reads the body, looks at nothing and answers with as
many bytes, always the same. What is above it is what the server does with its events. Web events; of
both only the status of an answer is checked.

{floor.describe(r["floor"]["shapes"])}

## Growth

What an event costs as the server's world grows; web events, 1000 in a call, 4 connections where
nothing else is said.

{growth.describe(r["growth"]["cases"])}

## Durability and starting

Web events, 1000 in a call, 16 connections, as fast as it goes; then 100 in a call at
{number(r["durability"]["modes"][0]["rate"])} events/s.

{durability.describe(r["durability"])}

{starts_line(r["starts"])}

## Peers

Each freshly started, in turns, in the same run as the server. They do not do the same: read the class
and the work with the rate. Before anything is timed, a peer that validates and stores must give the same
rows as the server for the vendor's six examples and for 3,600 generated events, half of them damaged.

{peers_sections(r["peers"])}
## Again

    ./dev bench report      # all of this, in less than ten minutes
    ./dev bench load --help # or one measurement, against any server
"""


def main():
    o = measuring.options(__doc__, render={"action": "store_true",
                                           "help": "write the document from the last figures"},
                          out={"type": pathlib.Path, "help": "the document",
                               "default": measuring.ROOT / "docs/performance.md"})
    o.results = o.build / "bench"
    if o.render:
        result = json.loads((o.results / "report.json").read_text())
    else:
        result = measure(o)
    o.out.write_text(document(result))
    print(f"{o.out} is written", file=sys.stderr)


if __name__ == "__main__":
    main()
