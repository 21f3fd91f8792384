// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "load/destination.hpp"
#include "load/recorded_calls.hpp"

namespace crmlocal::load {

/// How recorded calls are made again.
struct replay_plan {
    double speed = 1;     ///< times the original one; 0: as fast as it goes
    bool strict = false;  ///< ids, numbers and dates of answers must be the same as well
    std::string recorded_base_path = "/crmapi/rest/v2";  ///< what stood before the methods
};

/// What became of it.
struct replay_result {
    std::uint64_t sent = 0;
    std::uint64_t skipped = 0;   ///< log-ins and log-outs: the replay has a token of its own
    std::uint64_t differed = 0;  ///< answers
    double late_seconds = 0;     ///< the most that a call was sent after its time
};

/// Where and how two answers differ, a sentence each; none if they are alike. Not strict: members
/// called id, number and token, and dates, may be anything.
std::vector<std::string> differences(std::string_view recorded, std::string_view replayed,
                                     bool strict);

/// Makes the calls again, one after the other over one connection, with that token. `tell` is
/// called for each call whose answer differed, with its sentences. Throws `std::runtime_error` if
/// the server cannot be reached.
replay_result replay(
    const std::vector<recorded_call>& calls, const destination& at, const std::string& token,
    const replay_plan& plan,
    const std::function<void(const recorded_call&, const std::vector<std::string>&)>& tell);

}  // namespace crmlocal::load
