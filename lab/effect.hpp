// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "lab/delay.hpp"
#include "lab/fault.hpp"

namespace crmlocal::lab {

/// What is to happen to an answer when it is sent.
class effect {
public:
    milliseconds delay{0};              ///< before anything is sent
    std::vector<milliseconds> dribble;  ///< before each piece of the answer; empty: one piece
    std::optional<transport_fault> spoilt;
    std::uint64_t garbage = 0;           ///< a seed for bytes that make no sense
    std::shared_ptr<const fault> keeps;  ///< whose texts the answer may refer to; or null
};

}  // namespace crmlocal::lab
