# SPDX-License-Identifier: BSL-1.0
"""Calls that fail on demand, as a client in Python sees them: `failing_calls.py PORT FAULT...`.

Puts each fault in place of the one before, makes one call, and prints a line: the status, or the
name of the exception; then how many whole tenths of a second it took.
"""
import http.client
import json
import sys
import time

HOST = "127.0.0.1"
CREATE = "/crmapi/rest/v2/customer_events/bulk/web/create"


def post(port, path, body, seconds=30):
    connection = http.client.HTTPConnection(HOST, port, timeout=seconds)
    connection.request("POST", path, json.dumps(body))
    answer = connection.getresponse()
    return answer.status, answer.read()


def outcome(port, body):
    begin = time.monotonic()
    try:
        text = str(post(port, CREATE, body, 1)[0])
    except (OSError, http.client.HTTPException, ValueError) as error:
        text = type(error).__name__
    return "%s %d" % (text, int((time.monotonic() - begin) * 10))


def main(port, *faults):
    port = int(port)
    who = {"username": "u", "password": "p", "organisation": "world"}
    token = json.loads(post(port, "/authentication/token", who)[1])["data"]["token"]
    for fault in faults:
        put, why = post(port, "/__admin/organisations/world/faults/replace", [json.loads(fault)])
        if put != 200:
            sys.exit(why)
        print(outcome(port, {"token": token, "web_customer_events_set": []}))


main(*sys.argv[1:])
