// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <bit>
#include <cstdint>
#include <cstring>
#include <string_view>
#include <type_traits>

#include "domain/scratch.hpp"

namespace crmlocal::store {

static_assert(std::endian::native == std::endian::little, "files are little-endian");

/// Writes the elements of which files consist at the end of some bytes: little-endian numbers of
/// fixed size, varints (seven bits a byte, low ones first), texts (their size as a varint, then
/// their bytes).
class byte_writer {
public:
    explicit byte_writer(domain::scratch<char>& out) noexcept : out_(out) {}

    void bytes(const void* from, std::size_t count) {
        const std::size_t at = out_.extend(count);
        if (count != 0) std::memcpy(out_.data() + at, from, count);
    }
    void raw(std::string_view text) { bytes(text.data(), text.size()); }

    template <class T>
    void fixed(T number) {
        static_assert(std::is_trivially_copyable_v<T>);
        bytes(&number, sizeof number);
    }
    void varint(std::uint64_t v) {
        for (; v >= 0x80; v >>= 7) out_.push(static_cast<char>(v | 0x80));
        out_.push(static_cast<char>(v));
    }
    void text(std::string_view text) {
        varint(text.size());
        raw(text);
    }

private:
    domain::scratch<char>& out_;
};

/// Reads what a `byte_writer` wrote. Safe on any bytes: what cannot be read is zero or empty, and
/// from then on it is `broken`.
class byte_reader {
public:
    explicit byte_reader(std::string_view bytes) noexcept : rest_(bytes) {}

    std::string_view raw(std::uint64_t count) noexcept {
        if (count > rest_.size()) {
            broken_ = true;
            rest_ = {};
            return {};
        }
        const std::string_view out = rest_.substr(0, count);
        rest_.remove_prefix(count);
        return out;
    }

    template <class T>
    T fixed() noexcept {
        static_assert(std::is_trivially_copyable_v<T>);
        T number{};
        const std::string_view from = raw(sizeof number);
        if (!from.empty()) std::memcpy(&number, from.data(), sizeof number);
        return number;
    }

    std::uint64_t varint() noexcept {
        std::uint64_t v = 0;
        for (unsigned shift = 0; shift < 64; shift += 7) {
            const std::string_view byte = raw(1);
            if (byte.empty()) return 0;
            const auto bits = static_cast<unsigned char>(byte[0]);
            v |= static_cast<std::uint64_t>(bits & 0x7F) << shift;
            if (bits < 0x80) return v;
        }
        broken_ = true;
        return 0;
    }

    /// A varint that must not be above `most`.
    std::uint64_t varint(std::uint64_t most) noexcept {
        const std::uint64_t v = varint();
        if (v <= most) return v;
        broken_ = true;
        return 0;
    }

    std::string_view text() noexcept { return raw(varint()); }

    std::string_view rest() const noexcept { return rest_; }
    bool broken() const noexcept { return broken_; }
    /// True if everything was read and sound.
    bool complete() const noexcept { return !broken_ && rest_.empty(); }

private:
    std::string_view rest_;
    bool broken_ = false;
};

}  // namespace crmlocal::store
