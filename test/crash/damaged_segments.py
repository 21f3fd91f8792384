# SPDX-License-Identifier: BSL-1.0
"""What may become of a journal of which one segment is damaged."""
import data_files
from data_files import FRAME_HEADER, HEAD_BYTES, frames_of, up_to_block


class Segment:
    def __init__(self, content, first, before):
        self.content = content
        self.is_prepared = data_files.is_prepared(content)
        self.frames = frames_of(content, first)
        self.before = before  # what was in it when it was prepared

    def bytes_of(self, frame):
        return self.content[frame.begin:frame.end]

    def end(self):
        """Where its frames end."""
        return self.frames[-1].end if self.frames else data_files.frames_begin(self.content)

    def split(self, damaged):
        """The frames before the first damaged one, and the others."""
        count = 0
        while (count < len(self.frames) and
               self.bytes_of(self.frames[count]) == damaged[self.frames[count].begin:self.frames[count].end]):
            count += 1
        return self.frames[:count], self.frames[count:]


class Journal:
    """The segments that a manifest names, of which one is damaged at a time."""

    def __init__(self, files, before):
        self.segments = {}
        first = None
        for name in sorted(name for name in files if name.startswith("journal-")):
            segment = Segment(files[name], first, before.get(name))
            self.segments[name] = segment
            if segment.frames:
                first = segment.frames[-1].sequence + 1

    def has(self, name):
        return name in self.segments

    def may_be_torn(self, name, damaged):
        """True if what is whole behind the damage, if anything, may have been written together with
        what is damaged: that is how a power cut looks as well."""
        segment = self.segments[name]
        if damaged[:HEAD_BYTES] != segment.content[:HEAD_BYTES]:
            return False
        sound, rest = segment.split(damaged)
        if not rest:
            behind = damaged[segment.end():]
            return not any(segment.bytes_of(f) in behind for f in sound)
        if any(other.frames for other_name, other in self.segments.items() if other_name > name):
            return False
        behind = damaged[rest[0].begin:]
        return not any(segment.bytes_of(f) in behind for f in segment.frames
                       if f.group != rest[0].group or f.sequence <= rest[0].sequence)

    def must_be_taken(self, name, damaged, is_truncated):
        """True if there is no reason to refuse it."""
        if not self.may_be_torn(name, damaged):
            return False
        segment = self.segments[name]
        end = segment.end()
        if segment.is_prepared and not segment.split(damaged)[1]:
            return not self.has_ended(name) or not any(damaged[end:up_to_block(end)])
        return is_truncated

    def has_ended(self, name):
        frames = self.segments[name].frames
        return bool(frames) and frames[-1].kind == data_files.SEGMENT_END

    def calls_lost(self, name, damaged):
        """How many calls were in the frames that are gone."""
        _, rest = self.segments[name].split(damaged)
        return sum(f.kind == data_files.EVENTS for f in rest)

    def must_be_said(self, name, damaged):
        """True if there is something where the sound frames end: in a prepared segment, something of
        what was written there."""
        segment = self.segments[name]
        sound, rest = segment.split(damaged)
        end = rest[0].begin if rest else segment.end()
        if not segment.is_prepared:
            return len(damaged) != end
        if any(damaged[end:up_to_block(end)]):
            return True
        if not rest:
            return False
        header = slice(end, end + FRAME_HEADER.size)
        if damaged[header] == segment.content[header]:
            return True
        if any(segment.bytes_of(f) in damaged[end:] for f in rest if f.group == rest[0].group):
            return True
        if end % data_files.BLOCK:
            return False
        return any(byte not in (0, was) for byte, was in zip(damaged[end:end + data_files.BLOCK],
                                                             segment.before[end:]))
