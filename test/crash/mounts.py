# SPDX-License-Identifier: BSL-1.0
"""File systems of our own: small ones, and such whose power can be cut. Needs root."""
import os
import subprocess

IMAGE_BYTES = {"ext4": 96 << 20, "xfs": 320 << 20}


class Impossible(Exception):
    """It cannot be tried here: no root, no loop devices, a tool is missing."""


def command(*arguments):
    try:
        done = subprocess.run(arguments, capture_output=True, text=True, check=False)
    except FileNotFoundError as missing:
        raise Impossible(f"{arguments[0]} is not installed") from missing
    if done.returncode != 0:
        raise Impossible(f"{' '.join(arguments)}: {done.stderr.strip()}")


class Mount:
    """A mounted file system; unmounted when the `with` ends."""

    def __init__(self, place):
        if os.geteuid() != 0:
            raise Impossible("mounting needs root")
        self.place = place
        os.makedirs(place, exist_ok=True)
        self.is_mounted = False

    def __enter__(self):
        self.mount()
        return self

    def __exit__(self, *_):
        self.unmount()

    def unmount(self):
        if self.is_mounted:
            command("umount", self.place)
            self.is_mounted = False


class SmallMemory(Mount):
    """A tmpfs of some size."""

    def __init__(self, place, size_bytes):
        super().__init__(place)
        self.size_bytes = size_bytes

    def mount(self):
        command("mount", "-t", "tmpfs", "-o", f"size={self.size_bytes}", "crash", self.place)
        self.is_mounted = True

    def resize(self, size_bytes):
        command("mount", "-o", f"remount,size={size_bytes}", self.place)


class Disk(Mount):
    """A file system in a file. Its power can be cut: what was not synced by then is gone."""

    def __init__(self, place, kind):
        super().__init__(place)
        self.image = place + ".img"
        with open(self.image, "wb") as file:
            file.truncate(IMAGE_BYTES[kind])
        command("mkfs." + kind, "-q", self.image)

    def mount(self):
        command("mount", "-o", "loop", self.image, self.place)
        self.is_mounted = True

    def cut_power(self):
        """From now on nothing reaches the disk, not even the log of the file system."""
        command("xfs_io", "-x", "-c", "shutdown", self.place)

    def restart(self):
        """Mounts it again, as after a power cut."""
        self.unmount()
        self.mount()
