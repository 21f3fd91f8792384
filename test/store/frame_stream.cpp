// SPDX-License-Identifier: BSL-1.0
#include "store/frame_stream.hpp"

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "test/support/temporary_directory.hpp"

namespace crmlocal::store {
namespace {

constexpr std::uint8_t some_type = 1;

file_head some_head() {
    file_head head;
    head.kind = file_kind::snapshot;
    head.instance = {1, 2};
    head.number = 3;
    head.first_sequence = 1;
    return head;
}

/// What is written is there, frame by frame and nothing else, with payloads of these sizes.
void check_reads_back(const std::vector<std::size_t>& sizes) {
    const test::temporary_directory at;
    const std::string path = at.path() / "file";
    const file_head head = some_head();
    frame_sink sink(path, head);
    for (std::size_t i = 0; i < sizes.size(); ++i)
        sink.add(some_type, std::string(sizes[i], static_cast<char>('a' + i % 26)));
    const std::uint64_t bytes = sink.finish();
    BOOST_TEST(bytes == std::filesystem::file_size(path));
    BOOST_TEST(sink.frame_count() == sizes.size());

    frame_stream in(path, head.kind, head.instance, head.number);
    for (std::size_t i = 0; i < sizes.size(); ++i) {
        const auto found = in.next();
        BOOST_REQUIRE(found.has_value());
        BOOST_TEST(found->header.sequence == i + 1);
        BOOST_TEST((found->payload == std::string(sizes[i], static_cast<char>('a' + i % 26))));
    }
    BOOST_TEST(in.at_end());
}

BOOST_AUTO_TEST_SUITE(frame_streams)

BOOST_AUTO_TEST_CASE(a_file_without_frames_reads_back) { check_reads_back({}); }

BOOST_AUTO_TEST_CASE(frames_smaller_than_a_block_read_back) {
    check_reads_back(std::vector<std::size_t>(100, 77));
}

BOOST_AUTO_TEST_CASE(frames_that_fill_blocks_read_back) {
    constexpr std::size_t block = 4096;
    const std::size_t first = block - file_head::bytes - frame_header::bytes;
    check_reads_back({first, block - frame_header::bytes, 256 * block - frame_header::bytes});
}

BOOST_AUTO_TEST_CASE(frames_larger_than_what_is_written_at_once_read_back) {
    check_reads_back({3'000'001, 5, 0, 262'144, 262'143, 1'048'576, 1, 700'000});
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace crmlocal::store
