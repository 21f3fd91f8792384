# SPDX-License-Identifier: BSL-1.0
"""kill -9 while organisations are made, used, changed, reset, put back and removed: each of them is
after the restart what it was when its caller looked last."""
import glob
import json
import os
import random
import threading
import time
import urllib.parse

import world
from client import BASE, Client, Lost, Unsent
from history import Violation

ROUNDS_PER_DIRECTORY = 5
CALLERS = 3
ADMIN = "/__admin/organisations"


def run(trial):
    """kill -9 while organisations come, go and begin anew"""
    rounds = trial.rounds_or(100, 5)
    for first in range(0, rounds, ROUNDS_PER_DIRECTORY):
        data, callers = trial.fresh("data"), []
        for number in range(first, rounds)[:ROUNDS_PER_DIRECTORY]:
            callers += kill_under_load(trial, data, f"{trial.seed}-{number}")
            code, said = trial.program.check(data)
            if code != 0:
                raise Violation(f"check ends with {code}: {said}")
            for _ in range(2):  # after the kill, and after the clean stop of the first look
                look_again(trial, data, callers)
            trial.count("kills")
        trial.count("changes", sum(c.changes for c in callers))
        trial.count("organisations", sum(len(c.states) for c in callers))


def kill_under_load(trial, data, name):
    callers = []
    with trial.serve(data, "--snapshot-interval", trial.chance.choice(("0.05", "3600")),
                     *trial.some_segments()) as server:
        for index in range(CALLERS):
            callers.append(Caller(f"{name}-{index}"))
        threads = [threading.Thread(target=c.work, args=(server.port,)) for c in callers]
        for thread in threads:
            thread.start()
        time.sleep(trial.chance.uniform(0.05, 0.5))
        server.kill()
        for thread in threads:
            thread.join()
    for one in callers:
        if one.broken is not None:
            raise one.broken
    return callers


def look_again(trial, data, callers):
    with trial.serve(data) as server, Client(server.port) as client:
        listed = {o["name"] for o in ask(client, "GET", ADMIN)["organisations"]}
        for caller in callers:
            for name, state in caller.states.items():
                if name != caller.in_doubt and state_of(client, name) != state:
                    raise Violation(f"{name} is no longer what it was:\n  {state}\n"
                                    f"  {state_of(client, name)}")
            for name in listed - set(caller.states) - {caller.in_doubt}:
                if name.startswith(caller.name + "."):
                    raise Violation(f"{name} is there, but was removed or never made")
            # What became of it is known from now on.
            if caller.in_doubt in listed:
                caller.states[caller.in_doubt] = state_of(client, caller.in_doubt)
            else:
                caller.states.pop(caller.in_doubt, None)
            caller.in_doubt = None
        code = server.stop()
        if code != 0:
            raise Violation(f"stopped with {code}:\n{server.errors()}")
    trial.count("looks")


def path_of(name):
    return f"{ADMIN}/{urllib.parse.quote(name, safe='')}"


def ask(client, method, path, body=None):
    sent = b"" if body is None else json.dumps(body).encode()
    answer = client.exchange(path, sent, method=method)
    read = answer.json()
    if answer.status not in (200, 201):
        raise Violation(f"{method} {path}: {answer.status} {answer.body[:300]!r}")
    return read


def state_of(client, name):
    """Everything that is durable of an organisation, events included."""
    shown = ask(client, "GET", path_of(name))
    changes = ask(client, "GET", path_of(name) + "/diff")
    return (ask(client, "GET", path_of(name) + "/fixture"), changes["events"], shown["seed"],
            shown["expires_on"])


class Caller:
    """One that works with organisations of its own."""

    def __init__(self, name):
        self.name = name
        self.chance = random.Random(name)
        self.states = {}  # of its organisations, as seen last
        self.checkpoints = set()
        self.in_doubt = None  # the organisation whose change was not answered
        self.changes = 0
        self.broken = None

    def work(self, port):
        try:
            with Client(port) as client:
                for count in range(1 << 20):
                    self.change(client, count)
        except (Unsent, Lost):
            pass
        except Exception as error:  # must reach the main thread, whatever it is
            self.broken = error

    def change(self, client, count):
        kinds = [self.make, self.use, self.use, self.reset, self.patch, self.put_back, self.replace,
                 self.remove]
        kind = self.chance.choice(kinds) if self.states else self.make
        name = self.in_doubt = f"{self.name}.{count}" if kind == self.make else \
            self.chance.choice(sorted(self.states))
        if kind == self.remove:
            self.remove(client, name)
            del self.states[name]
        else:
            kind(client, name)
            self.states[name] = state_of(client, name)
        self.in_doubt = None
        self.changes += 1

    def make(self, client, name):
        ask(client, "POST", ADMIN, {"name": name, "seed": self.changes, "ttl": "1d",
                                    "from": self.chance.choice([world.ORGANISATION,
                                                                *sorted(self.states)])})

    def use(self, client, name):
        who = {"username": "u", "password": "p", "organisation": name}
        client.token = ask(client, "POST", BASE + "/authentication/token", who)["data"]["token"]
        kind = self.chance.choice([t for t in world.TYPES if t != "referrals"])
        client.create(kind, [world.event(kind, f"{name}-{self.changes}-{i}") for i in range(3)])

    def reset(self, client, name):
        ask(client, "POST", path_of(name) + "/reset", {})

    def patch(self, client, name):
        ask(client, "PATCH", path_of(name) + "/fixture",
            {"products": [{"code": f"P{self.changes % 7}", "description": f"at {self.changes}"}],
             "settings": {"rules": {"account_active": self.chance.choice(["on", "off"])}}})

    def put_back(self, client, name):
        """Saves a checkpoint, changes something, and goes back."""
        ask(client, "POST", path_of(name) + "/checkpoints/c")
        self.use(client, name)
        ask(client, "POST", path_of(name) + "/checkpoints/c/restore")

    def replace(self, client, name):
        fixture = ask(client, "GET", path_of(name) + "/fixture")
        ask(client, "PUT", path_of(name) + "/fixture", fixture)

    def remove(self, client, name):
        ask(client, "DELETE", path_of(name))


def run_full(trial):
    """a change of organisations that the disk does not take is undone, and made when there is room"""
    data = trial.fresh("data")
    caller = Caller(f"full-{trial.seed}")
    with trial.serve(data, "--snapshot-interval", "3600") as server:
        with Client(server.port) as client:
            for name in ("a", "b"):
                caller.make(client, name)
                caller.use(client, name)
                ask(client, "POST", path_of(name) + "/checkpoints/c")
                caller.use(client, name)
            fixture = ask(client, "GET", path_of("b") + "/fixture")
            changes = [("POST", ADMIN, {"name": "c"}), ("POST", path_of("a") + "/reset", {}),
                       ("PATCH", path_of("a") + "/fixture", {"products": [{"code": "New"}]}),
                       ("PATCH", path_of("a") + "/fixture",
                        {"settings": {"rules": {"account_active": "off"}}}),
                       ("PUT", path_of("b") + "/fixture", fixture),
                       ("POST", path_of("a") + "/checkpoints/c/restore", None),
                       ("DELETE", path_of("b"), None)]
            for change in changes:
                refuse_then_make(server, data, client, change)
                trial.count("changes undone")
            before = states(client)
        server.kill()
    with trial.serve(data) as server, Client(server.port) as client:
        if states(client) != before:
            raise Violation(f"not what it was:\n  {before}\n  {states(client)}")


def states(client):
    names = [o["name"] for o in ask(client, "GET", ADMIN)["organisations"]]
    return {name: state_of(client, name) for name in names}


def refuse_then_make(server, data, client, change):
    method, path, body = change
    sent = b"" if body is None else json.dumps(body).encode()
    before = states(client)
    newest = max(glob.glob(os.path.join(data, "journal-*.log")))
    server.limit_file_size(os.path.getsize(newest))
    answer = client.exchange(path, sent, method=method)
    if answer.status != 503:
        raise Violation(f"{method} {path} without room: {answer.status} {answer.body[:200]!r}")
    if states(client) != before:
        raise Violation(f"{method} {path} was refused but not undone")
    server.limit_file_size(None)
    until = time.monotonic() + 20
    while answer.status == 503 and time.monotonic() < until:
        time.sleep(0.05)
        answer = client.exchange(path, sent, method=method)
    if answer.status not in (200, 201) or states(client) == before:
        raise Violation(f"{method} {path} with room: {answer.status} {answer.body[:200]!r}")
