# SPDX-License-Identifier: BSL-1.0
"""Damages each file of a data directory in many ways, and looks whether it is noticed.

Allowed is: exit code 4 with the file and the place; or, where the damage goes on to the end of the
journal, as that of a power cut does, its end is cut off, which is said, and all before it is there.
Never: other data, a crash, memory without bound.
"""
import os
import re

import checker
import data_files
import script
import world
from client import Client
from data_files import copy_directory, files_of, frames_of, write_file
from history import Call, History, Violation
from load import make_call
from mounts import Impossible

JOURNAL_FRAMES = 220
LARGE_CALL_EVENTS = 1000
SPARE_MEMORY_BYTES = 4 << 20
DAMAGED = 4  # the exit code
REPAIRED_SHARE = 0.05  # of what is refused
PLACE = re.compile(r"byte \d+")
CUT = re.compile(r"(?i)\b(torn|cut off|incomplete)\b")


def run(trial):
    """files truncated, flipped, zeroed, frames exchanged, dropped, doubled: always noticed"""
    if not trial.has_check:
        raise Impossible("there is no `crmlocal check` yet")
    original, history = trial.fresh("data"), History()
    make_directory(trial, original, history)
    Damager(trial, original, history).damage_all()
    trial.tally(history)


def make_directory(trial, data, history):
    """A snapshot, and a journal of some hundred frames after it."""
    with trial.serve(data) as server:
        script.play(server, history, calls=8, snapshots=(6,))
        with Client(server.port) as client:
            for number in range(JOURNAL_FRAMES):
                kind = world.TYPES[number % len(world.TYPES)]
                event = world.event(kind, f"frame-{number}", history.next_participant())
                make_call(client, history, Call(kind, [event]))
                if number == JOURNAL_FRAMES // 2:
                    make_large_call(client, history)
        server.kill()


def make_large_call(client, history):
    """One that goes past the system's cache, with padding behind it."""
    events = [world.event("web", f"large-{i}", None) for i in range(LARGE_CALL_EVENTS)]
    make_call(client, history, Call("web", events))


class Damager:
    def __init__(self, trial, original, history):
        self.trial = trial
        self.original = original
        self.history = history
        self.files = files_of(original)
        self.journal = max(name for name in self.files if name.startswith("journal-"))
        self.frames = frames_of(self.files[self.journal])
        self.copy = trial.path("copy")
        copy_directory(original, self.copy)
        self.memory_bytes = self.memory_for_sound_directory()

    def damage_all(self):
        chance = self.trial.chance
        if self.trial.thorough:
            how_many = None
        else:
            how_many = self.trial.rounds_or(600, 40)
        for name, content in self.files.items():
            for kind in data_files.ALL:
                for what, damaged in kind(content, chance, how_many):
                    if damaged != content:
                        self.judge(name, what, damaged)
                self.restore(name)
            self.remove(name)
        self.exchange_files()

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
            if name == self.journal and self.may_be_torn(damaged) and "cut to" in what:
                raise Violation(f"{where}: a torn tail is refused: {text}")
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
        if name == self.journal:
            if not self.may_be_torn(damaged):
                raise Violation(f"{where}: not noticed: {text}")
            sound = self.sound_frames(damaged)
            end = sound[-1].end if sound else data_files.HEAD_BYTES
            calls -= sum(f.kind == data_files.EVENTS for f in self.frames[len(sound):])
            if len(damaged) != end and not CUT.search(text):
                raise Violation(f"{where}: the end was cut off and it is not said: {text}")
            self.trial.count("tails cut")
        known = self.history.after(calls)
        known.doubtful = []
        try:
            self.trial.verify_dump(self.copy, known)
            if not self.trial.has_dump or self.trial.chance.random() < 0.02:
                self.trial.verify(self.copy, known)
                copy_directory(self.original, self.copy)
        except Violation as broken:
            raise Violation(f"{where}: {broken}") from broken

    def sound_frames(self, damaged):
        """The frames before the first damaged one."""
        content = self.files[self.journal]
        sound = []
        for frame in self.frames:
            if damaged[:frame.end] != content[:frame.end]:
                break
            sound.append(frame)
        return sound

    def may_be_torn(self, damaged):
        """True if no frame is whole behind the damage: that is how a power cut looks as well."""
        content = self.files[self.journal]
        if damaged[:data_files.HEAD_BYTES] != content[:data_files.HEAD_BYTES]:
            return False
        rest = self.frames[len(self.sound_frames(damaged)):]
        begin = rest[0].begin if rest else len(content)
        return not any(content[f.begin:f.end] in damaged[begin:] for f in self.frames)

    def remove(self, name):
        os.remove(os.path.join(self.copy, name))
        code, text = self.check(1 << 20)
        self.trial.count("damages")
        if code != DAMAGED:
            raise Violation(f"{name} is missing: check ended with {code}: {text}")
        self.restore(name)

    def exchange_files(self):
        """Files under each other's names, and those of another directory."""
        other = self.trial.fresh("other")
        make_directory(self.trial, other, History())
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
