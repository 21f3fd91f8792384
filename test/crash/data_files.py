# SPDX-License-Identifier: BSL-1.0
"""The files of a data directory as docs/format.md describes them (a head, then frames), and ways to
damage them."""
import os
import shutil
import struct

SECTOR = 512
BLOCK = 4096
HEAD = struct.Struct("<8sII16sQQQQ")
HEAD_BYTES = HEAD.size
JOURNAL = 2  # the kind of a file
FRAME_HEADER = struct.Struct("<IIQQQBBHI")
LARGE_BYTES, EDGE_BYTES, DEEP_STEP, FAR_STEP = 4096, 128, 61, 1536
# Types of frames: what ends a segment, and the events of a call.
SEGMENT_END, EVENTS = 1, 6


class Frame:
    def __init__(self, begin, end, fields):
        self.begin = begin
        self.end = end
        self.sequence, self.group, self.kind = fields[3:6]


def is_prepared(content):
    """True of a segment of a journal that was prepared before it was needed: behind its frames there
    may be whatever the file held before."""
    if len(content) < HEAD_BYTES:
        return False
    _, _, kind, _, _, first_sequence, _, _ = HEAD.unpack_from(content)
    return kind == JOURNAL and first_sequence == 0


def frames_begin(content):
    """Where the frames of a file begin."""
    return BLOCK if is_prepared(content) else HEAD_BYTES


def frames_of(content, first=None):
    """The frames of a sound file; the first of them must have that sequence number, if it is given."""
    frames, at, expected = [], frames_begin(content), first
    while at + FRAME_HEADER.size <= len(content):
        fields = FRAME_HEADER.unpack_from(content, at)
        end = at + (FRAME_HEADER.size + fields[1] + 7) // 8 * 8
        frame = Frame(at, end, fields)
        if frame.kind == 0 or end > len(content) or frame.sequence != (expected or frame.sequence):
            break
        frames.append(frame)
        at, expected = end, frame.sequence + 1
    return frames


def copy_directory(source, target):
    """Makes a copy; replaces what was there."""
    shutil.rmtree(target, ignore_errors=True)
    shutil.copytree(source, target)


def files_of(data):
    """Name -> content of all files that hold data."""
    contents = {}
    for name in sorted(os.listdir(data)):
        if name == "MANIFEST" or name.endswith((".log", ".dat")):
            with open(os.path.join(data, name), "rb") as file:
                contents[name] = file.read()
    return contents


def read_file(path):
    with open(path, "rb") as file:
        return file.read()


def write_file(path, content):
    with open(path, "wb") as file:
        file.write(content)


# --- Damages: each yields (what was done, the damaged content) -----------------------------------


def truncations(content, chance, how_many):
    for size in sample(chance, places_of(content), how_many):
        yield f"cut to {size} bytes", content[:size]


def flips(content, chance, how_many):
    for at in sample(chance, places_of(content), how_many):
        bit = chance.randrange(8)
        changed = bytearray(content)
        changed[at] ^= 1 << bit
        yield f"bit {bit} of byte {at} flipped", bytes(changed)


def flips_at_the_end(content, chance, how_many):
    """In the headers of the last two frames, and in what fills the last block."""
    frames = frames_of(content)[-2:]
    places = [at for f in frames for at in range(f.begin, f.begin + FRAME_HEADER.size)]
    if frames:
        places += range(frames[-1].end, min(blocks_end(content) + 2, len(content)))
    for at in sample(chance, places, how_many):
        changed = bytearray(content)
        changed[at] ^= 1 << chance.randrange(8)
        yield f"byte {at} near the end flipped", bytes(changed)


def sectors(content, chance, how_many):
    """Each sector zeroed; repeated in place of the next one; exchanged for another one."""
    places = [at for at in range(0, len(content), SECTOR)
              if at < blocks_end(content) + BLOCK or at % FAR_STEP == 0]
    for at in sample(chance, places, how_many):
        size = min(SECTOR, len(content) - at)
        yield f"sector at {at} zeroed", content[:at] + bytes(size) + content[at + size:]
    for at in sample(chance, places[:-1], how_many):
        end = at + SECTOR
        copy = content[at:end][:len(content) - end]
        yield f"sector at {at} repeated", content[:end] + copy + content[end + len(copy):]


def whole_frames(content, chance, how_many):
    """Frames exchanged, dropped, doubled."""
    frames = frames_of(content)
    for i in sample(chance, range(len(frames)), how_many):
        f = frames[i]
        whole = content[f.begin:f.end]
        yield f"frame at {f.begin} dropped", content[:f.begin] + content[f.end:]
        yield f"frame at {f.begin} doubled", content[:f.end] + whole + content[f.end:]
        if i + 1 < len(frames):
            after = frames[i + 1]
            yield (f"frame at {f.begin} exchanged for the next one",
                   content[:f.begin] + content[after.begin:after.end] + whole + content[after.end:])


def appended(content, chance, _):
    """Bytes behind the end that do not belong there."""
    for size in (1, 7, 8, 40, 512, 5000):
        yield f"{size} zeros behind the end", content + bytes(size)
        yield f"{size} bytes behind the end", content + chance.randbytes(size)


def blocks_end(content):
    """Where the blocks end that frames were written to: what lies behind is of no account."""
    frames = frames_of(content)
    return up_to_block(frames[-1].end if frames else frames_begin(content))


def up_to_block(at):
    return (at + BLOCK - 1) // BLOCK * BLOCK


def places_of(content):
    """Every byte; but of what lies deep in a large frame, which one check covers, some, and of what
    is of no account a few."""
    places, at = [], 0
    for frame in frames_of(content):
        if frame.end - frame.begin > LARGE_BYTES:
            places += range(at, frame.begin + EDGE_BYTES)
            at = frame.end - EDGE_BYTES
            places += range(frame.begin + EDGE_BYTES, at, DEEP_STEP)
    end = min(blocks_end(content), len(content))
    return [*places, *range(at, end), *range(end, len(content), FAR_STEP + 1)]


def sample(chance, places, how_many):
    if how_many is None or how_many >= len(places):
        return places
    return sorted(chance.sample(places, how_many))


ALL = (truncations, flips, flips_at_the_end, sectors, whole_frames, appended)
