// SPDX-License-Identifier: BSL-1.0
#include "http/chunked_body.hpp"

#include <algorithm>
#include <cassert>
#include <charconv>
#include <cstring>

#include "http/token.hpp"

namespace crmlocal::http {
namespace {

constexpr std::size_t size_digits_max = 16;  // leading zeros included
constexpr wire_fault malformed{400, "The chunked body is malformed."};

constexpr bool is_control(char c) noexcept {
    return (static_cast<unsigned char>(c) < 0x20 && c != '\t') || c == '\x7F';
}

std::string_view without_blanks(std::string_view text) noexcept {
    return text.substr(std::min(text.find_first_not_of(" \t"), text.size()));
}

/// Cuts a token off the front; empty if there is none.
std::string_view cut_token(std::string_view& text) noexcept {
    const auto end = std::ranges::find_if_not(text, is_token_char);
    const auto size = static_cast<std::size_t>(end - text.begin());
    const std::string_view token = text.substr(0, size);
    text.remove_prefix(size);
    return token;
}

/// Cuts a quoted string off the front of a text that begins with a quote.
bool cut_quoted(std::string_view& text) noexcept {
    for (std::size_t i = 1; i < text.size(); ++i) {
        if (text[i] == '"') {
            text.remove_prefix(i + 1);
            return true;
        }
        i += text[i] == '\\';
    }
    return false;
}

/// Whether the text is `*( BWS ";" BWS token [ BWS "=" BWS ( token / quoted-string ) ] )`.
bool are_extensions(std::string_view text) noexcept {
    while (!text.empty()) {
        text = without_blanks(text);
        if (!text.starts_with(';')) return false;
        text = without_blanks(text.substr(1));
        if (cut_token(text).empty()) return false;
        const std::string_view behind = without_blanks(text);
        if (!behind.starts_with('=')) continue;
        text = without_blanks(behind.substr(1));
        if (text.starts_with('"') ? !cut_quoted(text) : cut_token(text).empty()) return false;
    }
    return true;
}

}  // namespace

std::size_t chunked_body::consume(std::string_view bytes, domain::scratch<char>& body,
                                  wire_fault& fault) {
    std::size_t used = 0;
    while (used < bytes.size() && !done() && !fault) {
        if (part_ == part::data) {
            used += take_data(bytes.substr(used), body);
            continue;
        }
        const char c = bytes[used++];
        if (++overhead_bytes_ > bounds_.chunk_overhead_bytes_max)
            fault = {413, "The chunked body has too many bytes that are no data."};
        else if (part_ == part::data_cr || part_ == part::data_lf) {
            if (c != (part_ == part::data_cr ? '\r' : '\n')) fault = malformed;
            part_ = part_ == part::data_cr ? part::data_lf : part::size_line;
        } else {
            fault = take_line_byte(c);
        }
    }
    return used;
}

void chunked_body::skip_data(std::size_t bytes) noexcept {
    assert(bytes <= data_left());
    body_bytes_ += bytes;
    data_left_ -= bytes;
    if (data_left_ == 0) part_ = part::data_cr;
}

std::size_t chunked_body::take_data(std::string_view bytes, domain::scratch<char>& body) {
    const std::size_t taken = std::min(bytes.size(), data_left_);
    const std::size_t at = body.extend(taken);
    std::memcpy(body.data() + at, bytes.data(), taken);
    skip_data(taken);
    return taken;
}

wire_fault chunked_body::take_line_byte(char c) {
    const bool after_cr = !line_.empty() && line_[line_.size() - 1] == '\r';
    if (c == '\n') return after_cr ? end_line() : malformed;
    if (after_cr || (c != '\r' && is_control(c))) return malformed;

    if (part_ == part::trailer) {
        if (++trailers_bytes_ > bounds_.trailers_bytes_max)
            return {431, "The trailers of the chunked body are too large."};
    } else if (line_.size() == bounds_.chunk_line_bytes_max) {
        return {413, "A chunk extension is too long."};
    }
    line_.push(c);
    return {};
}

wire_fault chunked_body::end_line() {
    const std::string_view line{line_.data(), line_.size() - 1};  // without the CR
    const wire_fault fault = part_ == part::trailer ? end_trailer(line) : begin_chunk(line);
    line_.clear();
    return fault;
}

wire_fault chunked_body::begin_chunk(std::string_view line) noexcept {
    const char* const end = line.data() + line.size();
    std::uint64_t size = 0;
    const auto [stopped, code] = std::from_chars(line.data(), end, size, 16);
    const auto digits = static_cast<std::size_t>(stopped - line.data());
    if (code != std::errc{} || digits > size_digits_max) return malformed;

    const std::string_view extensions = line.substr(digits);
    if (!are_extensions(extensions)) return malformed;
    extensions_bytes_ += extensions.size();
    if (extensions_bytes_ > bounds_.chunk_extensions_bytes_max)
        return {413, "The chunk extensions are too long."};

    if (size > body_bytes_max_ - body_bytes_) return {413, "The request's body is too large."};
    data_left_ = static_cast<std::size_t>(size);
    part_ = size == 0 ? part::trailer : part::data;
    return {};
}

wire_fault chunked_body::end_trailer(std::string_view line) noexcept {
    if (line.empty()) {
        part_ = part::done;
        return {};
    }
    const auto colon = line.find(':');
    if (colon == line.npos || !is_token(line.substr(0, colon)))
        return {400, "A trailer of the chunked body is malformed."};
    return {};
}

}  // namespace crmlocal::http
