#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Runs the recipes of a document and compares what they print with what the document says.

Usage: recipes.py PROGRAM DOCUMENT [SECTION]. Every section (`## …`) gets a server of its own, whose
URL is in the variable CRM; `<!-- serve: --seed 1 -->` gives it options. In blocks marked `sh` a line
`$ command` is run, continued by lines `> …`; the lines after it are its output, errors included. In
them … stands for anything, and a line of … for any number of lines. Variables live as long as the
section; what stands before the first section is run at the beginning of each. Blocks marked `python` or `js` are programs that must end with 0 and print what the `text`
block behind them says, if there is one. Prints what differs, exits 1 if anything does.
"""
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import time

SECONDS_MAX = 60
END = "--- end of a command ---"
FENCE = re.compile(r"^```(\w*)\s*$")
SERVE = re.compile(r"<!-- serve:\s*(.*?)\s*-->")
PROGRAMS = {"python": ["python3", "-"], "js": ["node", "--input-type=module", "-"]}


class Section:
    def __init__(self, title):
        self.title = title
        self.options = []
        self.blocks = []  # (language, first line's number, lines)


def sections_of(document):
    out, block = [Section("")], None
    for number, line in enumerate(document.read_text(encoding="utf-8").splitlines(), 1):
        if fence := FENCE.match(line):
            if block is None:
                block = (fence[1], number + 1, [])
            else:
                out[-1].blocks.append(block)
                block = None
        elif block is not None:
            block[2].append(line)
        elif line.startswith("## "):
            out.append(Section(line[3:].strip()))
        elif options := SERVE.match(line):
            out[-1].options += options[1].split()
    return out


def steps_of(lines, first):
    """The commands of a block: (line number, command, expected lines)."""
    steps = []
    for number, line in enumerate(lines, first):
        if line.startswith("$ "):
            steps.append((number, line[2:], []))
        elif line.startswith("> ") and not steps[-1][2]:
            steps[-1] = (steps[-1][0], steps[-1][1] + "\n" + line[2:], [])
        else:
            steps[-1][2].append(line)
    return steps


def fits(expected, found):
    """Whether the lines found are those expected, in which … stands for anything."""
    pattern = []
    for line in expected:
        if line.strip() == "…":
            pattern.append(r"(?:[^\n]*\n)*?")
        else:
            pattern.append("[^\n]*?".join(re.escape(part) for part in line.rstrip().split("…")) + "\n")
    return re.fullmatch("".join(pattern), "".join(line.rstrip() + "\n" for line in found)) is not None


class Server:
    def __init__(self, program, options, directory):
        ready = directory / "ready"
        self.process = subprocess.Popen([program, "serve", "--port", "0", "--log-level", "warn",
                                         "--ready-file", ready, *options],
                                        stdout=subprocess.DEVNULL)
        until = time.monotonic() + SECONDS_MAX
        while not ready.exists():
            if self.process.poll() is not None or time.monotonic() > until:
                self.stop()
                raise SystemExit("the server did not start")
            time.sleep(0.01)
        self.url = ready.read_text().strip()

    def stop(self):
        self.process.terminate()
        try:
            self.process.wait(SECONDS_MAX)
        except subprocess.TimeoutExpired:
            self.process.kill()


def run(command, text, where):
    done = subprocess.run(command, input=text, text=True, stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, timeout=SECONDS_MAX, **where)
    return done.returncode, done.stdout


def shell_faults(blocks, where):
    """Runs the commands of all those blocks in one shell."""
    steps = [step for language, first, lines in blocks if language == "sh"
             for step in steps_of(lines, first)]
    script = "".join(f"{command}\necho; echo '{END}'\n" for _, command, _ in steps)
    _, printed = run(["bash", "-c", script], "", where)
    outputs = printed.split(f"{END}\n")
    if len(outputs) != len(steps) + 1:
        yield steps[min(len(outputs), len(steps)) - 1][0], "the shell ended", printed
    for (number, _, expected), output in zip(steps, outputs):
        found = output.removesuffix("\n").splitlines()
        while expected and not expected[-1].strip():
            expected = expected[:-1]
        while found and not found[-1].strip():
            found = found[:-1]
        if not fits(expected, found):
            yield number, "expected\n" + "\n".join(expected), "\n".join(found)


def program_faults(section, where):
    blocks = section.blocks + [("", 0, [])]
    for (language, first, lines), (after, _, expected) in zip(blocks, blocks[1:]):
        if language not in PROGRAMS:
            continue
        code, printed = run(PROGRAMS[language], "\n".join(lines) + "\n", where)
        if code != 0:
            yield first, "the program ended with %d" % code, printed
        elif after == "text" and not fits(expected, printed.splitlines()):
            yield first, "expected\n" + "\n".join(expected), printed


def faults_of(program, section, prelude):
    with tempfile.TemporaryDirectory() as name:
        directory = pathlib.Path(name)
        server = Server(program, section.options, directory)
        try:
            where = {"cwd": directory, "env": {**os.environ, "CRM": server.url, "no_proxy": "*",
                                               "CRMLOCAL": program, "PATH": os.pathsep.join(
                                                   [os.path.dirname(program), os.environ["PATH"]])}}
            yield from shell_faults(prelude + section.blocks, where)
            yield from program_faults(section, where)
        finally:
            server.stop()


def main(program, document, only=""):
    program = str(pathlib.Path(program).resolve())
    ran = faults = 0
    prelude, *sections = sections_of(pathlib.Path(document))
    for section in sections:
        if only not in section.title or not any(
                language == "sh" or language in PROGRAMS for language, _, _ in section.blocks):
            continue
        ran += 1
        for number, wrong, found in faults_of(program, section, prelude.blocks):
            faults += 1
            print(f"{document}:{number}: {wrong}\nfound\n{found}\n")
    print(f"{ran} sections, {faults} faults")
    return 1 if faults or not ran else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
