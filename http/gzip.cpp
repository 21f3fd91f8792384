// SPDX-License-Identifier: BSL-1.0
#include "http/gzip.hpp"

#define ZLIB_CONST
#include <algorithm>
#include <new>
#include <zlib.h>

#include "http/token.hpp"

namespace crmlocal::http {
namespace {

constexpr int gzip_only = 16 + MAX_WBITS;  // zlib: the gzip format, no other
constexpr int level_quick = 1;
constexpr int memory_level = 8;
constexpr std::size_t piece_bytes = 64 * 1024;
constexpr std::size_t input_bytes_max = 1U << 30;  // zlib counts in unsigned int

/// Whether an Accept-Encoding element's parameters give it a quality of 0: "q=0", "q=0.0", ...
bool has_quality_zero(std::string_view parameters) noexcept {
    const auto equals = parameters.find('=');
    if (equals == parameters.npos) return false;
    if (!equal_without_case(trimmed(parameters.substr(0, equals)), "q")) return false;
    const std::string_view quality = trimmed(parameters.substr(equals + 1));
    return quality.starts_with('0') && quality.find_first_of("123456789") == quality.npos;
}

const Bytef* bytes_of(std::span<const char> text) noexcept {
    return reinterpret_cast<const Bytef*>(text.data());
}

/// Unpacks what `from` has into fresh room at the end of `out`; zlib's verdict.
int unpack_piece(z_stream& from, std::size_t room, domain::scratch<char>& out) {
    const std::size_t at = out.extend(room);
    from.next_out = reinterpret_cast<Bytef*>(out.data() + at);
    from.avail_out = static_cast<uInt>(room);
    const int verdict = inflate(&from, Z_NO_FLUSH);
    out.shrink_to(at + room - from.avail_out);
    return verdict;
}

}  // namespace

gzip_wish find_gzip_wish(std::string_view accept_encoding) noexcept {
    gzip_wish by_name = gzip_wish::unsaid;
    gzip_wish by_star = gzip_wish::unsaid;
    for_each_element(accept_encoding, [&](std::string_view element) {
        const auto semicolon = std::min(element.find(';'), element.size());
        const std::string_view coding = trimmed(element.substr(0, semicolon));
        const gzip_wish wish =
            has_quality_zero(element.substr(std::min(semicolon + 1, element.size())))
                ? gzip_wish::refused
                : gzip_wish::wanted;
        if (coding == "*") by_star = wish;
        if (equal_without_case(coding, "gzip") || equal_without_case(coding, "x-gzip"))
            by_name = wish;
    });
    return by_name != gzip_wish::unsaid ? by_name : by_star;
}

struct gzip::streams {
    streams() = default;
    ~streams() {
        inflateEnd(&unpacking);  // harmless on a stream that never began
        deflateEnd(&packing);
    }
    streams(const streams&) = delete;
    streams& operator=(const streams&) = delete;

    z_stream unpacking{};
    z_stream packing{};
};

gzip::gzip() : streams_(std::make_unique<streams>()) {}
gzip::~gzip() = default;

wire_fault gzip::unpack(std::span<const char> packed, std::size_t bytes_max,
                        domain::scratch<char>& out) {
    constexpr wire_fault broken{400, "The body is not valid gzip."};
    if (packed.size() > input_bytes_max) return {413, "The request's body is too large."};
    z_stream& from = streams_->unpacking;
    const int ready = from.state ? inflateReset(&from) : inflateInit2(&from, gzip_only);
    if (ready != Z_OK) throw std::bad_alloc{};

    from.next_in = bytes_of(packed);
    from.avail_in = static_cast<uInt>(packed.size());
    const std::size_t begin = out.size();
    for (;;) {
        const std::size_t left = bytes_max - (out.size() - begin);
        // One byte more than allowed tells a body that is just full from one that is too large.
        const int verdict = unpack_piece(from, std::min(left + 1, piece_bytes), out);
        if (out.size() - begin > bytes_max) return {413, "The request's body is too large."};
        if (verdict == Z_STREAM_END) {
            if (from.avail_in == 0) return {};
            if (inflateReset(&from) != Z_OK) return broken;  // the next member
        } else if (verdict != Z_OK) {
            return broken;
        } else if (from.avail_in == 0 && from.avail_out != 0) {
            return broken;  // cut short
        }
    }
}

bool gzip::pack(std::span<const char> plain, domain::scratch<char>& out) {
    if (plain.size() > input_bytes_max) return false;
    z_stream& to = streams_->packing;
    const int ready = to.state ? deflateReset(&to)
                               : deflateInit2(&to, level_quick, Z_DEFLATED, gzip_only, memory_level,
                                              Z_DEFAULT_STRATEGY);
    if (ready != Z_OK) return false;

    const std::size_t at = out.extend(plain.size());
    to.next_in = bytes_of(plain);
    to.avail_in = static_cast<uInt>(plain.size());
    to.next_out = reinterpret_cast<Bytef*>(out.data() + at);
    to.avail_out = static_cast<uInt>(plain.size());
    const bool smaller = deflate(&to, Z_FINISH) == Z_STREAM_END;
    out.shrink_to(smaller ? out.size() - to.avail_out : at);
    return smaller;
}

}  // namespace crmlocal::http
