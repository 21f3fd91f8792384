// SPDX-License-Identifier: BSL-1.0
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "store/block_memory.hpp"
#include "store/recovery.hpp"
#include "test/store/kept_journal.hpp"

namespace crmlocal::store {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t large = 100'000;

}  // namespace

BOOST_AUTO_TEST_SUITE(a_journal)

BOOST_AUTO_TEST_CASE(a_large_group_ends_with_a_block_and_a_small_one_where_it_ends) {
    kept_journal here;
    for (const std::size_t bytes : {std::size_t{10}, large, large + 1, std::size_t{10}, large})
        here.write(bytes);
    here.stop();
    const auto at = here.places();
    if (!here.direct()) return;
    // 5 groups: 3 of them padded at their end, 2 of those where they begin as well.
    BOOST_TEST_REQUIRE(at.size() == 11U);
    BOOST_TEST(at[1] == file_head::bytes + frame_bytes(10));
    for (const std::size_t end : {2, 4, 6, 8, 10}) BOOST_TEST(at[end] % block_bytes == 0U);
    BOOST_TEST(at[7] == at[6] + frame_bytes(10));
    BOOST_TEST(fs::file_size(here.segment()) == at[10]);
}

// Each size that a group can have within a block, so that each size of padding is met.
BOOST_AUTO_TEST_CASE(each_size_is_padded_and_read_again) {
    kept_journal here;
    constexpr std::size_t step = 8;
    std::size_t groups = 0;
    for (std::size_t bytes = large; bytes < large + block_bytes; bytes += step, ++groups)
        here.write(bytes);
    here.stop();
    const recovery_summary found = here.read();
    BOOST_TEST(!found.torn.has_value());
    BOOST_TEST(found.next.group + 2 == found.next.sequence);  // the last one, and its padding
    BOOST_TEST(found.journal_bytes == fs::file_size(here.segment()));
    BOOST_TEST(found.frames >= groups);
    if (here.direct()) BOOST_TEST(here.places().back() % block_bytes == 0U);
}

BOOST_AUTO_TEST_CASE(a_torn_large_group_is_cut_off_and_what_was_before_it_stays) {
    kept_journal here;
    here.write(10);
    here.write(large);
    here.write(large);
    here.stop();
    const auto at = here.places();
    const std::size_t last = here.direct() ? at.size() - 3 : at.size() - 2;  // the third group
    fs::resize_file(here.segment(), at[last] + large / 2);
    recovery_summary found = here.read();
    BOOST_TEST_REQUIRE(found.torn.has_value());
    BOOST_TEST(found.torn->offset == at[last]);
    BOOST_TEST(found.next.group < found.next.sequence);
    here.settle(found);
    BOOST_TEST(!here.read().torn.has_value());
}

BOOST_AUTO_TEST_CASE(a_group_whose_padding_alone_is_torn_keeps_its_changes) {
    kept_journal here;
    if (!here.direct()) return;
    here.write(large);
    here.write(large);
    here.stop();
    const auto at = here.places();
    BOOST_TEST_REQUIRE(at.size() == 6U);
    flip(here.segment(), at[4] + 1);
    const recovery_summary found = here.read();
    BOOST_TEST_REQUIRE(found.torn.has_value());
    BOOST_TEST(found.torn->offset == at[4]);
    BOOST_TEST(found.frames == 4U);
}

// A power cut may leave the later of two writes that were not synced.
BOOST_AUTO_TEST_CASE(between_two_syncs_a_power_cut_takes_what_it_takes) {
    for (const durability promised : {durability::interval, durability::commit}) {
        kept_journal here(64 << 20, promised);
        for (unsigned i = 0; i < 3; ++i) here.write(10);
        const auto at = here.places();
        flip(here.segment(), at[1] + 41);
        if (promised == durability::commit) {
            BOOST_CHECK_THROW(here.read(), damage);
        } else {
            const recovery_summary found = here.read();
            BOOST_TEST_REQUIRE(found.torn.has_value());
            BOOST_TEST(found.frames == 1U);
        }
        here.stop();
    }
}

BOOST_AUTO_TEST_CASE(damage_before_a_later_group_is_refused_in_changes_and_padding) {
    kept_journal here;
    here.write(large);
    here.write(large);
    here.write(10);
    here.stop();
    const auto at = here.places();
    for (std::size_t frame = 0; frame + 2 < at.size(); ++frame) {
        for (const std::uint64_t byte : {at[frame], at[frame] + 20, at[frame + 1] - 1}) {
            flip(here.segment(), byte);
            BOOST_CHECK_THROW(here.read(), damage);
            flip(here.segment(), byte);
        }
    }
    BOOST_TEST(!here.read().torn.has_value());
}

BOOST_AUTO_TEST_CASE(zeros_behind_the_last_block_are_no_end) {
    kept_journal here;
    here.write(large);
    here.stop();
    const auto end = here.places().back();
    fs::resize_file(here.segment(), end + block_bytes);
    BOOST_TEST_REQUIRE(here.read().torn.has_value());
    BOOST_TEST(here.read().torn->offset == end);
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(block_memories)

BOOST_AUTO_TEST_CASE(they_begin_at_a_block_and_keep_their_bytes_when_they_grow) {
    block_memory m;
    for (std::size_t i = 0; i < 3 * block_bytes; ++i) {
        const std::size_t at = m.extend(1);
        m.data()[at] = static_cast<char>(i % 251);
        BOOST_REQUIRE(reinterpret_cast<std::uintptr_t>(m.data()) % block_bytes == 0U);
    }
    for (std::size_t i = 0; i < m.size(); ++i)
        BOOST_REQUIRE(m.data()[i] == static_cast<char>(i % 251));
    m.clear_and_keep(1);
    BOOST_TEST(m.empty());
    BOOST_TEST(m.extend(5) == 0U);
}

BOOST_AUTO_TEST_CASE(what_is_missing_to_a_block) {
    BOOST_TEST(missing_to_block(0) == 0U);
    BOOST_TEST(missing_to_block(1) == block_bytes - 1);
    BOOST_TEST(missing_to_block(block_bytes) == 0U);
    BOOST_TEST(missing_to_block(block_bytes + 1) == block_bytes - 1);
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(a_data_directory)

BOOST_AUTO_TEST_CASE(what_is_replaced_lies_before_what_the_manifest_names) {
    kept_journal here;
    here.stop();
    const std::string path = here.path() + "-2";
    data_directory directory(path, data_directory::access::writing);
    manifest contents = directory.contents();
    contents.snapshot = 7;
    contents.first_segment = 4;
    contents.last_segment = 5;
    BOOST_TEST(!directory.set_contents(contents));
    for (const std::uint64_t n : {3U, 4U, 5U, 6U}) std::ofstream(directory.segment_path(n)) << "x";
    for (const std::uint64_t n : {6U, 7U, 8U}) std::ofstream(directory.snapshot_path(n)) << "x";
    const std::vector<std::string> expected = {directory.segment_path(3),
                                               directory.snapshot_path(6)};
    BOOST_TEST(directory.replaced() == expected, boost::test_tools::per_element());
    directory.remove_leftovers();
    BOOST_TEST(directory.replaced().empty());
    for (const std::uint64_t n : {3U, 6U}) BOOST_TEST(!fs::exists(directory.segment_path(n)));
    for (const std::uint64_t n : {4U, 5U}) BOOST_TEST(fs::exists(directory.segment_path(n)));
    BOOST_TEST(fs::exists(directory.snapshot_path(7)));
    BOOST_TEST(!fs::exists(directory.snapshot_path(8)));
}

BOOST_AUTO_TEST_CASE(a_file_is_removed_slowly_whatever_its_size) {
    kept_journal here;
    for (const std::uintmax_t bytes : {0U, 1U, 1U << 20, (3U << 20) + 5}) {
        const std::string path = here.path() + "/old";
        std::ofstream(path) << "";
        fs::resize_file(path, bytes);
        BOOST_TEST(!remove_file_slowly(path, std::chrono::microseconds(1)));
        BOOST_TEST(!fs::exists(path));
    }
    BOOST_TEST(bool(remove_file_slowly(here.path() + "/none", {})));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace crmlocal::store
