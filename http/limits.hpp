// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>

namespace crmlocal::http {

using std::chrono::milliseconds;

/// Every bound of the transport. Tests shorten the times; nothing else should need to change them.
struct limits {
    // Of a request. How long its body may be is the service's word.
    std::size_t head_bytes_max = 8 * 1024;  ///< request line, fields and blank line; at most 8 KiB
    std::size_t target_bytes_max = 4 * 1024;
    std::size_t fields_max = 100;

    // Of a chunked body, beside its data.
    std::size_t chunk_line_bytes_max = 1024;          ///< one size with its extensions
    std::size_t chunk_extensions_bytes_max = 8192;    ///< all extensions of a body
    std::size_t trailers_bytes_max = 8192;            ///< all trailer fields
    std::size_t chunk_overhead_bytes_max = 1U << 20;  ///< everything on the wire that is no data

    // Of time.
    milliseconds idle_time = std::chrono::seconds{60};    ///< from an answer to the next request
    milliseconds header_time = std::chrono::seconds{10};  ///< from a head's first byte to its last
    milliseconds body_time = std::chrono::seconds{30};    ///< from a head's end to the body's
    milliseconds write_time = std::chrono::seconds{30};   ///< for each MiB of an answer
    milliseconds linger_time = std::chrono::seconds{5};   ///< from a last answer to the peer's end
    milliseconds drain_linger_time = std::chrono::seconds{1};  ///< the same while the server drains
    milliseconds full_pause = milliseconds{100};  ///< before accepting again when there is no room
    milliseconds idle_min = std::chrono::seconds{1};  ///< idle connections this old make room

    // Of memory.
    std::size_t linger_bytes_max = 64U << 20;   ///< read and thrown away after a last answer
    std::size_t bodies_bytes_max = 256U << 20;  ///< request bodies in memory, of one event loop
    std::size_t kept_bytes_max = 2U << 20;      ///< each buffer of memory kept for the next call
    std::size_t kept_calls_max = 8;             ///< such memories, per event loop

    std::size_t answer_bytes_gzip_min = 1024;  ///< smaller answers are never compressed
    std::uint64_t calls_per_connection_max = UINT64_MAX;
    std::size_t connections_max = 0;  ///< 0: what the process' file descriptors allow

    /// The longest time after which a deadline may be noticed, beyond the deadline itself.
    milliseconds sweep_time() const noexcept;
};

/// How many connections the process may hold open: its limit of file descriptors without a reserve
/// for listening, files and the event loops. At least 1.
std::size_t connections_of_process() noexcept;

}  // namespace crmlocal::http
