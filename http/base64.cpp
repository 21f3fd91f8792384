// SPDX-License-Identifier: BSL-1.0
#include "http/base64.hpp"

#include <algorithm>

#include <openssl/evp.h>

#include "http/token.hpp"

namespace crmlocal::http {
namespace {

bool is_base64_char(char c) noexcept { return is_alpha(c) || is_digit(c) || c == '+' || c == '/'; }

const unsigned char* bytes_of(std::string_view text) noexcept {
    return reinterpret_cast<const unsigned char*>(text.data());
}
unsigned char* bytes_of(std::string& text) noexcept {
    return reinterpret_cast<unsigned char*>(text.data());
}

}  // namespace

std::string to_base64url(std::string_view bytes) {
    std::string out(4 * ((bytes.size() + 2) / 3) + 1, '\0');  // OpenSSL appends a zero byte
    const int size =
        EVP_EncodeBlock(bytes_of(out), bytes_of(bytes), static_cast<int>(bytes.size()));
    out.resize(static_cast<std::size_t>(size));
    std::erase(out, '=');
    std::ranges::replace(out, '+', '-');
    std::ranges::replace(out, '/', '_');
    return out;
}

std::optional<std::string> from_base64url(std::string_view text) {
    if (text.find_first_of("+/=") != text.npos) return std::nullopt;
    std::string padded(text);
    std::ranges::replace(padded, '-', '+');
    std::ranges::replace(padded, '_', '/');
    padded.append((4 - padded.size() % 4) % 4, '=');
    return from_base64(padded);
}

std::optional<std::string> from_base64(std::string_view text) {
    if (text.size() % 4 != 0) return std::nullopt;
    if (text.empty()) return std::string();
    std::size_t padding = 0;
    while (padding < 2 && text[text.size() - 1 - padding] == '=') ++padding;
    if (!std::ranges::all_of(text.substr(0, text.size() - padding), is_base64_char))
        return std::nullopt;
    std::string out(text.size() / 4 * 3, '\0');
    const int size = EVP_DecodeBlock(bytes_of(out), bytes_of(text), static_cast<int>(text.size()));
    if (size < 0) return std::nullopt;
    out.resize(static_cast<std::size_t>(size) - padding);
    return out;
}

}  // namespace crmlocal::http
