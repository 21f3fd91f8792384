# SPDX-License-Identifier: BSL-1.0
"""What may become of a journal of which one segment is damaged."""
import data_files
from data_files import BLOCK, FRAME_HEADER, HEAD_BYTES, frames_of, up_to_block


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

    def has_ended(self):
        return bool(self.frames) and self.frames[-1].kind == data_files.SEGMENT_END


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

    def damaged(self, name, content):
        """What such a damage means; None if the file is no segment."""
        if name not in self.segments:
            return None
        later = any(s.frames for other, s in self.segments.items() if other > name)
        return Damage(self.segments[name], content, later)


class Damage:
    """A segment and what has become of it."""

    def __init__(self, segment, content, is_followed):
        self.segment = segment
        self.content = content
        sound = 0
        for frame in segment.frames:
            if segment.bytes_of(frame) != content[frame.begin:frame.end]:
                break
            sound += 1
        self.rest = segment.frames[sound:]  # from the first damaged frame on
        self.end = self.rest[0].begin if self.rest else segment.end()
        self.may_be_torn = (content[:HEAD_BYTES] == segment.content[:HEAD_BYTES] and
                            not (self.rest and is_followed) and
                            not self.is_there(f for f in segment.frames if self.is_of_another_group(f)))
        # How many calls were in the frames that are gone.
        self.calls_lost = sum(f.kind == data_files.EVENTS for f in self.rest)

    def is_of_another_group(self, frame):
        """True if it cannot have been written together with the first damaged one."""
        return (not self.rest or frame.group != self.rest[0].group or
                frame.sequence <= self.rest[0].sequence)

    def is_there(self, frames):
        """True if one of them is whole behind the sound ones."""
        grown = max(0, len(self.content) - len(self.segment.content))
        behind = self.content[self.end:data_files.blocks_end(self.segment.content) + grown + BLOCK]
        return any(self.segment.bytes_of(frame) in behind for frame in frames)

    def must_be_taken(self, is_truncated):
        """True if there is no reason to refuse it."""
        if not self.may_be_torn:
            return False
        if self.segment.is_prepared and not self.rest:
            return not self.segment.has_ended() or not any(self.rest_of_block())
        return is_truncated

    def rest_of_block(self):
        return self.content[self.end:up_to_block(self.end)]

    def must_be_said(self):
        """True if there is something where the sound frames end: in a prepared segment, something of
        what was written there."""
        if not self.segment.is_prepared:
            return len(self.content) != self.end
        if any(self.rest_of_block()):
            return True
        if not self.rest:
            return False
        header = slice(self.end, self.end + FRAME_HEADER.size)
        if self.content[header] == self.segment.content[header]:
            return True
        if self.is_there(f for f in self.rest if f.group == self.rest[0].group):
            return True
        if self.end % BLOCK:
            return False
        return any(byte not in (0, was) for byte, was in zip(self.content[self.end:self.end + BLOCK],
                                                             self.segment.before[self.end:]))
