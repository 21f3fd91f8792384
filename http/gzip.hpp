// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string_view>

#include "domain/scratch.hpp"
#include "http/wire_fault.hpp"

namespace crmlocal::http {

/// What the value of one Accept-Encoding says about gzip.
enum class gzip_wish : std::uint8_t { unsaid, wanted, refused };

/// Reads an Accept-Encoding: gzip by name goes before "*"; a quality of 0 is a refusal.
gzip_wish find_gzip_wish(std::string_view accept_encoding) noexcept;

/// Packs and unpacks whole bodies in gzip's format (RFC 1952). Keeps zlib's memory from one body to
/// the next; for use by one thread.
class gzip {
public:
    gzip();
    ~gzip();
    gzip(const gzip&) = delete;
    gzip& operator=(const gzip&) = delete;

    /// Unpacks one or more members and appends to `out`: at most `bytes_max` bytes, else 413. What
    /// is broken, cut short or followed by something else is a 400.
    wire_fault unpack(std::span<const char> packed, std::size_t bytes_max,
                      domain::scratch<char>& out);

    /// Packs and appends to `out`, quickly rather than tightly. False, with `out` as it was, if
    /// that would not make it smaller.
    bool pack(std::span<const char> plain, domain::scratch<char>& out);

private:
    struct streams;
    std::unique_ptr<streams> streams_;
};

}  // namespace crmlocal::http
