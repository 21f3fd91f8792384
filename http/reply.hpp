// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>
#include <cstring>
#include <memory>
#include <span>
#include <string_view>

#include "domain/scratch.hpp"

namespace crmlocal::lab {
class effect;
}

namespace crmlocal::http {

class answer_stream;

/// An answer: a status and a body, written by hand into one buffer that is used again and again.
/// The head is put in front of the body when it is sent, so that both leave in one write.
class reply {
public:
    static constexpr std::size_t head_bytes_max = 1024;

    unsigned status = 200;
    std::string_view content_type = "application/json; charset=utf-8";
    std::string_view allow = {};                ///< the Allow field of a 405 or of OPTIONS
    std::uint32_t retry_after_seconds = 0;      ///< the Retry-After field, if not 0
    bool close = false;                         ///< the connection ends after this answer
    std::shared_ptr<const lab::effect> effect;  ///< what is to go wrong when it is sent; or null
    bool varies_by_origin = false;              ///< whether the Vary field says so
    std::string_view more_fields = {};          ///< further lines, each after its CRLF; not owned
    std::shared_ptr<answer_stream> stream;      ///< the body, if it has no end; or null

    reply() { begin(); }

    /// Forgets the answer before.
    void begin() {
        status = 200;
        content_type = "application/json; charset=utf-8";
        allow = {};
        retry_after_seconds = 0;
        close = false;
        effect = nullptr;
        varies_by_origin = false;
        more_fields = {};
        stream = nullptr;
        bytes_.clear();
        bytes_.extend(head_bytes_max);
    }

    /// Gives back memory beyond `bytes_max`.
    void trim(std::size_t bytes_max) {
        bytes_.clear_and_keep(bytes_max);
        bytes_.extend(head_bytes_max);
    }

    /// Drops the body, keeps the status.
    void clear_body() { bytes_.shrink_to(head_bytes_max); }

    /// Appends to the body.
    void append(std::string_view text) {
        std::memcpy(extend(text.size()), text.data(), text.size());
    }
    void append(char c) { *extend(1) = c; }

    /// Lengthens the body by that many bytes, which the caller fills in, and returns their place.
    char* extend(std::size_t bytes) {
        const std::size_t at = bytes_.extend(bytes);  // first: it may move the memory
        return bytes_.data() + at;
    }

    /// Shortens the body by that many bytes, of those extended last.
    void give_back(std::size_t bytes) { bytes_.shrink_to(bytes_.size() - bytes); }

    std::span<const char> body() const noexcept { return bytes_.all().subspan(head_bytes_max); }

    /// The head followed by the body, contiguous. The head must not exceed `head_bytes_max`.
    std::span<const char> with_head(std::string_view head, bool with_body) noexcept {
        std::memcpy(bytes_.data() + head_bytes_max - head.size(), head.data(), head.size());
        const auto sent = bytes_.all().subspan(head_bytes_max - head.size());
        return with_body ? sent : sent.first(head.size());
    }

private:
    domain::scratch<char> bytes_;
};

}  // namespace crmlocal::http
