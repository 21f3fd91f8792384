# SPDX-License-Identifier: BSL-1.0
"""Goes through a scripted run step by step, a step being a system call that changes files: the
process is killed there, or the call fails, once or from then on."""
import collections
import os

import checker
import damage_directories
import script
import traced
from data_files import EVENTS, SECTOR, copy_directory, files_of, frames_of, read_file, write_file
from history import History
from server import NotReady
from trial import SMALL_SEGMENTS

FAILURES = (1, 4)  # exit codes: a failure while serving; a directory that cannot be used
RECOVERY_STEPS = ("pwrite64", "fdatasync", "fsync", "rename", "unlink", "ftruncate", "openat")


class Run:
    """A server's options, and the calls that are made to it."""

    def __init__(self, *options, **script_arguments):
        self.options = options
        self.script_arguments = script_arguments

    def play(self, server, history):
        return script.play(server, history, **self.script_arguments)


PLAIN = Run()
PREPARED = Run(*SMALL_SEGMENTS, calls=10, snapshots=(4, 7), sizes=script.LARGE_SIZES)
NO_CALLS = Run(calls=0, snapshots=())


def run_kills(trial):
    """kill at each write, sync, rename, unlink and open of a scripted run, and of its recovery"""
    for run, step in some_steps(trial):
        kill_at(trial, run, step)


def run_errors(trial):
    """each of these fails, once or from then on, with EIO or ENOSPC: refused, never forgotten"""
    for run, step in some_steps(trial):
        fail_at(trial, run, step)


def run_torn(trial):
    """the end of a journal is torn, and recovery is killed at each of its steps"""
    for tear in (tear_grown, tear_prepared):
        original, history = trial.fresh("original"), History()
        torn = tear(trial, original, history)
        kill_while_it_recovers(trial, original, history, torn)


def tear_grown(trial, data, history):
    """Gives what is torn off."""
    with trial.serve(data) as server:
        script.play(server, history)
        server.kill()
    path = os.path.join(data, max(name for name in files_of(data) if name.startswith("journal-")))
    os.truncate(path, os.path.getsize(path) - 3)
    content = read_file(path)
    return content[frames_of(content)[-1].end:]


def tear_prepared(trial, data, history):
    """The same in a prepared segment that another one, untouched, follows."""
    before = damage_directories.taken_back(trial, data, history)
    path = damage_directories.segment_path(data, 3)
    content = bytearray(read_file(path))
    torn, padding = frames_of(content)[-2:]
    if torn.kind != EVENTS or padding.group != torn.group:
        raise AssertionError("the last group is no large one")
    lost = slice(torn.end - SECTOR, padding.end)
    content[lost] = before[os.path.basename(path)][lost]
    write_file(path, content)
    return bytes(content[torn.begin:torn.end])


def kill_while_it_recovers(trial, original, history, torn):
    data = trial.path("data")
    copy_directory(original, data)
    steps = steps_of(trial, data, History(), NO_CALLS)
    for step in sample(trial.chance, steps, trial.rounds_or(len(steps), 20)):
        copy_directory(original, data)
        known = history.after(len(history.acknowledged) - 1)
        try:
            with trial.serve(data, under=tampered(step, "signal=KILL")) as server:
                server.stop()
        except NotReady:
            trial.count("killed while recovering")
        verify(trial, data, known, step, "killed")
        kept = [name for name in os.listdir(data) if name.endswith(".broken")]
        if not kept or any(read_file(os.path.join(data, name)) != torn for name in kept):
            raise checker.Violation(f"{step}, killed: what was torn off is not kept in {kept}")


def some_steps(trial):
    """The steps of the scripts, or as many of them as there is time for, and of which run they are."""
    steps = [(PLAIN, step) for step in steps_of(trial, trial.fresh("data"), History(), PLAIN)]
    prepared = [(PREPARED, step) for step in steps_of(trial, trial.fresh("data"), History(), PREPARED)]
    trial.count("steps", len(steps) + len(prepared))
    if not any("journal-spare-" in path for _, (_, path, _) in prepared):
        raise AssertionError("no segment was prepared")
    return (sample(trial.chance, steps, trial.rounds_or(len(steps), 25)) +
            sample(trial.chance, prepared, trial.rounds_or(len(steps) // 2, 15)))


def sample(chance, steps, wanted):
    return steps if wanted >= len(steps) else [steps[i] for i in
                                               sorted(chance.sample(range(len(steps)), wanted))]


def steps_of(trial, data, history, run):
    """Every (system call, path, how often) that starting, some calls and a clean stop lead to."""
    log = trial.path("strace.log")
    with trial.serve(data, *run.options,
                     under=traced.under_strace(log, traced.CHANGES, "-y")) as server:
        run.play(server, history)
        server.stop()
    times = collections.Counter((call.name, call.path) for call in traced.read_log(log)
                                if call.path is not None and inside(call.path, data))
    steps = [(name, path, when) for (name, path), count in sorted(times.items())
             for when in range(1, count + 1)]
    if not steps:
        raise AssertionError("strace saw no step at all")
    return steps


def inside(path, data):
    return path == data or path.startswith(data + os.sep)


def tampered(step, what, from_then_on=False, log="/dev/null"):
    name, path, when = step
    when = f"{when}+" if from_then_on else when
    tampering = traced.injected(name, what, when, path)
    return traced.under_strace(log, traced.CHANGES, *tampering)


def kill_at(trial, run, step):
    data, history = trial.fresh("data"), History()
    try:
        with trial.serve(data, *run.options, under=tampered(step, "signal=KILL")) as server:
            code = server.stop() if run.play(server, history) else server.wait()
            trial.count("killed" if code == -9 else "not reached")
    except NotReady as ended:
        if ended.exit_code != -9:
            raise
        trial.count("killed while starting")
    recover_with_kill(trial, data)
    verify(trial, data, history, step, "killed")


def recover_with_kill(trial, data):
    """Starts again and is killed at one of the steps of recovering, if it comes that far."""
    step = trial.chance.choice(RECOVERY_STEPS), None, trial.chance.randint(1, 8)
    try:
        with trial.serve(data, under=tampered(step, "signal=KILL")) as server:
            server.stop()
    except NotReady as ended:
        if ended.exit_code != -9:
            raise checker.Violation(f"did not recover: {ended}") from ended
        trial.count("killed while recovering")


def fail_at(trial, run, step):
    error = trial.chance.choice(("EIO", "ENOSPC"))
    from_then_on = trial.chance.random() < 0.5
    how = f"{error} {'from then on' if from_then_on else 'once'}"
    data, history, log = trial.fresh("data"), History(), trial.path("tampered.log")
    under = tampered(step, f"error={error}", from_then_on, log)
    try:
        with trial.serve(data, *run.options, under=under) as server:
            served = run.play(server, history)
            code = server.stop() if served else server.wait()
            if code not in (0, *FAILURES):
                raise checker.Violation(f"{step}, {how}: ended with {code}\n{server.errors()}")
            trial.count(f"ended with {code}")
            if traced.was_injected(log):
                trial.count("failed")
                expect_failed_sync_to_end(step, how, code, log)
    except NotReady as ended:
        if ended.exit_code not in FAILURES:
            raise checker.Violation(f"{step}, {how}: {ended}") from ended
        trial.count("refused to start")
    trial.count("calls refused", history.refused_calls)
    verify(trial, data, history, step, how)


def expect_failed_sync_to_end(step, how, code, log):
    """After a sync of the journal has failed nobody knows what is on the disk: it must end."""
    name, path, when = step
    # The first one is of a new segment: if that fails there is nothing in it yet, and it goes. One
    # that was prepared has been synced under another name.
    if (name == "fdatasync" and path.endswith(".log") and code == 0 and
            (when > 1 or traced.was_renamed(log, path))):
        raise checker.Violation(f"{step}, {how}: goes on after the journal could not be synced")


def verify(trial, data, history, step, how):
    try:
        trial.verify(data, history)
    except checker.Violation as broken:
        raise checker.Violation(f"{step}, {how}: {broken}") from broken
    except NotReady as ended:
        raise checker.Violation(f"{step}, {how}: does not start again: {ended}") from ended
