# SPDX-License-Identifier: BSL-1.0
"""A caller: one connection that is kept, and nothing between us and the bytes."""
import json
import socket

import world

BASE = "/crmapi/rest/v2"
ANSWER_SECONDS = 60


class Unsent(Exception):
    """There was no connection: the call was never made."""


class Lost(Exception):
    """The connection broke after the call was sent: nobody knows what became of it."""


class Answer:
    def __init__(self, status, fields, body):
        self.status = status
        self.fields = fields
        self.body = body

    def json(self):
        return json.loads(self.body)

    def rows(self):
        """What was processed and what was refused, each row under its request identifier."""
        data = self.json()["data"]
        name = "request_unique_identifier"
        return ({row[name]: row for row in data["processed_customer_events_set"]},
                {row[name]: row for row in data["unprocessed_customer_events_set"]})

    def is_bulk(self):
        return self.status == 200 and self.json()["status"]["code"] == "OK"


class Client:
    def __init__(self, port, seconds=ANSWER_SECONDS):
        self.port = port
        self.seconds = seconds
        self.socket = None
        self.read = b""
        self.token = None

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def close(self):
        if self.socket is not None:
            self.socket.close()
            self.socket = None
        self.read = b""

    def connect(self):
        if self.socket is not None:
            return
        try:
            self.socket = socket.create_connection(("127.0.0.1", self.port), self.seconds)
            self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        except OSError as error:
            raise Unsent(str(error)) from error

    def exchange(self, path, body, fields=(), method="POST"):
        """Makes a request and gives the answer. Throws Unsent or Lost."""
        self.connect()
        head = [f"{method} {path} HTTP/1.1", "Host: 127.0.0.1", f"Content-Length: {len(body)}"]
        head += [f"{name}: {value}" for name, value in fields]
        try:
            self.socket.sendall("\r\n".join(head).encode() + b"\r\n\r\n" + body)
            return self.receive()
        except (OSError, ValueError) as error:
            self.close()
            raise Lost(str(error)) from error

    def receive(self):
        while b"\r\n\r\n" not in self.read:
            self.read_more()
        head, self.read = self.read.split(b"\r\n\r\n", 1)
        lines = head.decode("latin-1").split("\r\n")
        fields = dict(line.lower().split(": ", 1) for line in lines[1:])
        size = int(fields["content-length"])
        while len(self.read) < size:
            self.read_more()
        body, self.read = self.read[:size], self.read[size:]
        if fields.get("connection") == "close":
            self.close()
        return Answer(int(lines[0].split(" ")[1]), fields, body)

    def read_more(self):
        got = self.socket.recv(1 << 18)
        if not got:
            raise OSError("closed by the server")
        self.read += got

    def log_in(self):
        who = {"username": "u", "password": "p", "organisation": world.ORGANISATION}
        answer = self.exchange(BASE + "/authentication/token", json.dumps(who).encode())
        self.token = answer.json()["data"]["token"]

    def create(self, kind, events, fields=()):
        """A bulk call, after a login if there was none."""
        if self.token is None:
            self.log_in()
        body = json.dumps({"token": self.token, world.SETS[kind]: events}).encode()
        return self.exchange(f"{BASE}/customer_events/bulk/{kind}/create", body, fields)
