# SPDX-License-Identifier: BSL-1.0
"""kill -9 while callers create accounts, single events for them, and cancel purchases: what depends on
what was made a moment before."""
import json
import threading
import time

import world
from client import BASE, Client, Lost, Unsent
from history import Violation
from mounts import Impossible

ROUNDS_PER_DIRECTORY = 5
CALLERS = 4


def run(trial):
    """kill -9 while accounts and single events are created and purchases are cancelled"""
    rounds = trial.rounds_or(100, 5)
    for first in range(0, rounds, ROUNDS_PER_DIRECTORY):
        data, made = trial.fresh("data"), []
        for number in range(first, rounds)[:ROUNDS_PER_DIRECTORY]:
            kill_under_load(trial, data, made, f"{trial.seed}-{number}")
            for _ in range(2):  # after the kill, and after the clean stop of the first look
                look_again(trial, data, made)
            trial.count("kills")
        trial.count("accounts", sum(len(m.accounts) for m in made))
        trial.count("events", sum(len(m.events) for m in made))
        trial.count("cancelled", sum(len(m.cancelled) for m in made))


class Made:
    """What one caller was answered, as it was answered."""

    def __init__(self):
        self.accounts = {}  # number -> the account
        self.events = {}  # (type, number) -> the event
        self.cancelled = {}
        self.cancelling = None  # the purchase whose cancelling is in doubt
        self.broken = None


def kill_under_load(trial, data, made, name):
    with trial.serve(data, "--snapshot-interval", trial.chance.choice(("0.05", "3600")),
                     *trial.some_segments()) as server:
        callers = []
        for index in range(CALLERS):
            made.append(Made())
            callers.append(threading.Thread(target=work,
                                            args=(server, made[-1], f"{name}-{index}")))
        for caller in callers:
            caller.start()
        time.sleep(trial.chance.uniform(0.02, 0.3))
        server.kill()
        for caller in callers:
            caller.join()
    for one in made:
        if one.broken is not None:
            raise one.broken


def work(server, made, name):
    try:
        with Client(server.port) as client:
            client.log_in()
            for count in range(1 << 20):
                make_some(client, made, f"{name}-{count}")
    except (Unsent, Lost):
        pass
    except Exception as error:  # must reach the main thread, whatever it is
        made.broken = error


def make_some(client, made, name):
    """An account, a visit and a purchase of it, which is cancelled."""
    account = ask(client, "accounts_receivable/create", {"number": name, "name": f"Name {name}"})
    made.accounts[account["number"]] = account
    for kind in ("web", "purchases"):
        sent = world.event(kind, f"{name}-{kind}")
        del sent["request_unique_identifier"]
        sent["accounts_receivable_identifier"] = {"number": account["number"]}
        event = ask(client, f"customer_events/{kind}/create", sent)
        if made.events.setdefault((kind, event["number"]), event) is not event:
            raise Violation(f"{kind} number {event['number']} was given twice")
    made.cancelling = ("purchases", event["number"])
    cancelled = ask(client, "customer_events/purchases/cancel", by_number(event["number"]))
    made.cancelled[made.cancelling] = cancelled
    made.cancelling = None


def by_number(number):
    return {"customer_event_identifier": {"number": number}}


def ask(client, method, parameters):
    """The data of an answer that must be OK."""
    answer = client.exchange(f"{BASE}/{method}",
                             json.dumps({"token": client.token, **parameters}).encode())
    if answer.status == 404:
        raise Impossible(f"there is no {method}")
    read = answer.json()
    if read["status"]["code"] != "OK":
        raise Violation(f"{method} {parameters}: {answer.body[:300]!r}")
    return read["data"]


def look_again(trial, data, made):
    """Everything is there and looks as it did when it was made."""
    with trial.serve(data) as server, Client(server.port) as client:
        client.log_in()
        for one in made:
            for number, account in one.accounts.items():
                expect(client, "accounts_receivable/show",
                       {"accounts_receivable_identifier": {"number": number}}, account)
            for key, event in one.events.items():
                if key != one.cancelling:
                    expect(client, f"customer_events/{key[0]}/show", by_number(key[1]),
                           one.cancelled.get(key, event))
        code = server.stop()
        if code != 0:
            raise Violation(f"stopped with {code}:\n{server.errors()}")
    trial.count("looks")


def expect(client, method, parameters, wanted):
    found = ask(client, method, parameters)
    if found != wanted:
        raise Violation(f"{method} {parameters}: changed\n  {wanted}\n  {found}")
