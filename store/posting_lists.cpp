// SPDX-License-Identifier: BSL-1.0
#include "store/posting_lists.hpp"

#include <bit>
#include <stdexcept>

namespace crmlocal::store {

// The level of the block that the index-th position of a list belongs to.
unsigned posting_lists::level_of(std::uint32_t index) noexcept {
    const std::uint64_t growing = room_before(growing_levels);
    if (index >= growing)
        return growing_levels + static_cast<unsigned>((index - growing) / room_of(growing_levels));
    return static_cast<unsigned>(std::bit_width(index / first_room + 1) - 1);
}

std::uint32_t posting_lists::new_block(unsigned level, std::uint32_t previous) {
    const std::size_t words = 1 + room_of(level);
    if (words > words_per_chunk - free_ || chunks_.empty()) {
        if (chunks_.size() == (std::size_t{1} << 32) / words_per_chunk)
            throw std::length_error("too many events for one index");
        chunks_.push_back(std::make_unique_for_overwrite<std::uint32_t[]>(words_per_chunk));
        free_ = 0;
    }
    const auto at = static_cast<std::uint32_t>((chunks_.size() - 1) * words_per_chunk + free_);
    free_ += words;
    word(at) = previous;
    return at;
}

void posting_lists::add(std::uint32_t key, std::uint32_t position) {
    const std::size_t number = key / keys_per_page;
    if (number >= pages_.size()) pages_.resize(number + 1);
    if (!pages_[number]) pages_[number] = std::make_unique<page>();
    head& of = (*pages_[number])[key % keys_per_page];
    if (of.count == 0) {
        of = {position, 1};
        return;
    }
    if (of.count == 1) {
        const std::uint32_t block = new_block(0, 0);
        word(block + 1) = of.block;
        of.block = block;
    }
    const unsigned level = level_of(of.count);
    const auto place = static_cast<std::uint32_t>(of.count - room_before(level));
    if (place == 0) of.block = new_block(level, of.block);
    word(of.block + 1 + place) = position;
    ++of.count;
}

std::uint64_t posting_lists::count_between(std::uint32_t key, std::uint64_t begin,
                                           std::uint64_t end) const {
    const head* const of = find(key);
    if (!of || of->count == 0 || begin >= end) return 0;
    if (of->count == 1) return of->block >= begin && of->block < end;
    std::uint64_t count = 0;
    for (cursor at = last_block(*of);; at = before(at)) {
        const std::uint32_t* const first = entries_of(at.block);
        const std::uint32_t* const last = first + at.used;
        if (*first < end)
            count += static_cast<std::uint64_t>(std::lower_bound(first, last, end) -
                                                std::lower_bound(first, last, begin));
        if (at.level == 0 || *first < begin) return count;
    }
}

std::size_t posting_lists::memory() const noexcept {
    std::size_t bytes =
        pages_.size() * sizeof pages_[0] + chunks_.size() * words_per_chunk * sizeof(std::uint32_t);
    for (const auto& each : pages_) bytes += each ? sizeof(page) : 0;
    return bytes;
}

}  // namespace crmlocal::store
