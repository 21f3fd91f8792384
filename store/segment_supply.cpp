// SPDX-License-Identifier: BSL-1.0
#include "store/segment_supply.hpp"

#include <algorithm>
#include <chrono>
#include <cstring>
#include <filesystem>
#include <sys/resource.h>
#include <unistd.h>
#include <utility>

#include <fmt/format.h>

#include "store/block_memory.hpp"

namespace crmlocal::store {
namespace {

using namespace std::chrono_literals;

constexpr int background_priority = 5;
constexpr std::size_t piece_bytes = 256 << 10;  // that is written at once
constexpr auto pause_per_piece = 1000us;        // calls wait for the same disk
constexpr std::size_t spare_max = 4;
constexpr std::uint64_t room_in_segments = 8;  // that must be free for one more

}  // namespace

segment_supply::segment_supply(guarded<data_directory>& directory, std::uint64_t segment_bytes)
    : directory_(directory), path_(directory.lock()->path()), segment_bytes_(segment_bytes) {}

std::string segment_supply::state::next_path(const std::string& directory) {
    return fmt::format("{}/journal-spare-{}{}", directory, ++spare_count,
                       data_directory::unfinished_suffix);
}

void segment_supply::prepare(std::uint64_t number) {
    if (!thread_.joinable()) thread_ = std::jthread([this] { run(); });
    auto held = state_.lock();
    held->wanted = number;
    held->room_is_needed = false;
    changed_.notify();
}

std::optional<segment_supply::prepared> segment_supply::take() {
    auto held = state_.lock();
    changed_.wait(held, [](const state& s) { return !s.naming; });
    held->wanted = 0;
    return std::exchange(held->ready, std::nullopt);
}

bool segment_supply::take_back(const std::string& path) {
    std::error_code error;
    const std::filesystem::path name = path;
    if (!segment_number(name.filename().string()) ||
        std::filesystem::file_size(name, error) < segment_bytes_ / 2 || error)
        return false;
    auto held = state_.lock();
    if (held->spare.size() >= spare_max || held->room_is_needed || held->stopping) return false;
    std::string kept = held->next_path(path_);
    if (rename_file(path, kept)) return false;
    held->spare.push_back(std::move(kept));
    return true;
}

void segment_supply::give_room() {
    auto held = state_.lock();
    held->room_is_needed = true;
    for (const std::string& path : held->spare) remove_file(path);
    held->spare.clear();
}

void segment_supply::stop() {
    state_.lock()->stopping = true;
    changed_.notify();
    if (thread_.joinable()) thread_.join();
    give_room();
    auto held = state_.lock();
    if (held->ready) held->ready->of.truncate(held->ready->head.frames_begin());
    held->ready.reset();
}

// --- The thread ----------------------------------------------------------------------------------

void segment_supply::run() {
    ::setpriority(PRIO_PROCESS, static_cast<id_t>(::gettid()), background_priority);
    for (;;) {
        std::uint64_t number = 0;
        {
            auto held = state_.lock();
            changed_.wait(held, [](const state& s) { return s.wanted != 0 || s.stopping; });
            if (held->stopping) return;
            number = held->wanted;
        }
        const std::string path = spare_file();
        {
            auto held = state_.lock();
            if (held->wanted != number) {  // the journal could not wait for it
                if (!path.empty()) held->spare.push_back(path);
                continue;
            }
            held->naming = true;
        }
        auto made = path.empty() ? std::nullopt : make_segment(path, number);
        auto held = state_.lock();
        held->naming = false;
        held->wanted = 0;
        held->ready = std::move(made);
        changed_.notify();
    }
}

// The path of a file that was written from end to end; empty if there is none and cannot be.
std::string segment_supply::spare_file() {
    std::string path;
    {
        auto held = state_.lock();
        if (!held->spare.empty()) {
            path = std::move(held->spare.back());
            held->spare.pop_back();
            return path;
        }
        path = held->next_path(path_);
    }
    std::error_code error;
    const auto room = std::filesystem::space(path_, error);
    if (error || room.available / room_in_segments < segment_bytes_) return {};
    if (write_from_end_to_end(path)) return path;
    remove_file(path);
    return {};
}

// In pieces, with pauses, so that others get their turn at the disk.
bool segment_supply::write_from_end_to_end(const std::string& path) {
    error_code error, cannot;
    file whole = file::create(path, error);
    file direct = file::open_directly(path, cannot);
    block_memory zeros;
    zeros.extend(piece_bytes);
    std::memset(zeros.data(), 0, piece_bytes);
    for (std::uint64_t at = 0; !error && at < segment_bytes_; at += piece_bytes) {
        if (!is_welcome()) return false;
        if (!cannot) cannot = direct.write(at, {zeros.data(), piece_bytes});
        if (cannot) error = whole.write(at, {zeros.data(), piece_bytes});
        if (!error) error = whole.sync();
        std::this_thread::sleep_for(pause_per_piece);
    }
    return !error;
}

bool segment_supply::is_welcome() {
    const auto held = state_.lock();
    return !held->stopping && !held->room_is_needed;
}

std::optional<segment_supply::prepared> segment_supply::make_segment(const std::string& path,
                                                                     std::uint64_t number) {
    prepared out;
    out.head.kind = file_kind::journal;
    out.head.instance = directory_.lock()->contents().instance;
    out.head.number = number;
    if (!name(path, out)) return out;
    return std::nullopt;
}

// Durable, and named in the manifest.
error_code segment_supply::name(const std::string& path, prepared& one) {
    domain::scratch<char> head;
    append_head(one.head, head);
    const std::size_t zeros = head.extend(one.head.frames_begin() - head.size());
    std::fill(head.data() + zeros, head.data() + head.size(), '\0');
    error_code error;
    one.of = file::open_to_write(path, error);
    if (!error) error = one.of.write(0, {head.data(), head.size()});
    if (!error) error = one.of.sync();

    auto directory = directory_.lock();
    const std::string segment = directory->segment_path(one.head.number);
    if (!error) error = rename_file(path, segment);
    if (error) {
        remove_file(path);
        return error;
    }
    one.of = file::open_to_write(segment, error);
    if (!error) error = directory->sync();
    manifest contents = directory->contents();
    contents.last_segment = one.head.number;
    if (!error) error = directory->set_contents(contents);
    if (error) remove_file(segment);
    return error;
}

}  // namespace crmlocal::store
