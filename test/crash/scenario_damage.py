# SPDX-License-Identifier: BSL-1.0
"""Damages each file of a data directory in many ways, and looks whether it is noticed.

Allowed is: exit code 4 with the file and the place; or, where the damage goes on to the end of the
journal, as that of a power cut does, its end is cut off, which is said, and all before it is there.
Of a segment that was prepared the end may be gone without a word where nothing of it is left.
Never: other data, a crash, memory without bound.
"""
import os
import re

import checker
import damage_directories
import data_files
from damaged_segments import Journal
from data_files import copy_directory, files_of, write_file
from history import History, Violation
from mounts import Impossible

SPARE_MEMORY_BYTES = 4 << 20
DAMAGED = 4  # the exit code
REPAIRED_SHARE = 0.05  # of what is refused
PLACE = re.compile(r"byte \d+")
CUT = re.compile(r"(?i)\b(torn|cut off|incomplete)\b")


def run(trial):
    """files truncated, flipped, zeroed, frames exchanged, dropped, doubled: always noticed"""
    if not trial.has_check:
        raise Impossible("there is no `crmlocal check` yet")
    for make, how_many in ((damage_directories.grown, trial.rounds_or(600, 40)),
                           (damage_directories.prepared, trial.rounds_or(200, 12)),
                           (damage_directories.taken_back, trial.rounds_or(200, 12))):
        original, history = trial.fresh("data"), History()
        before = make(trial, original, history)
        Damager(trial, original, history, before).damage_all(make, how_many)
        trial.tally(history)


class Damager:
    def __init__(self, trial, original, history, before):
        self.trial = trial
        self.original = original
        self.history = history
        self.files = files_of(original)
        self.journal = Journal(self.files, before)
        self.copy = trial.path("copy")
        copy_directory(original, self.copy)
        self.memory_bytes = self.memory_for_sound_directory()

    def damage_all(self, make, how_many):
        chance = self.trial.chance
        if self.trial.thorough:
            how_many = None
        for name, content in self.files.items():
            for kind in data_files.ALL:
                for what, damaged in kind(content, chance, how_many):
                    if damaged != content:
                        self.judge(name, what, damaged)
                self.restore(name)
            self.remove(name)
        self.exchange_files(make)

    def restore(self, name):
        write_file(os.path.join(self.copy, name), self.files[name])

    def judge(self, name, what, damaged):
        write_file(os.path.join(self.copy, name), damaged)
        where = f"{name}, {what}"
        code, text = self.check(max(len(damaged), max(map(len, self.files.values()))))
        self.trial.count("damages")
        if code == DAMAGED:
            if not PLACE.search(text) and name not in text:
                raise Violation(f"{where}: refused, but not said where: {text}")
            damage = self.journal.damaged(name, damaged)
            if damage and damage.must_be_taken("cut to" in what):
                raise Violation(f"{where}: refused, though nothing that was durable is damaged, or as "
                                f"a power cut does: {text}")
            self.trial.count("refused")
            if self.trial.chance.random() < REPAIRED_SHARE:
                self.repair(where)
            return
        if code != 0:
            raise Violation(f"{where}: check ended with {code}: {text}")
        self.judge_accepted(name, where, damaged, text)

    def repair(self, where):
        """What `crmlocal repair` makes of it is sound, and holds nothing that was not there."""
        code, _, errors = self.trial.program.tool("repair", self.copy)
        if code not in (0, DAMAGED):
            raise Violation(f"{where}: repair ended with {code}: {errors}")
        if code == 0:
            events, code, errors = self.trial.program.dump(self.copy)
            if events is None:
                raise Violation(f"{where}: repaired, but dump ended with {code}: {errors}")
            for event in events:
                checker.compare_event(event, self.history.stored[checker.name_of(event)])
            self.trial.count("repaired")
            self.trial.count("events kept by repairs", len(events))
        copy_directory(self.original, self.copy)

    def judge_accepted(self, name, where, damaged, text):
        """It was taken as it is: then nothing may be missing but a torn tail."""
        calls = len(self.history.acknowledged)
        damage = self.journal.damaged(name, damaged)
        if damage:
            if not damage.may_be_torn:
                raise Violation(f"{where}: not noticed: {text}")
            calls -= damage.calls_lost
            is_said = CUT.search(text) is not None
            if damage.must_be_said() and not is_said:
                raise Violation(f"{where}: the end was cut off and it is not said: {text}")
            self.trial.count("tails cut" if is_said else "taken without a word")
        known = self.history.after(calls)
        known.doubtful = []
        try:
            self.trial.verify_dump(self.copy, known)
            if not self.trial.has_dump or self.trial.chance.random() < 0.02:
                self.trial.verify(self.copy, known)
                copy_directory(self.original, self.copy)
        except Violation as broken:
            raise Violation(f"{where}: {broken}") from broken

    def remove(self, name):
        os.remove(os.path.join(self.copy, name))
        code, text = self.check(1 << 20)
        self.trial.count("damages")
        if code != DAMAGED:
            raise Violation(f"{name} is missing: check ended with {code}: {text}")
        self.restore(name)

    def exchange_files(self, make):
        """Files under each other's names, and those of another directory."""
        other = self.trial.fresh("other")
        make(self.trial, other, History())
        foreign = files_of(other)
        for name, content in self.files.items():
            strangers = [c for n, c in self.files.items() if n != name]
            strangers += [c for n, c in foreign.items() if n == name]
            for stranger in strangers:
                self.judge(name, "replaced by another file", stranger)
            self.restore(name)

    # --- Memory ----------------------------------------------------------------------------------

    def check(self, file_bytes):
        limit = self.memory_bytes and self.memory_bytes + 2 * file_bytes + SPARE_MEMORY_BYTES
        return self.trial.program.check(self.copy, limit)

    def memory_for_sound_directory(self):
        """The least address space with which `check` succeeds; None under a sanitizer."""
        code, text = self.trial.program.check(self.copy)
        if code != 0:
            raise Violation(f"a sound directory is refused: {text}")
        low, high = 1 << 20, 1 << 30
        if self.trial.program.check(self.copy, high)[0] != 0:
            return None
        while high - low > 1 << 20:
            middle = (low + high) // 2
            if self.trial.program.check(self.copy, middle)[0] == 0:
                high = middle
            else:
                low = middle
        return high
