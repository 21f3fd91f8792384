// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>
#include <string_view>

#include "store/hash.hpp"

namespace crmlocal::lab {

/// Random numbers that belong to one candidate of one fault: drawn from the organisation's seed,
/// the fault's id and the candidate's number only, so that they are the same in every run, whatever
/// happens at the same time.
class draw {
public:
    draw(std::uint64_t seed, std::string_view fault, std::uint64_t candidate) noexcept
        : state_(mixed(store::seed_for(seed, fault) + candidate * 0x9E37'79B9'7F4A'7C15)) {}

    /// 64 random bits, a different number for each purpose.
    std::uint64_t bits(std::uint64_t purpose) const noexcept {
        return mixed(state_ + (purpose + 1) * 0xD1B5'4A32'D192'ED03);
    }

    /// A number from 0 on and below 1.
    double fraction(std::uint64_t purpose) const noexcept {
        return static_cast<double>(bits(purpose) >> 11) * 0x1p-53;
    }

private:
    // The finaliser of SplitMix64.
    static std::uint64_t mixed(std::uint64_t x) noexcept {
        x = (x ^ x >> 30) * 0xBF58'476D'1CE4'E5B9;
        x = (x ^ x >> 27) * 0x94D0'49BB'1331'11EB;
        return x ^ x >> 31;
    }

    std::uint64_t state_;
};

}  // namespace crmlocal::lab
