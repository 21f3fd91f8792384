# SPDX-License-Identifier: BSL-1.0
"""Cuts the power in a model of the disk: after each system call of a scripted run, and of the
recovery from what that left. Finds what real file systems forgive, and needs no privileges."""
import copy
import hashlib
import os
import re

import checker
import script
import traced
from disk_model import Disk
from history import History
from server import NotReady
from trial import SMALL_SEGMENTS

NAME = re.compile(rb'"request_unique_identifier":"([^"]+)"')
TRACED = traced.CHANGES + traced.SENDS


def run(trial):
    """power cut after each system call of a run and of its recovery, by the letter of POSIX"""
    plain = ((12, (4, 8)) if trial.quick else (40, (4, 8, 20, 30)))
    cut_all(trial, Cutter(trial), *plain)
    prepared = ((8, (3, 6)) if trial.quick else (13, (4, 7, 10)))
    cutter = Cutter(trial, SMALL_SEGMENTS)
    cut_all(trial, cutter, *prepared, sizes=script.LARGE_SIZES)
    expect_prepared(trial, cutter.calls)


def cut_all(trial, cutter, *how, **more):
    cutter.play(*how, **more)
    cutter.cut_everywhere(cutter.calls)
    lefts = cutter.lefts
    for files, answers in trial.chance.sample(lefts, min(len(lefts), trial.rounds_or(6, 1))):
        disk = Disk(cutter.data)
        disk.begin_with(files)
        cutter.cut_recovery(disk, answers)
    for disk, answers in cutter.killed:
        cutter.cut_recovery(disk, answers)
    trial.tally(cutter.history)


def expect_prepared(trial, calls):
    """Throws unless segments were prepared, new ones and such that had been replaced."""
    renamed = [[os.path.basename(name.decode()) for name in call.strings()]
               for call in calls if call.name.startswith("rename")]
    prepared = sum(old.startswith("journal-spare-") for old, _ in renamed)
    reused = sum(new.startswith("journal-spare-") for _, new in renamed)
    trial.count("segments prepared", prepared)
    trial.count("segments taken back", reused)
    if not prepared or not reused:
        raise AssertionError(f"{prepared} segments were prepared and {reused} taken back")


class Cutter:
    def __init__(self, trial, options=()):
        self.trial = trial
        self.options = options
        self.data = trial.fresh("data")
        self.log = trial.path("strace.log")
        self.history = History()
        self.calls = []
        self.seen = set()
        self.lefts = []  # (files, answers): what a power cut left that recovery has work with
        self.killed = []  # (disk, answers): when the process was killed, and the power went later

    def serve(self):
        under = traced.under_strace(self.log, TRACED, "-y", "-xx", "-s", "10000000")
        return self.trial.serve(self.data, *self.options, under=under)

    def play(self, *how, **more):
        """The scripted run, and what it asked of the system."""
        with self.serve() as server:
            script.play(server, self.history, *how, **more)
            server.stop()
        self.calls = in_order(traced.read_log(self.log))

    def cut_everywhere(self, calls):
        """Cuts after each call of a run that began with nothing."""
        kills = set(self.moments_to_kill(calls))
        disk = Disk(self.data)
        for index, answered in self.cut_after_each(disk, calls, self.history, self.history.after,
                                                   1 if self.trial.quick else 3):
            if index in kills:
                self.killed.append((copy.deepcopy(disk), answered))

    def moments_to_kill(self, calls):
        """The calls after which the process is killed, and the power goes later: the last write to
        each segment, each time that another snapshot counts, and some others."""
        writes = [(index, call.path) for index, call in enumerate(calls)
                  if call.name == "pwrite64" and call.path.endswith(".log")]
        turns = [index for (index, path), (_, after) in zip(writes, writes[1:]) if path != after]
        turns += [index for index, call in enumerate(calls) if call.name.startswith("rename")]
        others = [index for index, _ in writes if index not in turns]
        some = self.trial.rounds_or(3, 1)
        return (self.trial.chance.sample(turns, min(len(turns), 2 * some)) +
                self.trial.chance.sample(others, min(len(others), some)))

    def cut_after_each(self, disk, calls, history, known_after, chances=1):
        """Cuts after each call and gives its index and how many answers there were by then.
        `known_after` makes what a caller knows after some answers."""
        answered = 0
        for index, call in enumerate(calls):
            if call.name in traced.SENDS:
                names = NAME.findall(b"".join(call.strings()))
                answered += any(name.decode() in history.stored for name in names)
            elif not disk.apply(call):
                continue
            self.start_from(disk.survived(), known_after(answered), answered)
            self.start_from(disk.everything(), known_after(answered), answered)
            for _ in range(chances):
                left = disk.survived(self.trial.chance)
                if self.start_from(left, known_after(answered), answered) and left and answered:
                    self.lefts.append((left, answered))
            yield index, answered

    def cut_recovery(self, disk, answers):
        """Cuts the power while a server starts from what the process sees, and is called again."""
        files = disk.everything()
        self.data = self.trial.fresh("data")
        write_files(self.data, files)
        more = History()
        more.participants_used = self.history.participants_used
        with self.serve() as server:
            script.play(server, more, calls=1, snapshots=(), seed="more")
            server.kill()

        def known_after(more_answers):
            return joined(self.history.after(answers), more.after(more_answers))

        for _ in self.cut_after_each(disk, in_order(traced.read_log(self.log)), more, known_after):
            pass
        self.trial.count("recoveries")

    def start_from(self, files, known, answers):
        """Starts from what is left, once for each state; False if that was seen before."""
        state = digest_of(files, answers)
        if state in self.seen:
            return False
        self.seen.add(state)
        self.trial.count("power cuts")
        data = self.trial.fresh("cut")
        if files is not None:
            write_files(data, files)
        try:
            if self.trial.has_dump and files is not None and self.trial.chance.random() < 0.9:
                self.trial.verify_dump(data, known)
            else:
                self.trial.verify(data, known)
        except (checker.Violation, NotReady) as broken:
            sizes = "no directory" if files is None else {n: len(c) for n, c in files.items()}
            where = f"after {answers} answers, with {sizes}"
            raise checker.Violation(f"{broken}\n  {where}") from broken
        return True


def digest_of(files, answers):
    state = hashlib.sha256(repr((files and sorted(files), answers)).encode())
    for _, content in sorted((files or {}).items()):
        state.update(hashlib.sha256(content).digest())
    return state.digest()


def joined(known, more):
    """What a caller knows who made the calls of both."""
    known.acknowledged += more.acknowledged
    known.unverified += more.unverified
    known.doubtful += more.doubtful
    known.stored.update(more.stored)
    known.ids.update(more.ids)
    for kind, numbers in more.numbers.items():
        known.numbers[kind].update(numbers)
    known.participants_used = more.participants_used
    return known


def in_order(calls):
    """An answer counts from when it began to be sent, a change from when it had been made."""
    return sorted((call for call in calls if call.name in TRACED),
                  key=lambda call: call.began if call.name in traced.SENDS else call.ended)


def write_files(data, files):
    os.makedirs(data)
    for name, content in files.items():
        with open(os.path.join(data, name), "wb") as file:
            file.write(content)
