# SPDX-License-Identifier: BSL-1.0
"""Cuts the power in a model of the disk: after each system call of a scripted run, and of the
recovery from what that left. Finds what real file systems forgive, and needs no privileges."""
import hashlib
import os
import re

import checker
import script
import traced
from disk_model import Disk
from history import History
from server import NotReady

NAME = re.compile(rb'"request_unique_identifier":"([^"]+)"')
TRACED = traced.CHANGES + traced.SENDS


def run(trial):
    """power cut after each system call of a run and of its recovery, by the letter of POSIX"""
    cutter = Cutter(trial)
    cutter.play()
    cutter.cut_everywhere(Disk(cutter.data), cutter.calls, cutter.history.after)
    lefts = cutter.lefts
    for files, answers in trial.chance.sample(lefts, min(len(lefts), trial.rounds_or(20, 2))):
        cutter.cut_recovery(files, answers)
    trial.tally(cutter.history)


class Cutter:
    def __init__(self, trial):
        self.trial = trial
        self.data = trial.fresh("data")
        self.log = trial.path("strace.log")
        self.history = History()
        self.calls = []
        self.seen = set()
        self.lefts = []  # (files, answers): what a power cut left that recovery has work with

    def under(self):
        return traced.under_strace(self.log, TRACED, "-y", "-xx", "-s", "10000000")

    def play(self):
        """The scripted run, and what it asked of the system."""
        calls, snapshots = (12, (4, 8)) if self.trial.quick else (40, (4, 8, 20, 30))
        with self.trial.serve(self.data, under=self.under()) as server:
            script.play(server, self.history, calls, snapshots)
            server.stop()
        self.calls = traced.read_log(self.log)

    def cut_everywhere(self, disk, calls, known_after):
        """Cuts after each call. `known_after` makes what a caller knows after some answers."""
        answered = 0
        for call in in_order(calls):
            if call.name in traced.SENDS:
                names = NAME.findall(b"".join(call.strings()))
                answered += any(name.decode() in self.history.stored for name in names)
            elif not disk.apply(call):
                continue
            self.start_from(disk.survived(), known_after(answered), answered)
            self.start_from(disk.everything(), known_after(answered), answered)
            for _ in range(1 if self.trial.quick else 3):
                left = disk.survived(self.trial.chance)
                if self.start_from(left, known_after(answered), answered) and left and answered:
                    self.lefts.append((left, answered))

    def cut_recovery(self, files, answers):
        """Cuts the power again while a server starts from what is left."""
        data = self.trial.fresh("data")
        write_files(data, files)
        with self.trial.serve(data, under=self.under()) as server:
            server.stop()
        disk = Disk(data)
        disk.begin_with(files)
        self.cut_everywhere(disk, traced.read_log(self.log), lambda _: self.history.after(answers))
        self.trial.count("recoveries")

    def start_from(self, files, known, answers):
        """Starts from what is left, once for each state; False if that was seen before."""
        state = hashlib.sha256(repr((files, answers)).encode()).digest()
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


def in_order(calls):
    """An answer counts from when it began to be sent, a change from when it had been made."""
    return sorted((call for call in calls if call.name in TRACED),
                  key=lambda call: call.began if call.name in traced.SENDS else call.ended)


def write_files(data, files):
    os.makedirs(data)
    for name, content in files.items():
        with open(os.path.join(data, name), "wb") as file:
            file.write(content)
