// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <optional>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "store/frame_stream.hpp"
#include "store/journal.hpp"
#include "store/recovery.hpp"
#include "test/store/ledger_world.hpp"
#include "test/support/temporary_directory.hpp"

namespace crmlocal::store {

/// A data directory, and a journal that is written in it.
class kept_journal {
public:
    explicit kept_journal(std::uint64_t segment_bytes = 64 << 20,
                          durability promised = durability::commit)
        : directory_(data_directory(path(), data_directory::access::writing)) {
        journal_settings settings;
        settings.segment_bytes_max = segment_bytes;
        settings.promised = promised;
        settings.interval = std::chrono::hours(1);
        settings.warn = settings.fail = [](const std::string& what) { BOOST_ERROR(what); };
        settings.undo = [](change_type, std::string_view) { BOOST_ERROR("undone"); };
        journal_.emplace(directory_, std::move(settings), journal::position{});
        direct_ = file::open_directly(segment(), error_).is_open();
    }
    /// A change with so many bytes, written when it returns, and durable if that is promised: then
    /// it is a group of its own. Recovery does not look into a change of this type.
    void write(std::size_t bytes) {
        const std::string payload(bytes, 'x');
        const auto ticket = append(&*journal_, change_type::padding, payload);
        BOOST_REQUIRE(ticket.has_value());
        bool durable = false;
        auto wait = [&]() -> task<void> { durable = co_await journal_->until_durable(*ticket); };
        run(wait());
        BOOST_TEST(durable);
        const std::uint64_t least = written_ += frame_bytes(bytes);
        while (journal_->written_bytes() < least)
            std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }

    void stop() { BOOST_TEST(journal_->stop()); }

    recovery_summary read() {
        recovery_summary found;
        read_directory(*directory_.lock(), {}, found);
        return found;
    }
    void settle(recovery_summary& found) { settle_directory(*directory_.lock(), found); }

    /// False where the file system has no writing past its cache.
    bool direct() const { return direct_; }
    std::string segment(std::uint64_t number = 1) {
        return directory_.lock()->segment_path(number);
    }
    std::uint64_t last_segment() { return directory_.lock()->contents().last_segment; }
    std::string path() const { return root_.path() / "data"; }

    /// Copies what a start after a power cut would find.
    void copy_to(const std::filesystem::path& to) {
        const auto held = directory_.lock();  // no segment is named meanwhile
        std::filesystem::create_directory(to);
        for (const auto& entry : std::filesystem::directory_iterator(path()))
            if (entry.path().extension() != data_directory::unfinished_suffix)
                std::filesystem::copy(entry.path(), to / entry.path().filename());
    }

    /// The places in the segment at which its frames begin, and its end.
    std::vector<std::uint64_t> places(std::uint64_t number = 1) {
        const domain::uuid instance = directory_.lock()->contents().instance;
        frame_stream in(segment(number), file_kind::journal, instance, number);
        std::vector<std::uint64_t> out = {in.offset()};
        std::uint64_t next = 0, group = 0;
        while (const auto f = in.next()) {
            out.push_back(in.offset());
            next = f->header.sequence + 1;
            group = f->header.group;
        }
        BOOST_TEST(in.is_blank(next, group));
        return out;
    }

private:
    test::temporary_directory root_;
    guarded<data_directory> directory_;
    std::optional<journal> journal_;
    error_code error_;
    bool direct_ = false;
    std::uint64_t written_ = 0;
};

/// Turns one bit of a file.
inline void flip(const std::string& path, std::uint64_t at) {
    std::fstream io(path, std::ios::in | std::ios::out | std::ios::binary);
    io.seekg(static_cast<std::streamoff>(at));
    const char was = static_cast<char>(io.get());
    io.seekp(static_cast<std::streamoff>(at));
    io.put(static_cast<char>(was ^ 1));
}

}  // namespace crmlocal::store
