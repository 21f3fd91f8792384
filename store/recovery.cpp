// SPDX-License-Identifier: BSL-1.0
#include "store/recovery.hpp"

#include <algorithm>

#include <boost/system/system_error.hpp>
#include <fmt/format.h>

#include "store/damage.hpp"
#include "store/frame_stream.hpp"
#include "store/replay.hpp"
#include "store/whole_file.hpp"

namespace crmlocal::store {
namespace {

std::uint64_t size_of(const std::string& path) {
    error_code error;
    const file in = file::open_to_read(path, error);
    const std::uint64_t size = error ? 0 : in.size(error);
    return error ? 0 : size;
}

// Reads the segments of a journal one after the other.
class journal_reader {
public:
    journal_reader(const data_directory& directory, const reading& how, recovery_summary& found,
                   const std::function<void(std::uint64_t)>& progress)
        : directory_(directory), how_(how), found_(found), progress_(progress) {}

    void read_segments(std::uint64_t first, std::uint64_t last) {
        for (std::uint64_t number = first; number <= last; ++number) {
            frame_stream in = open(number);
            read_frames(in);
            ++found_.segments;
            found_.journal_bytes += in.offset();
            if (found_.ended) {
                judge_end(in);
                continue;
            }
            if (number < last) {
                if (number + 1 != last || !is_untouched(last))
                    throw damage(in.path(), in.offset(), "a damaged frame; segments follow");
                found_.untouched = true;
            }
            return judge_tail(in);
        }
    }

private:
    frame_stream open(std::uint64_t number) {
        found_.segment = number;
        found_.offset = 0;
        frame_stream in(directory_.segment_path(number), file_kind::journal,
                        directory_.contents().instance, number);
        const std::uint64_t first = in.head().first_sequence;
        if (!in.head().is_prepared() && first != found_.next.sequence)
            throw damage(in.path(), 0,
                         fmt::format("begins with frame {}, but frame {} is the next one", first,
                                     found_.next.sequence));
        return in;
    }

    void read_frames(frame_stream& in) {
        found_.ended = false;
        found_.offset = in.offset();
        while (!found_.ended) {
            const std::uint64_t at = in.offset();
            const auto f = in.next();
            if (!f) break;
            check_order(*f, in, at);
            found_.ended = static_cast<change_type>(f->header.type) == change_type::segment_end;
            if (!found_.ended) take(*f, in.path(), at);
            ++found_.next.sequence;
            found_.next.group = f->header.group + (f->header.ends_group ? 1 : 0);
            found_.offset = in.offset();
            progress_(in.offset() - at);
        }
    }

    // Prepared, and without a sound frame: the one before it had not ended.
    bool is_untouched(std::uint64_t number) const {
        frame_stream in(directory_.segment_path(number), file_kind::journal,
                        directory_.contents().instance, number);
        const auto is_sound = [](const frame&) { return true; };
        return in.head().is_prepared() && !in.next() && !in.search(is_sound);
    }

    void check_order(const frame& f, const frame_stream& in, std::uint64_t at) {
        const frame_header& h = f.header;
        const journal::position& next = found_.next;
        if (h.sequence != next.sequence)
            throw damage(
                in.path(), at,
                fmt::format("frame {} stands where frame {} belongs", h.sequence, next.sequence));
        const bool begins = in.head().groups_bear_sequences() && h.group == h.sequence;
        if (h.group != next.group && !begins)
            throw damage(
                in.path(), at,
                fmt::format("group {} stands where group {} belongs", h.group, next.group));
    }

    // True if this frame, behind the place of the next one, can be there only if that one was
    // durable.
    bool contradicts(const frame_header& h, const frame_stream& in) const {
        if (h.sequence <= found_.next.sequence) return true;
        return in.head().groups_bear_sequences() ? h.group > found_.next.sequence
                                                 : h.group != found_.next.group;
    }

    void take(const frame& f, const std::string& path, std::uint64_t at) {
        try {
            const bool applies = f.header.sequence <= how_.last_sequence;
            found_.events += replay(static_cast<change_type>(f.header.type), f.payload,
                                    applies ? how_.into : nullptr);
        } catch (const damage&) {
            throw;
        } catch (const std::runtime_error& error) {
            throw damage(path, at, error.what());
        }
        ++found_.frames;
    }

    bool is_blank(frame_stream& in) const {
        return in.is_blank(found_.next.sequence, found_.next.group);
    }

    // Behind its end a segment holds nothing, or what the file held before it was prepared.
    void judge_end(frame_stream& in) {
        const auto is_sound = [](const frame&) { return true; };
        if (is_blank(in) && (in.at_end() || !in.search(is_sound))) return;
        if (!how_.behind_end)
            throw damage(in.path(), in.offset(), "bytes behind the end of the segment");
        how_.behind_end(in.path(), in.offset());
    }

    // A group is written only after the one before it is durable. So what follows a damaged frame
    // tells where the damage comes from: sound frames of its own group may have reached the disk
    // before it when the power went, those of any other group cannot have.
    void judge_tail(frame_stream& in) {
        if (in.at_end()) return;
        bool begun = !is_blank(in) || in.is_cut_block();
        const auto is_later = [&](const frame& f) {
            begun = true;
            return contradicts(f.header, in);
        };
        if (const auto later = in.search(is_later))
            throw damage(
                in.path(), in.offset(),
                fmt::format("a damaged frame; what was written later follows at byte {}", *later));
        if (begun) found_.torn = torn_tail{in.path(), in.offset(), in.unsound_bytes()};
    }

    const data_directory& directory_;
    const reading& how_;
    recovery_summary& found_;
    const std::function<void(std::uint64_t)>& progress_;
};

void check(const error_code& error, const std::string& path) {
    if (error) throw damage(path, "cannot be written: " + error.message());
}

// Writes a segment anew, with an end there, since the operating system may show bytes that a failed
// sync has not brought to the disk. A torn tail is kept.
void end_segment(const data_directory& directory, std::uint64_t number, std::uint64_t offset,
                 recovery_summary& found) {
    const std::string path = directory.segment_path(number);
    std::string bytes = read_file(path);
    if (found.torn && found.torn->file == path) {
        replace_file(name_to_keep(path), std::string_view(bytes).substr(offset, found.torn->bytes));
        check(directory.sync(), directory.path());
    }
    bytes.resize(offset);
    const file_head head = *read_head(bytes);
    if (head.groups_bear_sequences()) found.next.group = found.next.sequence;
    bytes += journal::end_frame(found.next, check_seed(head));
    replace_file(path, bytes);
    check(directory.sync(), directory.path());
}

// As it is: who wrote it may have been killed before it was synced.
void write_anew(const data_directory& directory, std::uint64_t number) {
    const std::string path = directory.segment_path(number);
    replace_file(path, read_file(path));
    check(directory.sync(), directory.path());
}

}  // namespace

void read_directory(const data_directory& directory, const reading& how, recovery_summary& found) {
    const manifest& m = directory.contents();
    found = {};
    std::uint64_t done = 0,
                  all = m.snapshot == 0 ? 0 : size_of(directory.snapshot_path(m.snapshot));
    for (std::uint64_t s = m.first_segment; s <= m.last_segment; ++s) {
        const std::uint64_t bytes = size_of(directory.segment_path(s));
        if (bytes == 0) break;  // missing: the reading will say so
        all += bytes;
    }
    const std::function<void(std::uint64_t)> advance = [&](std::uint64_t bytes) {
        done += bytes;
        if (how.progress) how.progress(done, all);
    };

    if (m.snapshot != 0) {
        snapshot_begin begin;
        found.snapshot = read_snapshot(directory.snapshot_path(m.snapshot), m.instance, m.snapshot,
                                       how.into, begin, advance);
        found.first_sequence = begin.cut.sequence;
        found.next = {begin.cut.sequence, begin.cut.group};
        if (begin.cut.segment != m.first_segment)
            throw damage(directory.path_of("MANIFEST"),
                         "names another first segment than the snapshot");
    }
    journal_reader journal(directory, how, found, advance);
    journal.read_segments(m.first_segment, m.last_segment);
    if (how.into) how.into->drop_unfinished();
}

void settle_directory(data_directory& directory, recovery_summary& found) {
    check(directory.sync(), directory.path());  // before what an older manifest names is removed
    directory.remove_leftovers();
    const manifest& m = directory.contents();
    if (m.last_segment < m.first_segment) return;
    if (found.ended) return write_anew(directory, m.last_segment);
    const std::uint64_t last = found.untouched ? m.last_segment - 1 : m.last_segment;
    // A prepared one without a frame: the end of the one before may not be on the disk yet.
    if (found.offset == block_bytes && last > m.first_segment) write_anew(directory, last - 1);
    end_segment(directory, last, found.offset, found);
    if (found.untouched) end_segment(directory, m.last_segment, block_bytes, found);
}

}  // namespace crmlocal::store
