// SPDX-License-Identifier: BSL-1.0
#include "store/frame_stream.hpp"

#include <algorithm>
#include <cstring>
#include <thread>

#include <boost/system/system_error.hpp>

#include "store/damage.hpp"

namespace crmlocal::store {
namespace {

constexpr std::uint64_t gentle_window_bytes = 64 << 10;
constexpr std::size_t flush_bytes = 1 << 20;
constexpr std::uint64_t unsynced_bytes_max = 1 << 20;
constexpr std::size_t bytes_between_pauses = 64 << 10;

void check(const error_code& error, const std::string& path) {
    if (error) throw boost::system::system_error(error, path);
}

}  // namespace

frame_stream::frame_stream(const std::string& path, file_kind kind, const domain::uuid& instance,
                           std::uint64_t number, bool gently) {
    open(path);
    if (gently) {
        // Before anything is read: what is read ahead once goes on by itself.
        file_.read_no_further();
        window_bytes_ = gentle_window_bytes;
    }
    const auto head = read_head(window(0, file_head::bytes));
    if (!head) throw damage(path, 0, "the head is damaged");
    if (!head->is_known()) throw unknown_version(path, head->version, file_head::current_version);
    if (head->kind != kind || head->number != number)
        throw damage(path, 0, "is another file under this name");
    if (head->instance != instance) throw damage(path, 0, "belongs to another data directory");
    head_ = *head;
    seed_ = check_seed(head_);
    offset_ = std::min<std::uint64_t>(head_.frames_begin(), size_);
}

frame_stream::frame_stream(const std::string& path, const file_head& head, std::uint64_t offset)
    : head_(head), seed_(check_seed(head)) {
    open(path);
    offset_ = std::min(offset, size_);
}

void frame_stream::open(const std::string& path) {
    error_code error;
    file_ = file::open_to_read(path, error);
    if (error) throw damage(path, "cannot be opened: " + error.message());
    size_ = file_.size(error);
    if (error) throw damage(path, "cannot be read: " + error.message());
}

std::string_view frame_stream::window(std::uint64_t at, std::uint64_t bytes) {
    bytes = std::min(bytes, size_ - at);
    if (at >= buffer_at_ && at + bytes <= buffer_at_ + buffer_.size())
        return {buffer_.data() + (at - buffer_at_), bytes};
    buffer_.clear();
    buffer_at_ = at;
    buffer_.extend(std::min(std::max(bytes, window_bytes_), size_ - at));
    error_code error;
    const std::size_t got = file_.read(at, buffer_.data(), buffer_.size(), error);
    if (error) throw damage(path(), at, "cannot be read: " + error.message());
    buffer_.shrink_to(got);
    return {buffer_.data(), std::min<std::size_t>(got, bytes)};
}

std::optional<frame> frame_stream::next() {
    const auto header = read_frame_header(window(offset_, frame_header::bytes), seed_);
    if (!header || frame_bytes(header->payload_bytes) > size_ - offset_) return std::nullopt;
    const auto found = read_frame(window(offset_, frame_bytes(header->payload_bytes)), seed_);
    if (found) offset_ += frame_bytes(found->payload.size());
    return found;
}

bool frame_stream::is_blank(std::uint64_t sequence, std::uint64_t group) {
    if (at_end() || !head_.is_prepared()) return at_end();
    const std::string_view header = window(offset_, frame_header::bytes);
    if (read_frame_header(header, seed_) || bears_number(header, sequence, group)) return false;
    const std::string_view rest = window(offset_, missing_to_block(offset_));
    return std::ranges::all_of(rest, [](char c) { return c == 0; });
}

bool frame_stream::is_cut_block() {
    if (offset_ % block_bytes != 0 || size_ - offset_ >= block_bytes) return false;
    const std::string_view rest = window(offset_, size_ - offset_);
    return std::ranges::any_of(rest, [](char c) { return c != 0; });
}

std::uint64_t frame_stream::unsound_bytes() {
    if (!head_.is_prepared()) return size_ - offset_;
    std::uint64_t bytes = block_bytes - offset_ % block_bytes;
    if (const auto begun = read_frame_header(window(offset_, frame_header::bytes), seed_))
        bytes = std::max<std::uint64_t>(bytes, frame_bytes(begun->payload_bytes));
    return std::min(bytes, size_ - offset_);
}

std::optional<std::uint64_t> frame_stream::search(
    const std::function<bool(const frame&)>& is_wanted) {
    const std::uint64_t began = offset_;
    std::optional<std::uint64_t> out;
    for (offset_ += 8; !out && offset_ + frame_header::bytes <= size_; offset_ += 8) {
        const std::uint64_t at = offset_;
        if (!may_be_frame_header(window(at, frame_header::bytes))) continue;
        const auto found = next();
        if (found && is_wanted(*found)) out = at;
        if (!found) offset_ = at;
        else offset_ -= 8;
    }
    offset_ = began;
    return out;
}

frame_sink::frame_sink(std::string path, const file_head& head, std::chrono::microseconds pause)
    : pause_(pause),
      seed_(check_seed(head)),
      first_sequence_(head.first_sequence),
      next_sequence_(head.first_sequence) {
    error_code error;
    file_ = file::create(path, error);
    check(error, path);
    append_head(head, buffer_);
}

void frame_sink::add(std::uint8_t type, std::string_view payload) {
    const std::size_t at = buffer_.extend(frame_bytes(payload.size()));
    std::ranges::copy(payload, buffer_.data() + at + frame_header::bytes);
    frame_header h;
    h.payload_bytes = static_cast<std::uint32_t>(payload.size());
    h.sequence = next_sequence_++;
    h.type = type;
    seal_frame(buffer_.data() + at, h, seed_);
    if (buffer_.size() >= flush_bytes) flush();
    give_way(frame_bytes(payload.size()));
}

void frame_sink::flush() {
    check(file_.write(bytes_, {buffer_.data(), buffer_.size()}), file_.path());
    bytes_ += buffer_.size();
    buffer_.clear();
    if (bytes_ - synced_bytes_ >= unsynced_bytes_max) sync();
}

// Who reads it back is to read what is on the disk.
void frame_sink::sync() {
    check(file_.sync(), file_.path());
    const std::uint64_t from = synced_bytes_ - synced_bytes_ % block_bytes;
    file_.drop_cache(from, bytes_ - from);
    synced_bytes_ = bytes_;
}

// What needs the processor for long makes those wait that the disk has woken: they do not interrupt
// it.
void frame_sink::give_way(std::size_t bytes) {
    bytes_since_pause_ += bytes;
    if (bytes_since_pause_ < bytes_between_pauses) return;
    std::this_thread::sleep_for(pause_ * bytes_since_pause_ / flush_bytes);
    bytes_since_pause_ = 0;
}

std::uint64_t frame_sink::finish() {
    flush();
    sync();
    return bytes_;
}

}  // namespace crmlocal::store
