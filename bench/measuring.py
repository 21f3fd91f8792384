# SPDX-License-Identifier: BSL-1.0
"""What the series of measurements share: servers that are started and stopped, runs of
`crmlocal bench`, medians, tables for people, files for machines."""
import argparse
import contextlib
import json
import mmap
import os
import pathlib
import platform
import re
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
READY = re.compile(r"https?://[^\s\"']+:(\d+)")
READY_SECONDS_MAX = 120
SERVER_CPU = "server_cpu_seconds_per_million_events"


def options(description, **more):
    """The command line that every series has; `more` adds to it."""
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--build", type=pathlib.Path, default=ROOT / "build/release",
                        help="where the programs are (default: build/release)")
    parser.add_argument("--json", type=pathlib.Path, help="write the figures to that file as well")
    parser.add_argument("--smoke", action="store_true", help="a tiny run, to see that it works")
    parser.add_argument("--rounds", type=int, default=3, help="rounds; figures are medians")
    for name, settings in more.items():
        parser.add_argument("--" + name.replace("_", "-"), **settings)
    read = parser.parse_args()
    read.program = read.build.resolve() / "crmlocal"
    if not read.program.exists():
        sys.exit(f"{read.program} is not there: ./dev build makes it")
    if read.smoke:
        read.rounds = 1
    return read


@contextlib.contextmanager
def server(*command, cwd=None, env=None, ready=READY, port=None):
    """Starts a server and waits until it prints where it listens, or, if it says nothing, until it
    listens on `port`; (port, pid). Ends it afterwards: by its own pid, with the group it leads."""
    process = subprocess.Popen(
        [str(word) for word in command], cwd=cwd, env={**os.environ, **(env or {})},
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, start_new_session=True)
    too_late = threading.Timer(READY_SECONDS_MAX, lambda: end(process, signal.SIGKILL))
    too_late.start()
    try:
        if port is None:
            port = port_said(process, ready)
        else:
            wait_for_port(process, port)
        too_late.cancel()
        if process.poll() is not None or port is None:
            sys.exit(f"{' '.join(map(str, command))} did not get ready: {process.stdout.read()}")
        yield port, process.pid
    finally:
        too_late.cancel()
        end(process, signal.SIGTERM)
        try:
            process.communicate(timeout=20)
        except subprocess.TimeoutExpired:
            end(process, signal.SIGKILL)
            process.communicate()


def end(process, how):
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, how)


def port_said(process, ready):
    said = ""
    for line in process.stdout:
        said += line
        if found := ready.search(line):
            return int(found.group(1))
    sys.exit(f"a server did not get ready: {said}")


def wait_for_port(process, port):
    while process.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port)).close()
            return
        except OSError:
            time.sleep(0.05)


def bench(program, *arguments, after=(), smoke=False):
    """Runs `crmlocal bench` and returns its figures as it writes them; ends everything if an answer
    was not as it must be. `after`: arguments for the server that it starts. `smoke`: with few
    accounts and bodies, unless something else is said."""
    if smoke:
        given = {word.partition("=")[0] for word in map(str, arguments)}
        small = ["--accounts=1000", "--bodies=4", "--warm-up=100"]
        arguments = [*arguments, *(word for word in small if word.partition("=")[0] not in given)]
    with tempfile.TemporaryDirectory() as scratch:
        file = pathlib.Path(scratch) / "figures.json"
        command = [program, "bench", *arguments, "--json", file]
        if after:
            command += ["--", *after]
        ended = subprocess.run([str(word) for word in command], text=True, capture_output=True)
        if ended.returncode != 0:
            sys.exit(f"{' '.join(map(str, command))}\n{ended.stdout}{ended.stderr}")
        return json.loads(file.read_text())


def accounts(o):
    """How many accounts the standard work is about."""
    return 1000 if o.smoke else 100_000


def warm(o, mebibytes):
    """The option for a load that takes so much memory: a virtual machine may have handed its free
    memory back to its host, and to take it again costs several times what it costs elsewhere."""
    return [] if o.smoke else [f"--warm-memory={mebibytes}MiB"]


def fresh_page(o):
    """What a page of 4 KiB costs a program that takes it, in microseconds: (after some rest, right
    after it was given back)."""
    populate_write = 23  # of madvise(2)

    def touch():
        with mmap.mmap(-1, (8 if o.smoke else 512) << 20, mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS) as taken:
            began = time.process_time()
            taken.madvise(populate_write)
            return (time.process_time() - began) * 1e6 / (len(taken) / 4096)

    time.sleep(0 if o.smoke else 5)
    return touch(), touch()


def print_work(o, what, count, *more):
    """The fixture with so many accounts, or the first body, as the program makes it."""
    return subprocess.run([o.program, "bench", f"--print={what}", f"--accounts={count}", *more],
                          capture_output=True, text=True, check=True).stdout


def one(figures):
    """The first measurement of a run."""
    return figures["measurements"][0]


def median_of(rounds, *path):
    """The median over several runs of one figure: median_of(rounds, "events_per_second")."""
    values = []
    for measured in rounds:
        value = measured
        for name in path:
            value = value[name]
        values.append(value["median"] if isinstance(value, dict) else value)
    return statistics.median(values)


def per_call(rounds):
    """What a call costs the server, in microseconds of processor time."""
    return median_of(rounds, SERVER_CPU) * rounds[0]["events_per_call"]


def latency(rounds, name):
    """A percentile of all rounds, in milliseconds: the median of the rounds'."""
    return statistics.median(
        measured["latency_milliseconds"].get(name, measured["latency_milliseconds"]["highest"])
        for measured in rounds)


def machine():
    """What the figures are measured on, for people."""
    model = "an unknown processor"
    for line in pathlib.Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            model = line.partition(":")[2].strip()
            break
    return f"{os.cpu_count()} cores of {model}, {platform.system()} {platform.release()}"


def number(value):
    """A number as people read it: three or four digits that matter."""
    if value is None:
        return "–"
    if isinstance(value, str):
        return value
    if value == 0 or abs(value) >= 1000:
        return f"{value:,.0f}"
    digits = 1 if abs(value) >= 100 else 2 if abs(value) >= 1 else 3
    return f"{value:.{digits}f}"


def table(head, rows):
    """A Markdown table, its columns aligned, so that it reads well on a terminal too."""
    cells = [list(head)] + [[number(cell) for cell in row] for row in rows]
    widths = [max(len(row[i]) for row in cells) for i in range(len(head))]

    def line(row):
        first = row[0].ljust(widths[0])
        return "| " + " | ".join([first] + [c.rjust(w) for c, w in zip(row[1:], widths[1:])]) + " |"

    rule = "|" + "|".join(["-" * (widths[0] + 2)] + ["-" * (w + 1) + ":" for w in widths[1:]]) + "|"
    return "\n".join([line(cells[0]), rule] + [line(row) for row in cells[1:]])


def write(file, name, result):
    """Writes the figures of a series for machines."""
    if file:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(json.dumps({"series": name, "machine": machine(), **result}, indent=1) + "\n")
