# SPDX-License-Identifier: BSL-1.0
"""Holds what a server recovered against what its callers know: nothing acknowledged is lost,
nothing is there that nobody asked for, no number or id twice, calls in doubt whole or not at all.
"""
import time

import world
from client import Client
from history import Call, Violation

EVENTS_PER_CALL = 1000


def verify_by_calls(server, history):
    """Makes the calls of the last run again, as a caller does who does not know what became of it.

    What is stored is refused as a duplicate, everything else is stored now. Then one event of each
    type shows the next number, and so how many are stored.
    """
    with Client(server.port) as client:
        verify_acknowledged(client, history, history.unverified)
        history.unverified.clear()
        for call in list(history.doubtful):
            retry_doubtful(client, history, call)
        shown = show_next_numbers(client, history)
    history.check_numbers(shown)


def verify_acknowledged(client, history, calls):
    """Every event that was acknowledged must be refused when it comes again."""
    again = {}
    for call in calls:
        again.setdefault(call.kind, []).extend(
            e for e in call.events if e["request_unique_identifier"] in history.stored)
    for kind, events in again.items():
        for at in range(0, len(events), EVENTS_PER_CALL):
            answer = client.create(kind, events[at:at + EVENTS_PER_CALL])
            processed, refused = answer.rows()
            for name in processed:
                raise Violation(f"lost: {kind} {name}, acknowledged as number "
                                f"{history.stored[name].number}, and {len(processed) - 1} more")
            expect_duplicates(refused.values())


def retry_doubtful(client, history, call):
    """A call in doubt is made again: all of it was stored, or nothing was. With an Idempotency-Key
    both are answered alike."""
    answer = client.create(call.kind, call.events, call.fields())
    processed, refused = answer.rows()
    names = set(call.names())
    new = names & set(processed)
    if new and new != names:
        raise Violation(f"half a call: {call.kind}, {len(names) - len(new)} of {len(names)} events")
    expect_duplicates(row for name, row in refused.items() if name in names)
    history.resolve_doubt(call, stored=not new)
    if new:
        history.acknowledge(call, processed, refused, time.monotonic())


def expect_duplicates(rows):
    for row in rows:
        if row["error_code"] not in world.STORED_ALREADY:
            raise Violation(f"stored, but not refused as a duplicate: {row}")


def show_next_numbers(client, history):
    """Gives the types of which there was one more event to make: all but referrals, of which there are
    no more than participants."""
    shown = set()
    for kind in world.TYPES:
        if kind == "referrals":
            referred = history.next_participant()
            if referred is None:
                continue
        else:
            referred = None
        call = Call(kind, [world.event(kind, f"next-{history.calls}-{kind}", referred)])
        call.began_at = time.monotonic()
        history.acknowledge(call, *client.create(kind, call.events).rows(), time.monotonic())
        shown.add(kind)
    return shown


def verify_dump(events, history, losable=None):
    """Compares the whole state, as `crmlocal dump` wrote it, with the history.

    `losable`, if given, says of a `Stored` that it was acknowledged so late that it may be lost;
    then what is there must still be a beginning of what was there. Gives how many were lost of those.
    """
    found = {}
    numbers = {kind: set() for kind in world.TYPES}
    for line in events:
        name, kind, number = name_of(line), line["type"], line["number"]
        if name in found:
            raise Violation(f"twin: {name} is stored twice")
        found[name] = line
        if int(number) in numbers[kind]:
            raise Violation(f"twin: {kind} number {number}")
        numbers[kind].add(int(number))
    for kind, there in numbers.items():
        if there and max(there) != len(there):
            raise Violation(f"{kind}: a hole, {len(there)} events with numbers up to {max(there)}")
    return compare(found, history, losable)


def name_of(line):
    """The name that an event gave itself."""
    return line["external_system_reference_number"]


def compare(found, history, losable):
    lost, newest_kept = [], 0.0
    for name, stored in history.stored.items():
        line = found.pop(name, None)
        if line is None:
            if losable is None or not losable(stored):
                raise Violation(f"lost: {stored.kind} number {stored.number}, {name}")
            lost.append(stored)
            continue
        compare_event(line, stored)
        newest_kept = max(newest_kept, stored.began)
    for stored in lost:
        if stored.at < newest_kept:
            raise Violation(f"{stored.kind} number {stored.number} is lost, but what was called "
                            f"after its answer is there")
    for call in history.doubtful:
        there = [name for name in call.names() if found.pop(name, None) is not None]
        if there and len(there) != len(call.names()):
            raise Violation(f"half a call: {len(there)} of {len(call.names())} events")
    unseen = sum(history.unseen.values())
    if len(found) != unseen:
        raise Violation(f"phantoms: {len(found) - unseen}, for instance {list(found)[:3]}")
    return len(lost)


def compare_event(line, stored):
    if (int(line["number"]), line["id"]) != (stored.number, stored.id):
        raise Violation(f"changed: {line['number']} {line['id']} was acknowledged as "
                        f"{stored.number} {stored.id}")
    for member, value in stored.event.items():
        if member == "request_unique_identifier" or value == "":
            continue  # not stored; not given
        if line.get(member) != value:
            raise Violation(f"changed: {member} of {stored.kind} {stored.number} is "
                            f"{line.get(member)!r}, was {value!r}")
