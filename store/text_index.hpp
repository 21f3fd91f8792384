// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <bit>
#include <cstdint>
#include <cstring>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "store/hash.hpp"

namespace crmlocal::store {

/// Stands for "no entity".
inline constexpr std::uint32_t no_ordinal = 0xFFFF'FFFF;

/// Texts of one form, a prefix and digits of equal width (ACR0000000077), found by their number:
/// one array, nothing hashed and nothing compared; not even an array if they are numbered without
/// a gap in the order in which they stand.
class numbered_texts {
public:
    /// Chooses the form and the range of numbers that most of the texts share, without any text in
    /// it. Covers nothing if there is no such form, or if its numbers lie too far apart.
    explicit numbered_texts(std::span<const std::string_view> texts = {});

    /// True if that text belongs here, whether it is there or not; then `slot` is its place.
    bool covers(std::string_view text, std::size_t& slot) const noexcept {
        if (text.size() != size_) return false;
        const char* at = text.data();
        for (const char c : prefix_)
            if (*at++ != c) return false;
        std::uint64_t number = 0;
        const char* const end = text.data() + text.size();
        for (; (end - at) % 8 != 0; ++at) {
            const auto digit = static_cast<unsigned char>(*at - '0');
            if (digit > 9) return false;
            number = number * 10 + digit;
        }
        for (; at != end; at += 8) {
            std::uint64_t eight = 0;
            if (!eight_digits(at, eight)) return false;
            number = number * 100'000'000 + eight;
        }
        number -= first_;
        slot = number;
        return number < places_;
    }

    /// What is at that place, to be filled in until `settle`.
    std::uint32_t& place(std::size_t slot) noexcept { return ordinals_[slot]; }
    /// All texts have their places.
    void settle();

    /// Brings that place where it is looked at, soon, without waiting.
    void prefetch(std::size_t slot) const noexcept { __builtin_prefetch(&ordinals_[slot]); }
    /// True if places are memory that has to be brought.
    bool in_memory() const noexcept { return !ordinals_.empty(); }

    std::uint32_t operator[](std::size_t slot) const noexcept {
        return in_memory() ? ordinals_[slot] : first_ordinal_ + static_cast<std::uint32_t>(slot);
    }
    /// The memory it takes.
    std::size_t bytes() const noexcept { return ordinals_.size() * sizeof(std::uint32_t); }

private:
    // The number that eight digits make; false if one of them is none. All at once: neighbours are
    // added up to pairs, these to fours, these to eight.
    static bool eight_digits(const char* at, std::uint64_t& number) noexcept {
        static_assert(std::endian::native == std::endian::little);
        std::uint64_t v = 0;
        std::memcpy(&v, at, sizeof v);
        constexpr std::uint64_t high = 0xF0F0'F0F0'F0F0'F0F0, sixes = 0x0606'0606'0606'0606;
        if (((v & high) | (((v + sixes) & high) >> 4)) != 0x3333'3333'3333'3333) return false;
        v = (v & 0x0F0F'0F0F'0F0F'0F0F) * (10 << 8 | 1) >> 8;
        v = (v & 0x00FF'00FF'00FF'00FF) * (100 << 16 | 1) >> 16;
        number = (v & 0x0000'FFFF'0000'FFFF) * (std::uint64_t{10'000} << 32 | 1) >> 32;
        return true;
    }

    std::string prefix_;
    std::size_t size_ = 0;  // bytes of the whole text; none has 0
    std::uint64_t first_ = 0;
    std::uint64_t places_ = 0;
    std::vector<std::uint32_t> ordinals_;  // by number; none if it can be counted
    std::uint32_t first_ordinal_ = 0;      // then of the first place
};

/// Finds the position of a text among others. Immutable once it is built; then safe for use by
/// several threads at once. The texts are kept elsewhere.
class text_index {
public:
    /// Two positions of the same text.
    struct repetition {
        std::uint32_t first;
        std::uint32_t second;
    };

    /// Indexes the texts by position, but empty ones. A text that occurs more than once is found at
    /// its first position. Returns the first one that repeats an earlier one, if any does.
    std::optional<repetition> build(std::span<const std::string_view> texts);

    /// The position of that text, or `no_ordinal`. `text_at(position)` returns the text there.
    template <class TextAt>
    std::uint32_t find(std::string_view text, const TextAt& text_at) const noexcept {
        std::size_t slot = 0;
        if (numbered_.covers(text, slot)) return numbered_[slot];
        if (slots_.empty() || text.empty()) return no_ordinal;
        slot = probe(text, text_at);
        return slots_[slot] == 0 ? no_ordinal : position_in(slots_[slot]);
    }

    /// Makes finding that text quick, soon, without waiting: if it is of the common form.
    void prefetch(std::string_view text) const noexcept {
        std::size_t slot = 0;
        if (numbered_.in_memory() && numbered_.covers(text, slot)) numbered_.prefetch(slot);
    }

    /// The memory it takes.
    std::size_t bytes() const noexcept {
        return numbered_.bytes() + slots_.size() * sizeof(std::uint32_t);
    }

private:
    // Open addressing. A slot holds a position plus one in its low bits and, in the bits that are
    // left, some of the text's hash: few texts are compared in vain. 0 is a free slot.
    std::uint32_t position_in(std::uint32_t slot) const noexcept {
        return (slot & position_mask_) - 1;
    }
    static std::uint32_t tag_of(std::uint64_t hash) noexcept {
        return static_cast<std::uint32_t>(hash >> 32);
    }

    // The slot of that text, or the free one where it belongs.
    template <class TextAt>
    std::size_t probe(std::string_view text, const TextAt& text_at) const noexcept {
        const std::uint64_t hash = hash_text(text);
        std::size_t at = hash & (slots_.size() - 1);
        for (;; at = (at + 1) & (slots_.size() - 1)) {
            const std::uint32_t slot = slots_[at];
            if (slot == 0) return at;
            if (((slot ^ tag_of(hash)) & ~position_mask_) == 0 &&
                text_at(position_in(slot)) == text)
                return at;
        }
    }

    numbered_texts numbered_;
    std::vector<std::uint32_t> slots_;  // a power of two, of all texts that `numbered_` leaves out
    std::uint32_t position_mask_ = 0;
};

}  // namespace crmlocal::store
