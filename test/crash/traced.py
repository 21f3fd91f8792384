# SPDX-License-Identifier: BSL-1.0
"""A server under strace: what it asked of the system, in order, and calls that are made to fail."""
import functools
import re
import subprocess

from mounts import Impossible

# Everything by which files and directories change or become durable.
CHANGES = ("openat", "mkdir", "pwrite64", "write", "ftruncate", "fallocate", "fdatasync", "fsync",
           "rename", "renameat", "renameat2", "unlink", "unlinkat", "link")
SENDS = ("sendmsg", "sendto", "writev")


def under_strace(log, calls, *more):
    """The beginning of a command line; the process keeps its pid and exit code."""
    expect_strace()
    return ("strace", "-D", "-f", "-q", "-o", log, "-e", "trace=" + ",".join(calls),
            "-e", "signal=none", *more)


@functools.cache
def expect_strace():
    """Throws Impossible if strace is missing, or may not trace here."""
    try:
        tried = subprocess.run(("strace", "-q", "-o", "/dev/null", "true"), capture_output=True,
                               text=True, check=False)
    except FileNotFoundError as missing:
        raise Impossible("strace is not installed") from missing
    if tried.returncode != 0:
        raise Impossible(f"strace may not trace: {tried.stderr.strip()}")


def injected(call, what, when, path=None):
    """Options by which the when-th such call (of a thread, on that path) fails or kills."""
    return (*(("-P", path) if path else ()), "-e", f"inject={call}:{what}:when={when}")


def was_injected(log):
    """True if a call has failed as it was told to."""
    with open(log, encoding="latin-1") as file:
        return any("(INJECTED)" in line for line in file)


def was_renamed(log, path):
    """True if a file was given that name."""
    return any(call.name.startswith("rename") and call.path == path for call in read_log(log))


class SystemCall:
    """A completed system call."""

    __slots__ = ("thread", "name", "arguments", "result", "path", "began", "ended")

    def __init__(self, thread, name, arguments, result, began, ended):
        self.thread = thread
        self.name = name
        self.arguments = arguments
        self.result = result
        self.began = began  # lines of the log
        self.ended = ended
        self.path = path_of(arguments)

    def strings(self):
        """The quoted arguments, as bytes."""
        return [unescaped(text) for text in re.findall(r'"((?:[^"\\]|\\.)*)"', self.arguments)]


# With -y a file descriptor shows what it is: 5</data/MANIFEST.tmp>
DESCRIPTOR = re.compile(r"^(?:AT_FDCWD(?:<[^>]*>)?, )?(\d+)<((?:[^>\\]|\\.)*)>")
LINE = re.compile(r"^(\d+) +(\w+)\((.*)\) += (-?\d+|\?)(.*)$")
UNFINISHED = re.compile(r"^(\d+) +(\w+)\((.*) <unfinished \.\.\.>$")
RESUMED = re.compile(r"^(\d+) +<\.\.\. (\w+) resumed>(.*)\) += (-?\d+|\?)(.*)$")


def unescaped(text):
    """The bytes that strace -xx wrote as \\x.. ."""
    return bytes.fromhex(text.replace("\\x", "")) if "\\x" in text else text.encode("latin-1")


def readable(path):
    return unescaped(path).decode("utf-8", "replace") if "\\x" in path else path


def path_of(arguments):
    """The file that a call is about: its descriptor's, or the (last) name it gives."""
    found = DESCRIPTOR.match(arguments)
    if found:
        return readable(found.group(2))
    names = re.findall(r'"((?:[^"\\]|\\.)*)"', arguments)
    return readable(names[-1]) if names else None


def read_log(log):
    """The completed calls, in the order in which they ended; what was cut off is left out."""
    calls, begun = [], {}
    with open(log, encoding="latin-1") as file:
        for number, line in enumerate(file):
            line = line.rstrip("\n")
            found = UNFINISHED.match(line)
            if found:
                begun[found.group(1)] = (number, found.group(2), found.group(3))
                continue
            found = RESUMED.match(line)
            if found:
                thread, name, rest, result, _ = found.groups()
                began, _, arguments = begun.pop(thread, (number, name, ""))
                calls.append(SystemCall(thread, name, arguments + rest, result, began, number))
                continue
            found = LINE.match(line)
            if found:
                thread, name, arguments, result, _ = found.groups()
                calls.append(SystemCall(thread, name, arguments, result, number, number))
    return calls
