#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Compares the server with what people use instead, in turns, each freshly started: static stubs,
servers that validate, and one that validates and stores as this one does. What each of them does is
told beside its rate, and answers are compared before anything is timed."""
import contextlib
import json
import pathlib
import random
import re
import socket
import subprocess
import sys
import tempfile
import urllib.request

import measuring
from measuring import SERVER_CPU, latency, median_of, one

PACKAGES = {"fastify": "5", "@stoplight/prism-cli": "5", "wiremock": "3", "json-server": "0.17"}
OLD_NODE = {"fastify": "4"}  # for Node before 20, which Debian 12 has
TOKEN = "0123456789ABCDEF0123456789ABCDEF"
LOGGED_IN = {"data": {"token": TOKEN}, "status": {"code": "OK", "description": "", "message": ""}}
# Events in a call, connections.
SHAPES = [(1000, 4), (1, 16)]
# Of the slow; and json-server falls over when its file becomes large.
WARM_UP_CALLS = {"Prism": 30, "json-server": 5}
STUB, VALIDATES, STORES = "static stub", "validates", "validates and stores"


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def install(folder):
    """The peers' npm packages, installed on demand; nothing if npm cannot do it."""
    folder.mkdir(parents=True, exist_ok=True)
    try:
        node = int(subprocess.run(["node", "--version"], capture_output=True, text=True,
                                  check=True).stdout[1:].partition(".")[0])
    except (OSError, ValueError, subprocess.CalledProcessError):
        return None
    wanted = {**PACKAGES, **(OLD_NODE if node < 20 else {})}
    absent = [f"{name}@{version}" for name, version in wanted.items()
              if not (folder / "node_modules" / name / "package.json").exists()]
    if absent:
        print("Installing", *absent, file=sys.stderr)
        done = subprocess.run(["npm", "install", "--silent", "--no-audit", "--no-fund", "--prefix",
                               folder, *absent], stdout=sys.stderr)
        if done.returncode != 0:
            return None
    return folder / "node_modules"


def version(modules, package):
    return json.loads((modules / package / "package.json").read_text())["version"]


# --- How each of them is started: a context that gives port and pid -----------------------------

def start_crmlocal(o, modules, scratch, answer):
    return measuring.server(o.program, "serve", "--port=0", f"--fixtures={scratch}/fixture.json")


def start_floor(o, modules, scratch, answer):
    return measuring.server(o.build / "bench_floor", len(answer))


def start_fastify(o, modules, scratch, answer):
    return measuring.server("node", measuring.ROOT / "bench/peers/fastify/server.js",
                            scratch / "fixture.json", env={"NODE_PATH": str(modules)})


def start_prism(o, modules, scratch, answer):
    return measuring.server(
        "node", modules / "@stoplight/prism-cli/dist/index.js", "mock", "--host", "127.0.0.1",
        "--port", free_port(), "--verboseLevel", "info", measuring.ROOT / "docs/openapi.json",
        ready=re.compile(r"listening on http://127\.0\.0\.1:(\d+)"))


def start_wiremock(o, modules, scratch, answer):
    mappings = scratch / "wiremock/mappings"
    mappings.mkdir(parents=True, exist_ok=True)
    for name, pattern, body in (("login", ".*/authentication/token", json.dumps(LOGGED_IN)),
                                ("bulk", ".*/customer_events/bulk/.*/create", answer)):
        (mappings / f"{name}.json").write_text(json.dumps({
            "request": {"method": "POST", "urlPathPattern": pattern},
            "response": {"status": 200, "body": body,
                         "headers": {"Content-Type": "application/json"}}}))
    jar = next((modules / "wiremock/build").glob("*.jar"))
    return measuring.server("java", "-jar", jar, "--port", 0, "--bind-address", "127.0.0.1",
                            "--root-dir", scratch / "wiremock", "--no-request-journal",
                            ready=re.compile(r"^port:\s+(\d+)"))


def start_json_server(o, modules, scratch, answer):
    (scratch / "db.json").write_text('{"calls": []}')
    (scratch / "routes.json").write_text(json.dumps({"/customer_events/bulk/*/create": "/calls"}))
    (scratch / "log_in.js").write_text(  # it knows no login, and creates with 201
        "module.exports = (request, response, next) => {\n"
        "  const { status } = response;\n"
        "  response.status = (code) => status.call(response, code === 201 ? 200 : code);\n"
        f"  if (request.path.endsWith('/authentication/token')) response.json({json.dumps(LOGGED_IN)});\n"
        "  else next();\n};\n")
    port = free_port()
    return measuring.server(
        "node", modules / "json-server/lib/cli/bin.js", "db.json", "--host", "127.0.0.1", "--port", port,
        "--quiet", "--routes", "routes.json", "--middlewares", "log_in.js", cwd=scratch,
        port=port)


# Name, npm package, class, what it does with a call, how it is started.
PEERS = [
    ("crmlocal", None, STORES, "reads, judges, numbers and stores every event; a row for each",
     start_crmlocal),
    ("Fastify", "fastify", STORES,
     "bench/peers/fastify: the same judgement in maps; a row for each event", start_fastify),
    ("Prism", "@stoplight/prism-cli", VALIDATES,
     "validates the body by docs/openapi.json; answers with its example", start_prism),
    ("json-server", "json-server", STUB,
     "reads the body and appends it to a file as it is; answers with the body", start_json_server),
    ("WireMock", "wiremock", STUB, "reads the body; a constant answer", start_wiremock),
    ("Beast", None, STUB, "bench/floor: reads the body; a constant answer", start_floor),
]


@contextlib.contextmanager
def started(peer, o, modules, answer, fixture):
    with tempfile.TemporaryDirectory() as folder:
        scratch = pathlib.Path(folder)
        (scratch / "fixture.json").write_text(fixture)
        with peer[4](o, modules, scratch, answer) as where:
            yield where


# --- Answers are compared before anything is timed ----------------------------------------------

class Caller:
    """Somebody who has logged in at a server."""

    def __init__(self, port, who):
        self.base = f"http://127.0.0.1:{port}/"
        self.token = self.post("authentication/token", json.dumps(
            {"username": who, "password": who, "organisation": who}))["data"]["token"]

    def post(self, method, body):
        asked = urllib.request.Request(self.base + method, body.encode(),
                                       {"Content-Type": "application/json"})
        with urllib.request.urlopen(asked, timeout=60) as answer:
            return json.load(answer)

    def create(self, collection, body):
        """The answer to a bulk call, without what two servers may not have in common."""
        answer = self.post(f"customer_events/bulk/{collection}/create", body)
        for row in answer["data"].get("processed_customer_events_set", []):
            row["id"] = f"{len(row['id'])} digits"
        for row in answer["data"].get("unprocessed_customer_events_set", []):
            if row["error_code"] == "InvalidAmountsException":
                del row["error_description"]  # it shows numbers as they were sent: 50.00 or 50
        return answer


def seed_calls():
    """The vendor's six examples: (type, body with {{token}})."""
    page = (measuring.ROOT / "test/seed/customer_events_bulk.txt").read_text(encoding="utf-8")
    for part in page.split("POST customer_events/bulk/")[1:]:
        yield part.partition("/")[0], part.partition("\nBody:\n")[2].partition("\nResponse:\n")[0]


# What a member is replaced by.
ODD_VALUES = [None, True, 5, "", "x", "x" * 300, "2016-02-30T10:00:00", [], [1], {}, {"id": "x"},
              {"name": "x", "number": 5}, {"number": "x", "id": "y"}, {"name": "WEB 1"},
              {"name": "PURCHASE 2"}, {"number": "ACR0000000007"}, {"number": "RP0000000009"},
              {"code": "Bronze"}, {"name": "Visa"}, [{"product_identifier": {"code": "Bronze"}}]]


def events_of(call):
    return next(events for name, events in call.items() if name.endswith("_set"))


def generated_calls(o, collections):
    """A call of each type as they are measured, then one whose events are all changed somehow."""
    chance = random.Random(1)
    references = 0
    for collection in collections:
        call = json.loads(measuring.print_work(o, "body", 1000, f"--type={collection}", "--refused-share=0.1",
                                     "--events-per-call=300", "--udf-density=0.3"))
        call["token"] = "{{token}}"
        for changed in (False, True):
            for event in events_of(call):
                references += 1
                event["external_system_reference_number"] = f"R-{references // 2}"  # some twice
                if collection == "referrals":
                    event["referred_rewards_participant_identifier"] = {
                        "number": f"RP{references % 900 + 1:010}"}
                if changed:
                    change(event, chance)
            yield collection, json.dumps(call)


def change(event, chance):
    """Leaves out a member or gives it another value, on the event or on its first product."""
    target = event
    if "products_set" in event and chance.random() < 0.3:
        target = event["products_set"][0]
    name = chance.choice(list(target))
    if chance.random() < 0.3:
        del target[name]
    else:
        target[name] = chance.choice(ODD_VALUES)


def compare(o, peer, modules, fixture):
    """Ends everything if a peer that is said to do the same work answers anything else."""
    demo = (measuring.ROOT / "app/demo.json").read_text(encoding="utf-8")
    collections = [collection for collection, _ in seed_calls()]
    for who, text, calls in (("demo", demo, list(seed_calls())),
                             ("bench", fixture, list(generated_calls(o, collections)))):
        with started(PEERS[0], o, modules, "", text) as (ours, _), \
                started(peer, o, modules, "", text) as (theirs, _):
            a, b = Caller(ours, who), Caller(theirs, who)
            for collection, body in calls:
                expected = a.create(collection, body.replace("{{token}}", a.token))
                found = b.create(collection, body.replace("{{token}}", b.token))
                if expected != found:
                    sys.exit(f"{peer[0]} does not answer as crmlocal does:\n" +
                             first_difference(expected, found))


def first_difference(expected, found):
    for name, rows in expected["data"].items():
        others = found["data"].get(name, [])
        for i, row in enumerate(rows):
            if i >= len(others) or row != others[i]:
                return f"{name}[{i}]:\n  {row}\n  {others[i] if i < len(others) else 'nothing'}"
    return f"{json.dumps(expected)[:1000]}\n{json.dumps(found)[:1000]}"


# --- Measuring ----------------------------------------------------------------------------------

def load(o, peer, port, pid, events, connections):
    seconds, warm_up = (0.3, 20) if o.smoke else (2, 200)
    warm_up = WARM_UP_CALLS.get(peer[0], warm_up)
    checks = "rows" if peer[2] == STORES else "status"
    arguments = ["--type=web", f"--url=http://127.0.0.1:{port}/", f"--server-pid={pid}",
                 f"--check={checks}", "--rounds=1", f"--seconds={seconds}", "--events=100000000",
                 f"--warm-up={warm_up * events}", f"--events-per-call={events}",
                 f"--connections={connections}", "--bodies=96" if events == 1 else "--bodies=24",
                 f"--accounts={measuring.accounts(o)}"]
    if peer[2] == STORES:
        arguments.append("--only-writer")
    return one(measuring.bench(o.program, *arguments))


def make_fixture(o, count):
    return measuring.print_work(o, "fixture", count)


def answer_of(o, fixture, events):
    """What crmlocal answers to a call of so many events; the stubs answer with the same bytes."""
    body = measuring.print_work(o, "body", measuring.accounts(o), "--type=web", f"--events-per-call={events}")
    for digit in range(events):  # an external reference of its own for each event
        body = body.replace("-000000000000", f"-{digit + 1:012}", 1)
    with started(PEERS[0], o, None, "", fixture) as (port, _):
        caller = Caller(port, "bench")
        return json.dumps(caller.post("customer_events/bulk/web/create",
                                      body.replace("T" * 32, caller.token)), separators=(",", ":"))


def figures(rounds):
    cpu = median_of(rounds, SERVER_CPU)
    return {"events_per_second": median_of(rounds, "events_per_second"),
            "events_per_cpu_second": 1e6 / cpu, "server_cpu": cpu,
            "by_yardstick": median_of(rounds, SERVER_CPU + "_by_yardstick"),
            "p50": latency(rounds, "p50"), "p99": latency(rounds, "p99")}


def describe(shape):
    """The table for people."""
    ours = shape["peers"][0]
    rows = [[f"{p['name']} {p['version']}".strip(), p["class"], p["work"], p["events_per_second"],
             p["events_per_cpu_second"], ours["events_per_cpu_second"] / p["events_per_cpu_second"],
             p["p50"], p["p99"]] for p in shape["peers"]]
    return measuring.table(["", "class", "what it does", "events/s", "events/CPU s",
                            "crmlocal is x", "p50, ms", "p99, ms"], rows)


def measure(o, peers, modules, fixture, events, connections):
    answer = answer_of(o, fixture, events)
    rounds = {peer[0]: [] for peer in peers}
    for _ in range(o.rounds):
        for peer in peers:
            with started(peer, o, modules, answer, fixture) as (port, pid):
                rounds[peer[0]].append(load(o, peer, port, pid, events, connections))
    return {"events_per_call": events, "connections": connections, "peers": [
        {"name": name, "class": kind, "work": work,
         "version": version(modules, package) if package else "", **figures(rounds[name])}
        for name, package, kind, work, _ in peers]}


def main():
    o = measuring.options(__doc__, only={"help": "some of the peers, separated by commas"})
    folder = o.build.resolve() / "peers"
    if o.smoke and not (folder / "node_modules/fastify").exists():
        print("The peers are not installed: ./dev bench peers does it")
        sys.exit(77)
    modules = install(folder)
    if not modules:
        sys.exit("Node and npm are needed, and a way to the registry")
    wanted = [peer[0] for peer in PEERS]
    if o.only or o.smoke:
        wanted = (o.only or "Fastify").split(",")
    peers = [PEERS[0]] + [peer for peer in PEERS[1:] if peer[0] in wanted]
    for peer in peers[1:]:
        if peer[2] == STORES:
            compare(o, peer, modules, make_fixture(o, 1000))
    fixture = make_fixture(o, measuring.accounts(o))
    shapes = []
    for events, connections in SHAPES:
        shapes.append(measure(o, peers, modules, fixture, events, connections))
        print(f"\n{events} events in a call, {connections} connections\n\n{describe(shapes[-1])}")
    measuring.write(o.json, "peers", {"shapes": shapes})


if __name__ == "__main__":
    main()
