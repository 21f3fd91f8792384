// SPDX-License-Identifier: BSL-1.0
#include <chrono>
#include <filesystem>
#include <random>
#include <thread>

#include "store/segment.hpp"
#include "test/store/kept_journal.hpp"

namespace crmlocal::store {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;

constexpr std::uint64_t segment_bytes = 512 << 10;
constexpr std::size_t small = 5'000, large = 100'000;

/// A journal in whose directory a second segment has been prepared; what it holds at a moment, as
/// if the process were killed then.
class prepared_journal : public kept_journal {
public:
    prepared_journal() : kept_journal(segment_bytes) {
        write(large);
        const auto give_up = std::chrono::steady_clock::now() + 20s;
        while (last_segment() < 2 && std::chrono::steady_clock::now() < give_up)
            std::this_thread::sleep_for(1ms);
        BOOST_TEST_REQUIRE(last_segment() == 2U);
    }

    /// Goes on until the second segment is written to, and once more so that it holds that.
    void reach_second(const std::vector<std::size_t>& groups) {
        while (fs::file_size(segment(1)) + large < segment_bytes) write(large);
        for (const std::size_t bytes : groups) write(bytes);
    }

    std::string copy() {
        const std::string to = path() + "-" + std::to_string(++copies_);
        copy_to(to);
        return to;
    }

private:
    unsigned copies_ = 0;
};

recovery_summary read(const std::string& path) {
    recovery_summary found;
    read_directory(data_directory(path, data_directory::access::shared_reading), {}, found);
    return found;
}

std::string segment_in(const std::string& path, std::uint64_t number) {
    return data_directory(path, data_directory::access::shared_reading).segment_path(number);
}

void put(const std::string& path, std::uint64_t at, std::string_view bytes) {
    std::fstream io(path, std::ios::in | std::ios::out | std::ios::binary);
    io.seekp(static_cast<std::streamoff>(at));
    io.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
}

/// Recovers a directory and looks that it is sound then, with an end, and holds so many frames.
void settles(const std::string& path, std::uint64_t frames) {
    data_directory directory(path, data_directory::access::writing);
    recovery_summary found;
    read_directory(directory, {}, found);
    BOOST_TEST(found.frames == frames);
    settle_directory(directory, found);
    recovery_summary again;
    read_directory(directory, {}, again);
    BOOST_TEST(again.frames == frames);
    BOOST_TEST(again.ended);
    BOOST_TEST(!again.untouched);
    BOOST_TEST(!again.torn.has_value());
    BOOST_TEST(again.next.sequence == found.next.sequence);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(prepared_segments)

BOOST_AUTO_TEST_CASE(one_that_was_never_written_to_is_no_damage_and_is_ended) {
    prepared_journal here;
    const std::string copy = here.copy();
    BOOST_TEST(fs::file_size(segment_in(copy, 2)) == segment_bytes);
    const recovery_summary found = read(copy);
    BOOST_TEST(found.untouched);
    BOOST_TEST(!found.ended);
    BOOST_TEST(!found.torn.has_value());
    settles(copy, found.frames);
    here.stop();
    BOOST_TEST(fs::file_size(here.segment(2)) == block_bytes);
    settles(here.path() + "-1", found.frames);
}

BOOST_AUTO_TEST_CASE(small_and_large_groups_are_written_over_it_and_read_again) {
    prepared_journal here;
    here.reach_second({large, small, 10, 10, large + 8, small, 4056, 4056, large});
    const std::string copy = here.copy();
    BOOST_TEST(fs::file_size(segment_in(copy, 2)) == segment_bytes);
    const recovery_summary found = read(copy);
    BOOST_TEST(found.segments == 2U);  // perhaps a third one has been prepared by now
    BOOST_TEST(!found.torn.has_value());
    const auto at = here.places(2);
    BOOST_TEST(at.front() == block_bytes);
    BOOST_TEST(at.back() == found.offset);
    settles(copy, found.frames);
    here.stop();
    BOOST_TEST(fs::file_size(here.segment(2)) == at.back());
    BOOST_TEST(here.read().frames == found.frames);
}

BOOST_AUTO_TEST_CASE(what_it_held_before_says_nothing) {
    prepared_journal here;
    here.reach_second({large, small});
    const std::uint64_t end = here.places(2).back();
    const std::uint64_t behind = end + missing_to_block(end);
    const std::string copy = here.copy(), second = segment_in(copy, 2);
    const recovery_summary found = read(copy);
    std::string stale = test::read_file(segment_in(copy, 1)).substr(0, 200'000);
    put(second, behind, stale);
    BOOST_TEST(!read(copy).torn.has_value());
    BOOST_TEST(read(copy).frames == found.frames);
    put(second, behind, std::string(200'000, '\xA5'));
    settles(copy, found.frames);
}

BOOST_AUTO_TEST_CASE(a_torn_group_is_seen_by_its_header_its_block_or_its_other_frames) {
    prepared_journal here;
    here.reach_second({large, small, small, small});
    const auto at = here.places(2);
    const std::uint64_t last = at[at.size() - 2], end = at.back();
    const std::string copy = here.copy(), second = segment_in(copy, 2);
    const std::uint64_t frames = read(copy).frames;
    for (const std::uint64_t byte : {last, last + 20, last + 39, last + 40, end - 1}) {
        flip(second, byte);
        const recovery_summary found = read(copy);
        BOOST_TEST_REQUIRE(found.torn.has_value());
        BOOST_TEST(found.torn->offset == last);
        BOOST_TEST(found.frames == frames - 1);
        flip(second, byte);
    }
    BOOST_TEST_REQUIRE(end % block_bytes != 0U);
    flip(second, end);
    BOOST_TEST_REQUIRE(read(copy).torn.has_value());
    BOOST_TEST(read(copy).torn->offset == end);
    BOOST_TEST(read(copy).frames == frames);
    settles(copy, frames);
}

BOOST_AUTO_TEST_CASE(no_bit_of_a_header_at_the_beginning_of_a_block_is_lost_silently) {
    prepared_journal here;
    here.reach_second({large, small});
    const auto at = here.places(2);
    const std::uint64_t last = at[at.size() - 2];
    BOOST_TEST_REQUIRE(last % block_bytes == 0U);
    const std::string copy = here.copy(), second = segment_in(copy, 2);
    const std::string header = test::read_file(second).substr(last, frame_header::bytes);
    for (std::size_t bit = 0; bit < 8 * frame_header::bytes; ++bit) {
        std::string changed = header;
        changed[bit / 8] = static_cast<char>(changed[bit / 8] ^ (1 << bit % 8));
        put(second, last, changed);
        BOOST_TEST(read(copy).torn.has_value(), bit);
    }
    put(second, last, header);
    for (const std::uint64_t left : {1U, 18U, 100U}) {
        fs::resize_file(second, last + left);
        BOOST_TEST(read(copy).torn.has_value(), left);
        put(second, last, header);
    }
}

BOOST_AUTO_TEST_CASE(damage_before_a_later_group_is_refused) {
    prepared_journal here;
    here.reach_second({large, small, large, small});
    const auto at = here.places(2);
    const std::string copy = here.copy(), second = segment_in(copy, 2);
    for (std::size_t frame = 0; frame + 2 < at.size(); ++frame) {
        for (const std::uint64_t byte : {at[frame], at[frame] + 41}) {
            flip(second, byte);
            BOOST_CHECK_THROW(read(copy), damage);
            flip(second, byte);
        }
    }
    const std::string lost(block_bytes, '\0');  // a write that never arrived, before others
    put(second, block_bytes, lost);
    BOOST_CHECK_THROW(read(copy), damage);
}

BOOST_AUTO_TEST_CASE(a_frame_of_the_segment_behind_its_frames_or_its_end_is_refused) {
    prepared_journal here;
    here.reach_second({large, small});
    const auto at = here.places(2);
    const std::uint64_t behind = at.back() + missing_to_block(at.back());
    const std::string copy = here.copy(), second = segment_in(copy, 2);
    const std::string frame = test::read_file(second).substr(at[0], at[1] - at[0]);
    put(second, behind + 8, frame);
    BOOST_CHECK_THROW(read(copy), damage);

    while (here.last_segment() < 4) here.write(large);  // until the second one has ended
    const std::string later = here.copy();
    BOOST_TEST(read(later).segments >= 3U);
    const std::uint64_t end = here.places(2).back();
    put(segment_in(later, 2), end + missing_to_block(end) + 8, frame);
    BOOST_CHECK_THROW(read(later), damage);
}

BOOST_AUTO_TEST_CASE(one_that_was_written_to_is_missed_when_the_end_before_it_is_lost) {
    prepared_journal here;
    here.reach_second({large, small});
    const std::string copy = here.copy(), first = segment_in(copy, 1);
    const auto at = here.places(1);
    fs::resize_file(first, at[at.size() - 2]);
    BOOST_CHECK_THROW(read(copy), damage);
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(segments)

// Over a file full of other bytes, with and without the system's cache.
BOOST_AUTO_TEST_CASE(a_prepared_one_holds_what_was_written_and_zeros_to_the_end_of_the_block) {
    for (const bool directly : {true, false}) {
        const test::temporary_directory root;
        const std::string path = root.write("segment", std::string(1 << 20, '\xA5'));
        error_code error;
        segment out = segment::prepared(file::open_to_write(path, error),
                                        {.kind = file_kind::journal, .number = 7}, directly);
        BOOST_TEST_REQUIRE(!error);
        std::mt19937 chance(1);
        std::string all;
        for (unsigned round = 0; round < 60; ++round) {
            const std::string text(1 + chance() % (round % 3 == 0 ? 20'000 : 300),
                                   static_cast<char>('a' + round % 26));
            block_memory whole;
            if (round % 7 == 0 && out.bytes() % block_bytes == 0) {
                whole.extend(3 * block_bytes);
                std::fill(whole.data(), whole.data() + whole.size(), 'B');
            }
            const std::string_view group = whole.empty()
                                               ? std::string_view(text)
                                               : std::string_view(whole.data(), whole.size());
            BOOST_TEST(!out.write(group));
            all += group;
            if (round % 10 == 9) {
                BOOST_TEST(!out.cut_back(out.bytes() - text.size() / 2));
                all.resize(all.size() - text.size() / 2);
            }
            BOOST_TEST(out.bytes() == block_bytes + all.size());
            if (round % 5 == 0)
                BOOST_TEST(!out.write(std::string(missing_to_block(out.bytes()), 'C')));
            if (round % 5 == 0) all.resize(out.bytes() - block_bytes, 'C');
            const std::string there = test::read_file(path);
            BOOST_TEST((there.compare(block_bytes, all.size(), all) == 0));
            const std::size_t rest =
                std::min(missing_to_block(out.bytes()), there.size() - out.bytes());
            BOOST_TEST(there.substr(out.bytes(), rest) == std::string(rest, '\0'));
        }
        out.close();
        BOOST_TEST(fs::file_size(path) == block_bytes + all.size());
    }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace crmlocal::store
