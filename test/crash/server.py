# SPDX-License-Identifier: BSL-1.0
"""The program under test, as a process: `crmlocal serve` and the tools for its data directory."""
import json
import os
import resource
import select
import signal
import subprocess
import time

START_SECONDS = 60
STOP_SECONDS = 60


class NotReady(Exception):
    """The server ended, or was killed, before it served calls."""

    def __init__(self, exit_code, errors):
        super().__init__(f"ended with {exit_code} before it was ready:\n{errors}")
        self.exit_code = exit_code
        self.errors = errors


class Program:
    """A `crmlocal` and the world it serves."""

    def __init__(self, binary, fixture):
        self.binary = os.path.abspath(binary)
        self.fixture = fixture

    def tool(self, *arguments, memory_bytes=None):
        """Runs a tool, perhaps with a limit on its memory: its exit code, output and errors."""
        limit = None
        if memory_bytes is not None:
            def limit():
                resource.setrlimit(resource.RLIMIT_AS, (memory_bytes, memory_bytes))
        process = subprocess.Popen([self.binary, *arguments], stdin=subprocess.DEVNULL,
                                   stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                                   preexec_fn=limit)
        output, errors = process.communicate(timeout=STOP_SECONDS)
        return process.returncode, output, errors.decode("utf-8", "replace")

    def check(self, data, memory_bytes=None):
        """What `crmlocal check` says: exit code and text."""
        code, output, errors = self.tool("check", data, memory_bytes=memory_bytes)
        return code, output.decode("utf-8", "replace") + errors

    def dump(self, data):
        """The events in what `crmlocal dump` writes; or None, the exit code and why."""
        code, output, errors = self.tool("dump", data)
        if code != 0:
            return None, code, errors
        events = [json.loads(line) for line in output.splitlines()
                  if line.startswith(b'{"kind":"event"')]
        return events, code, errors


class Server:
    """A running server. Stopped, or killed, when the `with` ends."""

    def __init__(self, program, data, *, options=(), under=(), environment=(), wait=True):
        self.program = program
        self.data = data
        command = [*under, program.binary, "serve", "--port", "0", "--fixtures", program.fixture]
        if data is not None:
            command += ["--data", data]
        command += options
        self.command = command
        name = os.path.basename(data or "memory") + ".errors"
        self.errors_path = os.path.join(os.path.dirname(program.fixture), name)
        variables = {**os.environ, **dict(environment)}
        if under:  # the search for leaks does not work while another process traces
            variables["ASAN_OPTIONS"] = variables.get("ASAN_OPTIONS", "") + ":detect_leaks=0"
        with open(self.errors_path, "wb") as errors:
            self.process = subprocess.Popen(command, stdin=subprocess.DEVNULL, env=variables,
                                            stdout=subprocess.PIPE, stderr=errors)
        self.port = None
        if wait:
            self.wait_until_ready()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.kill()

    def wait_until_ready(self):
        """Returns when calls are served; throws NotReady if that will never be."""
        deadline = time.monotonic() + START_SECONDS
        line = b""
        while not line.endswith(b"\n"):
            left = deadline - time.monotonic()
            if left <= 0 or not select.select([self.process.stdout], [], [], left)[0]:
                self.kill()
                raise NotReady(None, f"not ready within {START_SECONDS} s\n" + self.errors())
            got = os.read(self.process.stdout.fileno(), 4096)
            if not got:
                raise NotReady(self.wait(), self.errors())
            line += got
        self.port = int(line.rsplit(b":", 1)[1])

    @property
    def pid(self):
        return self.process.pid

    def errors(self):
        with open(self.errors_path, encoding="utf-8", errors="replace") as file:
            return file.read()

    def signal(self, number):
        """Sends a signal if it still runs."""
        if self.process.poll() is None:
            self.process.send_signal(number)

    def take_snapshot(self):
        self.signal(signal.SIGUSR1)

    def wait(self, seconds=STOP_SECONDS):
        """The exit code; negative: killed by that signal."""
        code = self.process.wait(seconds)
        self.process.stdout.close()
        return code

    def kill(self):
        self.signal(signal.SIGKILL)
        return self.wait()

    def stop(self):
        """Ends it as an operator does."""
        self.signal(signal.SIGTERM)
        return self.wait()

    def limit_file_size(self, file_bytes):
        """Sets RLIMIT_FSIZE of the running process; None takes the limit away."""
        limit = resource.RLIM_INFINITY if file_bytes is None else file_bytes
        resource.prlimit(self.pid, resource.RLIMIT_FSIZE, (limit, resource.RLIM_INFINITY))

    def memory_bytes(self):
        """What it has in memory now."""
        with open(f"/proc/{self.pid}/statm", encoding="ascii") as file:
            return int(file.read().split()[1]) * resource.getpagesize()
