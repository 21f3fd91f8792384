// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "domain/entity.hpp"
#include "domain/field.hpp"
#include "domain/value.hpp"
#include "http/text_reader.hpp"
#include "http/text_scan.hpp"

namespace crmlocal::http {

/// How the value of a member is read.
enum class reading : std::uint8_t {
    text,
    date,
    identifier,  ///< its one key's text
    null,        ///< which stands in the opening
    word,
    number,
    rows
};

/// What stands before a member's value: `,"performed_by_unit_identifier":{"name":"` for instance.
struct opening {
    static constexpr std::size_t bytes_max = 110;  // two lines of cache with all the rest
    static constexpr std::size_t bytes_min = 8;    // what bytes are compared by

    const domain::column* of = nullptr;  ///< null for the call's own
    std::uint32_t sound_bytes_max = 0;   ///< a text up to there, but an empty one, is sound
    std::uint8_t size = 0;               ///< of the bytes; 0: it was not met yet
    std::uint8_t column = domain::no_column;
    std::uint8_t key = 0;  ///< of an identifier
    reading how = reading::null;
    domain::given_as as = domain::given_as::nothing;
    std::array<char, bytes_max> bytes;  ///< as they were met last

    /// Keeps the bytes, if there are as many as can be compared.
    void keep(std::string_view met) noexcept {
        if (met.size() < bytes_min || met.size() > bytes_max) return;
        met.copy(bytes.data(), met.size());
        size = static_cast<std::uint8_t>(met.size());
    }

    /// True if it comes there, and behind it a value of its kind.
    [[gnu::always_inline]] bool comes(const char* at, const char* end) const noexcept {
        // Behind it a byte at least: the object's end.
        if (size == 0 || static_cast<std::size_t>(end - at) <= size ||
            !same_bytes(at, bytes.data(), size))
            return false;
        if (how < reading::number) return true;
        const char next = at[size];
        if (how == reading::rows) return next == '[';
        return next == '-' || (next >= '0' && next <= '9');
    }

    /// Tells what kind of value comes, and skips what needs no reading. False for objects and
    /// arrays.
    bool open_value(text_reader& in) noexcept;
    /// Skips an identifier up to the text of its first key; false if it has no such key.
    bool open_identifier(text_reader& in, const domain::entity_kind& kind);

    /// What a word must be.
    std::string_view word() const noexcept {
        return as == domain::given_as::yes ? "true" : "false";
    }
};

}  // namespace crmlocal::http
