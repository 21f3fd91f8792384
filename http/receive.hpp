// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>

#include "http/call_memory.hpp"
#include "http/connection.hpp"
#include "http/framing.hpp"
#include "http/wire_fault.hpp"
#include "store/asio.hpp"

namespace crmlocal::http {

/// How many zero bytes may be read behind a body, for decoders that look ahead.
inline constexpr std::size_t body_padding_bytes = 64;

/// What came of waiting for bytes.
struct receipt {
    bool lost = false;           ///< the peer is gone or had nothing to say: no answer is due
    wire_fault fault = {};       ///< what to refuse with
    std::size_t head_bytes = 0;  ///< the size of the complete head that is next in the buffer
};

/// Waits for a request and until its head is complete; a blank line before it is skipped. For the
/// first byte as long as a connection may be idle, from then as long as a head may take.
task<receipt> receive_head(connection& from);

/// Takes a body that has arrived together with its head, as small ones do, into `into.space.body`.
/// False if there is more to do; then nothing is taken.
bool take_body(connection& from, const framing& how, std::size_t bytes_max, call_memory& into);

/// Reads a body that `take_body` has left, at most `bytes_max` bytes of data, into
/// `into.space.body`: memory grows with what arrives, not with what was announced. Uses no byte of
/// what follows.
task<receipt> receive_body(connection& from, const framing& how, std::size_t bytes_max,
                           call_memory& into);

/// Puts zeros behind a body that are not part of it.
void pad_body(domain::scratch<char>& body);

}  // namespace crmlocal::http
