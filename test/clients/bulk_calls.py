# SPDX-License-Identifier: BSL-1.0
"""Logs in and makes bulk calls as a client in Python does: `bulk_calls.py PORT BODY_FILE`.

Prints each answer as one line of JSON: its status, header fields and body. The body of the calls is
the file's, with {{token}} in it.
"""
import gzip
import http.client
import json
import sys

BASE = "/crmapi/rest/v2"


def show(answer, body):
    print(json.dumps({"status": answer.status, "fields": answer.getheaders(), "body": body}))


def call(connection, method, body, fields=()):
    connection.request("POST", BASE + "/" + method, body, dict(fields))
    answer = connection.getresponse()
    received = answer.read()
    if answer.getheader("Content-Encoding") == "gzip":
        received = gzip.decompress(received)
    text = received.decode("utf-8")
    show(answer, text)
    return text


def main(port, body_file):
    connection = http.client.HTTPConnection("127.0.0.1", int(port), timeout=30)
    who = {"username": "u", "password": "p", "organisation": "world"}
    answer = call(connection, "authentication/token", json.dumps(who))
    token = json.loads(answer)["data"]["token"]
    with open(body_file, encoding="utf-8") as file:
        body = file.read().replace("{{token}}", token).encode("utf-8")

    create = "customer_events/bulk/web/create"
    socket = connection.sock
    call(connection, create, body, {"Content-Type": "application/json"})
    call(connection, create, gzip.compress(body),
         {"Content-Encoding": "gzip", "Accept-Encoding": "gzip"})
    # Without a length, http.client sends it in chunks.
    call(connection, create, iter([body[:7], body[7:]]))
    if connection.sock is not socket:
        sys.exit("the connection was not kept")


main(*sys.argv[1:])
