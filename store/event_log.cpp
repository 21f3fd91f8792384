// SPDX-License-Identifier: BSL-1.0
#include "store/event_log.hpp"

#include <algorithm>
#include <cstring>

namespace crmlocal::store {
namespace {

constexpr std::size_t first_chunk_bytes = 4 << 10;  // a world of a few events stays small
constexpr std::size_t chunk_bytes_max = 1 << 20;

// In memory a record is preceded by its size: one byte, or `long_size` and four. Where a chunk has no
// room for the next record, `jump` and the address of the next chunk stand in its place.
constexpr unsigned char long_size = 0xFF;
constexpr unsigned char jump = 0xFE;
constexpr std::size_t jump_bytes = 1 + sizeof(const char*);

constexpr std::size_t prefix_bytes(std::size_t record_bytes) noexcept {
    return record_bytes < jump ? 1 : 5;
}

// The record at that place.
std::string_view read_at(const char* at) noexcept {
    auto size = static_cast<unsigned char>(*at);
    if (size == jump) {
        std::memcpy(&at, at + 1, jump_bytes - 1);
        size = static_cast<unsigned char>(*at);
    }
    if (size < jump) return {at + 1, size};
    std::uint32_t bytes = 0;
    std::memcpy(&bytes, at + 1, sizeof bytes);
    return {at + 5, bytes};
}

}  // namespace

void event_log::append(std::uint64_t first_number, const call_origin& origin,
                       std::span<const std::string_view> records) {
    if (records.empty()) return;
    calls_.push_back({first_number, size_, origin});
    for (std::string_view record : records) put(record);
}

void event_log::begin_chunk(std::size_t bytes_min) {
    chunk_bytes_ = std::max(bytes_min + jump_bytes,
                            std::clamp(chunk_bytes_ * 2, first_chunk_bytes, chunk_bytes_max));
    chunks_.push_back(std::make_unique_for_overwrite<char[]>(chunk_bytes_));
    chunks_bytes_ += chunk_bytes_;
    const char* next = chunks_.back().get();
    if (free_) {
        *free_ = static_cast<char>(jump);
        std::memcpy(free_ + 1, &next, sizeof next);
    }
    free_ = chunks_.back().get();
    free_bytes_ = chunk_bytes_ - jump_bytes;
}

void event_log::put(std::string_view record) {
    const std::size_t prefix = prefix_bytes(record.size());
    const std::size_t bytes = prefix + record.size();
    if (bytes > free_bytes_) begin_chunk(bytes);
    if (size_ % records_per_mark == 0) marks_.push_back(free_);
    if (prefix == 1) {
        *free_ = static_cast<char>(record.size());
    } else {
        *free_ = static_cast<char>(long_size);
        const auto size = static_cast<std::uint32_t>(record.size());
        std::memcpy(free_ + 1, &size, sizeof size);
    }
    if (!record.empty()) std::memcpy(free_ + prefix, record.data(), record.size());
    free_ += bytes;
    free_bytes_ -= bytes;
    ++size_;
}

std::optional<event_log::stored_event> event_log::find(std::uint64_t number) const {
    const auto after = std::ranges::upper_bound(calls_, number, {}, &call::first_number);
    if (after == calls_.begin()) return std::nullopt;
    const call& in = *std::prev(after);
    const std::uint64_t end = after == calls_.end() ? size_ : after->first_index;
    const std::uint64_t index = in.first_index + (number - in.first_number);
    if (index >= end) return std::nullopt;
    const char* at = marks_[index / records_per_mark];
    std::string_view record = read_at(at);
    for (std::uint64_t i = index % records_per_mark; i > 0; --i)
        record = read_at(record.data() + record.size());
    return stored_event{record, in.origin};
}

std::size_t event_log::memory() const noexcept {
    return chunks_bytes_ + calls_.size() * sizeof(call) + marks_.size() * sizeof(const char*);
}

}  // namespace crmlocal::store
