# SPDX-License-Identifier: BSL-1.0
"""Cuts the power in the model of the disk with --durability interval: between two syncs anything may
have reached the disk, so that the newest groups may be there in part, and later ones before them."""
import os

import checker
import script
import traced
from data_files import EVENTS, frames_of
from disk_model import Disk
from scenario_power_model import Cutter, in_order, write_files
from trial import SMALL_SEGMENTS

OPTIONS = ("--durability", "interval", "--durability-interval", "0.5")


def run(trial):
    """the same with --durability interval: it starts, and no more is lost than since the last sync"""
    for options, sizes in (((), (1, 2, 7)), (SMALL_SEGMENTS, script.LARGE_SIZES)):
        cutter = Cutter(trial, (*OPTIONS, *options))
        with cutter.serve() as server:
            script.play(server, cutter.history, 12 if trial.quick else 30, (4, 8, 20), sizes=sizes)
            server.stop()
        cut_everywhere(trial, cutter, in_order(traced.read_log(cutter.log)))
        trial.tally(cutter.history)


def cut_everywhere(trial, cutter, calls):
    disk, synced = Disk(cutter.data), Synced(cutter.history)
    for call in calls:
        if call.name in traced.SENDS or not disk.apply(call):
            continue
        synced.see(call, disk)
        for _ in range(1 if trial.quick else 3):
            files = disk.survived(trial.chance)
            if files is None:
                continue
            trial.count("power cuts")
            data = trial.fresh("cut")
            write_files(data, files)
            sure = synced.names()
            try:
                trial.verify_dump(data, cutter.history,
                                  lambda stored: stored.event["request_unique_identifier"] not in sure)
            except checker.Violation as broken:
                sizes = {name: len(content) for name, content in files.items()}
                raise checker.Violation(f"{broken}\n  with {synced.calls} calls on the disk for sure, "
                                        f"and {sizes}") from broken


class Synced:
    """The calls of which it is sure that they are on the disk: those in what was synced of segments."""

    def __init__(self, history):
        self.history = history
        self.calls = {}  # segment -> how many

    def see(self, call, disk):
        name = os.path.basename(call.path)
        if call.name == "fdatasync" and name.endswith(".log"):
            frames = frames_of(bytes(disk.names[name].written))
            self.calls[name] = sum(f.kind == EVENTS for f in frames)

    def names(self):
        calls = self.history.acknowledged[:sum(self.calls.values())]
        return {name for call in calls for name in call.names()}
