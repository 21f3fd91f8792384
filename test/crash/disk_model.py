# SPDX-License-Identifier: BSL-1.0
"""What may be on a disk after a power cut, by the letter of POSIX.

The contents of a file are sure up to its last fdatasync, the names in a directory up to its last
fsync. Of everything since, any part may be there: a name without its contents, the new name of a
file and not the removal of another one, some sectors of a write.
"""
import os

SECTOR = 512


class Contents:
    """A file, under whatever names."""

    def __init__(self):
        self.durable = b""
        self.written = bytearray()
        self.pending = []  # (offset, bytes), or (size, None) for a new size

    def change(self, offset, data):
        self.pending.append((offset, data))
        apply_change(self.written, offset, data)

    def sync(self):
        self.durable = bytes(self.written)
        self.pending.clear()

    def survived(self, chance):
        """What is durable and any part of the rest; only the former without chance."""
        content = bytearray(self.durable)
        if chance is None:
            return bytes(content)
        for offset, data in self.pending:
            luck = chance.random()
            if luck < 0.3:
                continue
            if luck < 0.5 or data is None:
                apply_change(content, offset, data)
            else:
                tear(content, offset, data, chance)
        return bytes(content)


def apply_change(content, offset, data):
    if data is None:
        size, content[:] = offset, content[:offset]
        content.extend(bytes(size - len(content)))
        return
    if len(content) < offset:
        content.extend(bytes(offset - len(content)))
    content[offset:offset + len(data)] = data


def tear(content, offset, data, chance):
    """Some sectors arrive. The size may be the new one already; what is missing reads as zeros."""
    keep = chance.random()
    if chance.random() < 0.5:
        apply_change(content, max(len(content), offset + len(data)), None)
    at = 0
    while at < len(data):
        end = min(len(data), at + SECTOR - (offset + at) % SECTOR)
        if chance.random() < keep:
            apply_change(content, offset + at, data[at:end])
        at = end


class Disk:
    """A directory that system calls are applied to, in the order in which they ended."""

    def __init__(self, directory):
        self.directory = directory
        self.exists = self.surely_exists = False
        self.names = {}
        self.durable_names = {}
        self.pending_names = []  # (name, Contents or None)

    def apply(self, call):
        """True if what may survive has changed."""
        if call.result.startswith("-") or call.result == "?" or call.path is None:
            return False
        if call.name in ("fsync", "fdatasync"):
            return self.sync(call.path)
        if call.name == "mkdir" and call.path == self.directory:
            self.exists = True
            return True
        if os.path.dirname(call.path) != self.directory:
            return False
        return self.change(call, os.path.basename(call.path))

    def sync(self, path):
        if path == os.path.dirname(self.directory):
            self.surely_exists = self.exists
        elif path == self.directory:
            self.durable_names = dict(self.names)
            self.pending_names.clear()
        elif os.path.basename(path) in self.names:
            self.names[os.path.basename(path)].sync()
        else:
            return False
        return True

    def change(self, call, name):
        if call.name == "openat":
            if "O_CREAT" in call.arguments and name not in self.names:
                self.rename(name, Contents())
            elif "O_TRUNC" in call.arguments:
                self.names[name].change(0, None)
            else:
                return False
        elif call.name == "pwrite64":
            offset = int(call.arguments.rsplit(",", 1)[1])
            self.names[name].change(offset, call.strings()[0][:int(call.result)])
        elif call.name == "ftruncate":
            self.names[name].change(int(call.arguments.rsplit(",", 1)[1]), None)
        elif call.name == "fallocate":
            _, mode, offset, size = call.arguments.rsplit(",", 3)
            grown = max(int(offset) + int(size), len(self.names[name].written))
            if mode.strip() == "0":
                self.names[name].change(grown, None)
        elif call.name.startswith("rename"):
            old = os.path.basename(call.strings()[0].decode())
            self.rename(name, self.names[old])
            self.rename(old, None)
        elif call.name.startswith("unlink"):
            self.rename(name, None)
        else:
            return False
        return True

    def begin_with(self, files):
        """All of this is on the disk."""
        self.exists = self.surely_exists = True
        for name, content in files.items():
            contents = Contents()
            contents.change(0, content)
            contents.sync()
            self.rename(name, contents)
        self.sync(self.directory)

    def everything(self):
        """Name -> content as the process sees it: what is there if it is killed."""
        if not self.exists:
            return None
        return {name: bytes(contents.written) for name, contents in self.names.items()}

    def rename(self, name, contents):
        self.pending_names.append((name, contents))
        set_name(self.names, name, contents)

    def survived(self, chance=None):
        """Name -> content of what is there after a power cut now; None: not even the directory."""
        if not (self.surely_exists or (chance is not None and chance.random() < 0.7)):
            return None
        names = dict(self.durable_names)
        for name, contents in self.pending_names if chance is not None else ():
            if chance.random() < 0.6:
                set_name(names, name, contents)
        return {name: contents.survived(chance) for name, contents in names.items()}


def set_name(names, name, contents):
    if contents is None:
        names.pop(name, None)
    else:
        names[name] = contents
