// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <array>
#include <cstddef>
#include <ctime>
#include <string_view>

#include "http/reply.hpp"

namespace crmlocal::http {

/// What the connection adds to an answer.
struct answer_options {
    std::size_t body_bytes = 0;  ///< as sent, or as a GET would have sent them
    std::string_view date = {};  ///< see http_date
    unsigned version = 11;       ///< of the request
    bool close = false;          ///< no request is read after this one
    bool gzip = false;           ///< the body is compressed
    bool varies = false;         ///< the body is compressed for those who accept it
    bool endless = false;        ///< the body comes in chunks, or ends with the connection
    bool offers_gzip = false;    ///< a 415 says what would have been accepted
};

/// Writes the status line, the fields and the blank line of an answer. `room` is used again and
/// again; the view points into it.
std::string_view write_answer_head(const reply& answer, const answer_options& options,
                                   std::array<char, reply::head_bytes_max>& room) noexcept;

/// The text of the Date field, made anew each second. For use by one thread.
class http_date {
public:
    static constexpr std::size_t size = 29;

    /// That time, given in seconds since 1970, in the form of RFC 9110, 5.6.7.
    std::string_view at(std::time_t seconds) noexcept;

private:
    std::time_t seconds_ = -1;
    std::array<char, size> text_{};
};

}  // namespace crmlocal::http
