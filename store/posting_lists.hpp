// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <memory>
#include <vector>

namespace crmlocal::store {

/// For each of many keys the growing list of positions where it occurs, in four bytes each and
/// little more: keys that occur once take no block, others blocks that grow with their lists.
/// Positions of a key must grow. Not safe for use by several threads at once.
class posting_lists {
public:
    void add(std::uint32_t key, std::uint32_t position);

    /// Calls f(position) for the positions of a key below `end`, the newest first but for the first
    /// `skip` of them, until it returns false. Skips block by block, so that what lies far behind
    /// costs little more than what lies in front.
    template <class F>
    void for_each_newest(std::uint32_t key, std::uint64_t end, std::uint64_t skip, F f) const {
        const head* const of = find(key);
        if (!of || of->count == 0) return;
        if (of->count == 1) {
            if (of->block < end && skip == 0) f(of->block);
            return;
        }
        for (cursor at = last_block(*of);; at = before(at)) {
            const std::uint32_t* const entries = entries_of(at.block);
            if (entries[0] < end) {
                const std::uint32_t* last = entries + at.used;
                if (*(last - 1) >= end) last = std::lower_bound(entries, last, end);
                const auto inside = static_cast<std::uint64_t>(last - entries);
                if (skip >= inside) {
                    skip -= inside;
                } else {
                    for (last -= skip, skip = 0; last != entries;)
                        if (!f(*--last)) return;
                }
            }
            if (at.level == 0) return;
        }
    }

    /// How many positions of a key lie in [begin, end).
    std::uint64_t count_between(std::uint32_t key, std::uint64_t begin, std::uint64_t end) const;

    /// The memory it takes, in bytes.
    std::size_t memory() const noexcept;

private:
    // Of a key that occurs once, `block` is the position; else its last block.
    struct head {
        std::uint32_t block = 0;
        std::uint32_t count = 0;
    };
    // A block is the place of the block before it, then as many positions as its level has room
    // for.
    struct cursor {
        std::uint32_t block;
        unsigned level;      // 0 is the first of a list
        std::uint32_t used;  // of its places
    };

    static constexpr unsigned growing_levels = 8;  // of 4, 8, ... 512 places; then always 1024
    static constexpr std::uint32_t first_room = 4;
    static constexpr std::size_t keys_per_page = 4096;
    static constexpr std::size_t words_per_chunk = 1 << 18;

    static constexpr std::uint32_t room_of(unsigned level) noexcept {
        return first_room << std::min(level, growing_levels);
    }
    static constexpr std::uint64_t room_before(unsigned level) noexcept {
        const unsigned growing = std::min(level, growing_levels);
        return std::uint64_t{first_room} * ((std::uint64_t{1} << growing) - 1) +
               std::uint64_t{level - growing} * room_of(growing_levels);
    }
    static unsigned level_of(std::uint32_t index) noexcept;

    const head* find(std::uint32_t key) const noexcept {
        const std::size_t number = key / keys_per_page;
        if (number >= pages_.size() || !pages_[number]) return nullptr;
        return &(*pages_[number])[key % keys_per_page];
    }
    cursor last_block(const head& of) const noexcept {
        const unsigned level = level_of(of.count - 1);
        return {of.block, level, static_cast<std::uint32_t>(of.count - room_before(level))};
    }
    cursor before(const cursor& at) const noexcept {
        return {word(at.block), at.level - 1, room_of(at.level - 1)};
    }
    std::uint32_t& word(std::uint32_t at) const noexcept {
        return chunks_[at / words_per_chunk][at % words_per_chunk];
    }
    const std::uint32_t* entries_of(std::uint32_t block) const noexcept { return &word(block) + 1; }
    std::uint32_t new_block(unsigned level, std::uint32_t previous);

    using page = std::array<head, keys_per_page>;
    std::vector<std::unique_ptr<page>> pages_;
    std::vector<std::unique_ptr<std::uint32_t[]>> chunks_;
    std::size_t free_ = words_per_chunk;  // in the last chunk: the first word that is free
};

}  // namespace crmlocal::store
