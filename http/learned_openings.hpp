// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>

#include "domain/value.hpp"
#include "http/call_decoder.hpp"
#include "http/opening.hpp"

namespace crmlocal::http {

/// The openings in the order in which they follow one another, found by the column before.
using openings = std::array<opening, domain::columns_max + 1>;
/// Where the first opening of an object is.
inline constexpr std::uint8_t first_member = domain::columns_max;

/// What a thread has learned from the bodies that a decoder has read: what a program sends now
/// looks like what it sent before. Names alone, no values.
struct learned_openings {
    std::uint64_t by = 0;           ///< the decoder's id
    std::array<openings, 3> known;  ///< of each level

    /// This thread's, of that decoder.
    static learned_openings& of(const call_decoder& by) {
        thread_local std::array<std::unique_ptr<learned_openings>, decoders_max> all;
        std::unique_ptr<learned_openings>& here = all[by.id() % all.size()];
        if (!here || here->by != by.id()) {
            here = std::make_unique<learned_openings>();
            here->by = by.id();
        }
        return *here;
    }

private:
    static constexpr std::size_t decoders_max = 64;  // more than a server has methods
};

}  // namespace crmlocal::http
