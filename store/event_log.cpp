// SPDX-License-Identifier: BSL-1.0
#include "store/event_log.hpp"

#include <algorithm>
#include <cassert>
#include <cstring>

namespace crmlocal::store {
namespace {

constexpr std::size_t first_chunk_bytes = 4 << 10;  // a world of a few events stays small
constexpr std::size_t chunk_bytes_max = 1 << 20;

// A record is preceded by its size as a varint of two bytes or more, the first of which is thus
// never below 0x80. Where a chunk has no room for the next record, `jump` and the address of the
// next chunk stand in its place.
constexpr char jump = 0;
constexpr std::size_t jump_bytes = 1 + sizeof(const char*);
constexpr std::size_t short_size_bytes = 2;

// The record there, wherever it lies, and where the next one is expected.
struct place {
    std::string_view record;
    const char* next;
    const char* at;
};

place read_at(const char* at) noexcept {
    if (*at == jump) std::memcpy(&at, at + 1, sizeof at);
    std::uint64_t size = 0;
    const char* p = at;
    for (unsigned shift = 0;; shift += 7) {
        const auto bits = static_cast<unsigned char>(*p++);
        size |= static_cast<std::uint64_t>(bits & 0x7F) << shift;
        if (bits < 0x80) break;
    }
    return {{p, size}, p + size, at};
}

}  // namespace

std::size_t record_run::begin_record(domain::scratch<char>& out) {
    return out.extend(short_size_bytes);
}

void record_run::end_record(domain::scratch<char>& out, std::size_t began) {
    const std::size_t size = out.size() - began - short_size_bytes;
    std::size_t more = 0;  // bytes of the size beyond two
    for (std::size_t rest = size >> 14; rest != 0; rest >>= 7) ++more;
    if (more != 0) {
        out.extend(more);
        char* const record = out.data() + began + short_size_bytes;
        std::memmove(record + more, record, size);
    }
    char* at = out.data() + began;
    std::size_t rest = size;
    for (std::size_t i = 0; i <= more; ++i, rest >>= 7) *at++ = static_cast<char>(rest | 0x80);
    *at = static_cast<char>(rest);
}

record_run::first record_run::read(std::string_view bytes) noexcept {
    if (bytes.size() < short_size_bytes || static_cast<unsigned char>(bytes[0]) < 0x80) return {};
    std::uint64_t size = 0;
    for (std::size_t i = 0; i < bytes.size() && i < 5; ++i) {
        const auto bits = static_cast<unsigned char>(bytes[i]);
        size |= static_cast<std::uint64_t>(bits & 0x7F) << (7 * i);
        if (bits >= 0x80) continue;
        if (size > bytes.size() - i - 1) return {};
        return {bytes.substr(i + 1, size), i + 1 + size};
    }
    return {};
}

void event_log::append(const call_entry& entry, std::span<const std::string_view> runs) {
    const std::uint64_t before = size_;
    calls_.push_back({entry, size_});
    for (std::string_view run : runs) put(run);
    if (size_ == before) calls_.pop_back();
}

event_log::chunk event_log::make_resident(std::size_t bytes) {
    constexpr std::size_t page_bytes = 4 << 10;
    chunk out{std::make_unique_for_overwrite<char[]>(bytes), bytes};
    for (std::size_t at = 0; at < bytes; at += page_bytes) out.bytes[at] = 0;
    return out;
}

// Small chunks are not worth it: most organisations have few events.
std::size_t event_log::order_chunk() noexcept {
    constexpr std::size_t worth_it_bytes = 128 << 10;
    const std::size_t last = chunks_.empty() ? 0 : chunks_.back().size;
    if (chunk_ordered_ || last < worth_it_bytes || free_bytes_ > last / 2) return 0;
    chunk_ordered_ = true;
    return std::min(last * 2, chunk_bytes_max);
}

void event_log::begin_chunk(std::size_t bytes_min) {
    const std::size_t last = chunks_.empty() ? 0 : chunks_.back().size;
    std::size_t size = bytes_min + jump_bytes;
    chunk made = std::exchange(next_chunk_, {});
    chunk_ordered_ = false;
    if (made.size < size) {
        size = std::max(size, std::clamp(last * 2, first_chunk_bytes, chunk_bytes_max));
        made = {std::make_unique_for_overwrite<char[]>(size), size};
    }
    size = made.size;
    chunks_.push_back(std::move(made));
    chunks_bytes_ += size;
    char* const next = chunks_.back().bytes.get();
    if (free_) {
        *free_ = jump;
        std::memcpy(free_ + 1, &next, sizeof next);
    }
    free_ = next;
    free_bytes_ = size - jump_bytes;
}

// Copies a run in stretches that fit, and marks every 16th record.
void event_log::put(std::string_view bytes) {
    while (!bytes.empty()) {
        std::size_t stretch = 0;
        std::size_t next = 0;
        for (;;) {
            next = record_run::read(bytes.substr(stretch)).bytes;
            if (next == 0 || next > free_bytes_ - stretch) break;
            if (size_ % records_per_mark == 0) marks_.push_back(free_ + stretch);
            stretch += next;
            ++size_;
        }
        if (stretch != 0) std::memcpy(free_, bytes.data(), stretch);
        free_ += stretch;
        free_bytes_ -= stretch;
        bytes.remove_prefix(stretch);
        if (bytes.empty()) break;
        assert(next != 0);
        if (next == 0) break;
        begin_chunk(next);
    }
}

const char* event_log::place_of(std::uint64_t index) const {
    const char* at = marks_[index / records_per_mark];
    for (std::uint64_t i = index % records_per_mark; i > 0; --i) at = read_at(at).next;
    return at;
}

void event_log::truncate(std::uint64_t first_number) {
    while (!calls_.empty() && calls_.back().entry.first_number >= first_number) {
        const std::uint64_t index = calls_.back().first_index;
        const char* const at = read_at(place_of(index)).at;
        calls_.pop_back();
        size_ = index;
        marks_.resize((size_ + records_per_mark - 1) / records_per_mark);
        const auto holds = [at](const chunk& c) {
            return std::less_equal<>()(c.bytes.get(), at) &&
                   std::less<>()(at, c.bytes.get() + c.size);
        };
        while (!holds(chunks_.back())) {
            chunks_bytes_ -= chunks_.back().size;
            chunks_.pop_back();
        }
        const chunk& last = chunks_.back();
        free_ = last.bytes.get() + (at - last.bytes.get());
        free_bytes_ = last.size - jump_bytes - static_cast<std::size_t>(at - last.bytes.get());
    }
}

std::uint64_t event_log::last_number() const noexcept {
    if (calls_.empty()) return 0;
    const call& last = calls_.back();
    return last.entry.first_number + (size_ - last.first_index) - 1;
}

std::optional<event_log::stored_event> event_log::find(std::uint64_t number,
                                                       std::uint64_t visible) const {
    const auto first_number = [](const call& c) { return c.entry.first_number; };
    const auto after = std::ranges::upper_bound(calls_, number, {}, first_number);
    if (after == calls_.begin()) return std::nullopt;
    const call& in = *std::prev(after);
    const std::uint64_t end = after == calls_.end() ? size_ : after->first_index;
    const std::uint64_t index = in.first_index + (number - in.entry.first_number);
    if (index >= end || in.entry.ticket > visible) return std::nullopt;
    return stored_event{read_at(place_of(index)).record, in.entry.origin};
}

void event_log::read(std::uint64_t position, std::uint64_t count,
                     std::vector<numbered_event>& out) const {
    if (position >= size_) return;
    const auto first_index = [](const call& c) { return c.first_index; };
    auto in = std::prev(std::ranges::upper_bound(calls_, position, {}, first_index));
    const char* at = place_of(position);
    for (const std::uint64_t end = std::min(size_, position + count); position < end; ++position) {
        const auto after = std::next(in);
        if (after != calls_.end() && after->first_index <= position) in = after;
        const place p = read_at(at);
        at = p.next;
        const std::uint64_t number = in->entry.first_number + (position - in->first_index);
        out.push_back({number, {p.record, in->entry.origin}});
    }
}

std::uint64_t event_log::visible_size(std::uint64_t visible) const {
    // Tickets grow from call to call; 0 is of what was there before the journal.
    const auto is_visible = [&](const call& c) { return c.entry.ticket <= visible; };
    const auto hidden = std::ranges::partition_point(calls_, is_visible);
    return hidden == calls_.end() ? size_ : hidden->first_index;
}

event_log::stored_call event_log::call_at(std::size_t position) const {
    const call& c = calls_[position];
    const std::uint64_t end =
        position + 1 < calls_.size() ? calls_[position + 1].first_index : size_;
    return {c.entry, end - c.first_index, place_of(c.first_index)};
}

void event_log::copy_run(const char* first_record, std::uint64_t count,
                         domain::scratch<char>& out) {
    const char* at = first_record;
    while (count != 0) {
        const char* const begin = read_at(at).at;
        const char* end = begin;
        for (at = begin; count != 0 && at == end; --count) {
            const place p = read_at(at);
            if (p.at != at) break;  // the next one lies in another chunk
            at = end = p.next;
        }
        const auto bytes = static_cast<std::size_t>(end - begin);
        const std::size_t to = out.extend(bytes);  // may move the data
        std::memcpy(out.data() + to, begin, bytes);
    }
}

std::size_t event_log::memory() const noexcept {
    return chunks_bytes_ + next_chunk_.size + calls_.size() * sizeof(call) +
           marks_.size() * sizeof(const char*);
}

}  // namespace crmlocal::store
