#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Reads the #include lines of the sources and checks the arrows: domain <- store <- lab <- http <- load <- app.

Usage: check_includes.py [root]. Prints one line per fault, exits 1 if there is any. Long files
and lines are only warned about.
"""
import pathlib
import re
import sys

LAYERS = ["domain", "store", "lab", "http", "load", "app"]  # each may include itself and those before it

# Further quoted includes: made by the build, seen by some layers only.
GENERATED = {"version.hpp": {"http", "load", "app"}}

# What a layer may include in angle brackets: all that is listed, or all that is not forbidden.
# The domain is pure: no JSON, HTTP, file, thread or clock (it may know calendars).
DOMAIN_ALLOWED = re.compile(r"boost/system/\w+\.hpp|c?[a-z_]+")  # std headers have no slash, no .h
FORBIDDEN = {
    "domain": re.compile(
        r"atomic|barrier|condition_variable|cstdio|ctime|csignal|execution|filesystem|fstream|future"
        r"|iostream|latch|mutex|random|semaphore|shared_mutex|stop_token|syncstream|thread"
    ),
    "store": re.compile(r"boost/(beast|json)(/.*|\.hpp)|CLI/.*"),
    "lab": re.compile(r"boost/(beast|asio)(/.*|\.hpp)|CLI/.*"),
    "http": re.compile(r"CLI/.*"),
    "load": re.compile(r"CLI/.*"),
    "app": re.compile(r"(?!)"),
}
CLOCK = re.compile(r"\b(?:system|steady|high_resolution|utc|file)_clock\b")

INCLUDE = re.compile(r'^\s*#\s*include\s*(?:<([^>]+)>|"([^"]+)")')
LICENCE = "// SPDX-License-Identifier: BSL-1.0"
LINES_MAX = 300
COLUMNS_MAX = 100


def fault_in_quoted(layer, name, is_test):
    """Why a file of this layer may not include "name", or None."""
    if name in GENERATED:
        return None if layer in GENERATED[name] else f'"{name}" is not for {layer}'
    folder = name.partition("/")[0]
    if is_test and folder in ("test", "bench"):
        return None
    if folder not in LAYERS or "/" not in name:
        return f'"{name}" is not a path from the root'
    if LAYERS.index(folder) > LAYERS.index(layer):
        return f"{layer} must not know {folder}"
    return None


def fault_in_angled(layer, name):
    """Why a file of this layer may not include <name>, or None."""
    if layer == "domain" and not DOMAIN_ALLOWED.fullmatch(name):
        return "domain knows std and Boost.System only"
    if FORBIDDEN[layer].fullmatch(name):
        return f"{layer} must not know <{name}>"
    return None


def faults_of(path, layer, is_test):
    """All (line number, fault) of one file."""
    lines = path.read_text(encoding="utf-8").splitlines()
    if not lines or lines[0] != LICENCE:
        yield 1, f"the first line must be {LICENCE}"
    for number, line in enumerate(lines, 1):
        if found := INCLUDE.match(line):
            angled, quoted = found.groups()
            if quoted:
                fault = fault_in_quoted(layer, quoted, is_test)
            else:
                fault = None if is_test else fault_in_angled(layer, angled)
            if fault:
                yield number, fault
        elif layer == "domain" and not is_test and CLOCK.search(line.partition("//")[0]):
            yield number, "domain must not read a clock: the time is given to it"


def warnings_of(path):
    """All (line number, warning) of one file."""
    lines = path.read_text(encoding="utf-8").splitlines()
    if len(lines) > LINES_MAX:
        yield len(lines), f"{len(lines)} lines, {LINES_MAX} is the habit"
    for number, line in enumerate(lines, 1):
        if len(line) > COLUMNS_MAX:
            yield number, f"{len(line)} columns, {COLUMNS_MAX} is the habit"


def sources(root):
    """All (path, layer, whether it is test code), in order."""
    folders = [(layer, layer, False) for layer in LAYERS]
    folders += [(f"test/{layer}", layer, True) for layer in LAYERS]
    folders += [(name, "app", True) for name in ("test/support", "test/fuzz", "bench")]
    for folder, layer, is_test in folders:
        for path in sorted((root / folder).rglob("*.[ch]pp")):
            yield path, layer, is_test


def main():
    root = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else ".")
    files = faults = 0
    for path, layer, is_test in sources(root):
        files += 1
        for number, fault in faults_of(path, layer, is_test):
            faults += 1
            print(f"{path.relative_to(root)}:{number}: {fault}")
        for number, warning in warnings_of(path):
            print(f"{path.relative_to(root)}:{number}: warning: {warning}")
    print(f"{files} files, {faults} faults")
    return 1 if faults or not files else 0


if __name__ == "__main__":
    sys.exit(main())
