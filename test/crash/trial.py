# SPDX-License-Identifier: BSL-1.0
"""What every scenario gets: a program, a folder, a source of chance, and a place to report to."""
import os
import random
import shutil
import tempfile

import checker
import world
from data_files import files_of, is_prepared
from server import Program, Server

# A few large calls fill one.
SMALL_SEGMENTS = ("--journal-segment-size", "65536")


class Trial:
    def __init__(self, name, arguments):
        self.name = name
        self.seed = arguments.seed
        self.rounds = arguments.rounds
        self.quick = arguments.quick
        self.thorough = arguments.thorough
        self.chance = random.Random(f"{name}/{self.seed}")
        self.folder = tempfile.mkdtemp(prefix=f"crash-{name}-", dir=arguments.folder)
        fixture = os.path.join(self.folder, "fixture.json")
        world.write_fixture(fixture)
        self.program = Program(arguments.program, fixture)
        self.has_check = self.program.tool("check", "--help")[0] == 0
        self.has_dump = self.program.tool("dump", "--help")[0] == 0
        self.counts = {}

    def path(self, name):
        return os.path.join(self.folder, name)

    def rounds_or(self, usual, quick):
        """How many rounds were asked for, or what is usual."""
        return self.rounds or (quick if self.quick else usual)

    def count(self, what, how_many=1):
        self.counts[what] = self.counts.get(what, 0) + how_many

    def serve(self, data, *options, **more):
        """A server in that directory, ready to be called."""
        return Server(self.program, data, options=options, **more)

    def some_segments(self):
        """Options with which the journal's segments are so small that one is prepared, filled or taken
        back all the time; or none."""
        return self.chance.choice((SMALL_SEGMENTS, SMALL_SEGMENTS, ()))

    def fresh(self, name):
        """An empty place for a data directory."""
        path = self.path(name)
        shutil.rmtree(path, ignore_errors=True)
        return path

    def verify(self, data, history):
        """Holds what is recovered from a directory against the history in both ways there are: the
        whole state as written by `crmlocal dump`, and through calls. Takes all doubts away."""
        self.verify_dump(data, history)
        with self.serve(data) as server:
            checker.verify_by_calls(server, history)
            code = server.stop()
            if code != 0:
                raise checker.Violation(f"stopped with {code}:\n{server.errors()}")
        self.count("verifications")

    def verify_dump(self, data, history, losable=None):
        """Compares the state of a directory that no server uses. Gives how many were lost of those
        that may be."""
        if not self.has_dump or not os.path.isdir(data):
            return 0
        events, code, errors = self.program.dump(data)
        if events is None:
            raise checker.Violation(f"dump ended with {code}: {errors}")
        return checker.verify_dump(events, history, losable)

    def count_prepared(self, data):
        """Counts the segments of a directory that were prepared before they were needed."""
        if os.path.isdir(data):
            self.count("prepared segments", sum(map(is_prepared, files_of(data).values())))

    def tally(self, history):
        """Adds up what a data directory went through."""
        self.count("calls", history.calls)
        self.count("events acknowledged", len(history.stored))
        self.count("calls refused", history.refused_calls)

    def summary(self):
        return ", ".join(f"{count:,} {what}" for what, count in self.counts.items())

    def clean(self):
        shutil.rmtree(self.folder, ignore_errors=True)
