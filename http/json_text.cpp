// SPDX-License-Identifier: BSL-1.0
#include "http/json_text.hpp"

#include <algorithm>
#include <cstring>

#include "http/text_scan.hpp"

namespace crmlocal::http {
namespace {

constexpr bool is_plain(char c) noexcept {
    return static_cast<unsigned char>(c) >= 0x20 && c != '"' && c != '\\';
}

char* write_escaped(char c, char* out) noexcept {
    constexpr char hex[] = "0123456789abcdef";
    *out++ = '\\';
    switch (c) {
        case '"':
        case '\\': *out++ = c; return out;
        case '\b': *out++ = 'b'; return out;
        case '\f': *out++ = 'f'; return out;
        case '\n': *out++ = 'n'; return out;
        case '\r': *out++ = 'r'; return out;
        case '\t': *out++ = 't'; return out;
        default: break;
    }
    *out++ = 'u', *out++ = '0', *out++ = '0';
    *out++ = hex[static_cast<unsigned char>(c) >> 4];
    *out++ = hex[static_cast<unsigned char>(c) & 0xF];
    return out;
}

}  // namespace

char* write_json_text(std::string_view text, char* out) noexcept {
    *out++ = '"';
    const char *at = text.data(), *const end = at + text.size();
    for (; static_cast<std::size_t>(end - at) >= look_bytes; at += look_bytes, out += look_bytes) {
        if (look_for_end(at).ends != 0) break;
        std::memcpy(out, at, look_bytes);
    }
    while (at != end) {
        const char* stop = std::find_if_not(at, end, is_plain);
        if (stop != at) std::memcpy(out, at, static_cast<std::size_t>(stop - at));
        out += stop - at;
        at = stop;
        if (at != end) out = write_escaped(*at++, out);
    }
    *out++ = '"';
    return out;
}

void append_json_text(reply& out, std::string_view text) {
    const std::size_t most = json_text_bytes_max(text.size());
    char* const begin = out.extend(most);
    char* const end = write_json_text(text, begin);
    out.give_back(most - static_cast<std::size_t>(end - begin));
}

}  // namespace crmlocal::http
