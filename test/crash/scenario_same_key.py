# SPDX-License-Identifier: BSL-1.0
"""Repeats calls under the same Idempotency-Key, before and after the process is killed."""
import script
import world
from client import Client
from history import Call, History, Violation
from load import make_call


def run(trial):
    """a call with an Idempotency-Key is answered again byte for byte, after a restart as well"""
    for number in range(trial.rounds_or(20, 2)):
        data, history = trial.fresh("data"), History()
        calls = [some_call(history, f"{trial.seed}-{number}-{i}", i) for i in range(12)]
        with trial.serve(data, "--snapshot-interval", "3600") as server:
            with Client(server.port) as client:
                answers = [first_answer(client, history, call) for call in calls[:6]]
                expect_same(client, calls, answers)
                script.take_snapshot(client)
                answers += [first_answer(client, history, call) for call in calls[6:]]
            server.kill()
        for _ in range(2):  # after a kill, after a clean stop
            with trial.serve(data) as server, Client(server.port) as client:
                expect_same(client, calls, answers)
                expect_other_body_refused(client, calls)
                server.stop()
        trial.verify(data, history)
        trial.tally(history)
        trial.count("answers repeated", 4 * len(calls))


def some_call(history, name, number):
    kind = world.TYPES[number % len(world.TYPES)]
    events = [world.event(kind, f"{name}-{i}", history.next_participant()) for i in range(3)]
    call = Call(kind, events, key=f"key {name} \u00fc".encode("ascii", "replace").decode())
    return call


def first_answer(client, history, call):
    """Makes the call, and gives the answer as it came."""
    call.began_at = 0.0
    answer = client.create(call.kind, call.events, call.fields())
    history.acknowledge(call, *answer.rows(), 0.0)
    return answer


def expect_same(client, calls, answers):
    for call, first in zip(calls, answers):
        again = client.create(call.kind, call.events, call.fields())
        if (again.status, again.body) != (first.status, first.body):
            raise Violation(f"another answer under the same key:\n  {first.body[:300]!r}\n"
                            f"  {again.body[:300]!r}")


def expect_other_body_refused(client, calls):
    for call, other in zip(calls, calls[6:]):
        answer = client.create(call.kind, other.events if other.kind == call.kind else
                               call.events[:1], call.fields())
        if answer.status != 422:
            raise Violation(f"the same key with another body is answered with {answer.status}: "
                            f"{answer.body[:300]!r}")
