// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <string>
#include <string_view>

#include "store/guarded.hpp"
#include "store/hash.hpp"

namespace crmlocal::store {

/// What is known of a call that carries an Idempotency-Key.
enum class once_state : std::uint8_t {
    first,        ///< it was not seen before; the key is now taken for it
    in_progress,  ///< the same call is being answered
    answered,     ///< it was answered, here is the answer
    other_body,   ///< another call had that key
};

/// An answer that is kept, so that a call that is sent again is not carried out again.
struct kept_answer {
    fingerprint body = {};         ///< of what the call asked for
    std::int64_t answered_on = 0;  ///< milliseconds since 1970
    std::string_view answer;
};

/// The calls of one organisation that had an Idempotency-Key, with their answers: kept for a day,
/// and as long as there is room for them. Safe for use by several threads at once.
class answered_calls {
public:
    static constexpr std::int64_t kept_milliseconds = 24 * 3600 * 1000;
    static constexpr std::size_t kept_bytes_max = 64 << 20;

    /// Looks a key up and takes it if nobody has; fills in `answer` if it was answered. An answer
    /// whose ticket is above `visible` is still in progress.
    once_state begin(std::string_view key, const fingerprint& body, std::uint64_t visible,
                     std::string& answer);

    /// Gives a key back that was taken but not answered.
    void forget(std::string_view key);

    /// Keeps the answer to a call whose key was taken, or that was read from the disk.
    void keep(std::string_view key, const kept_answer& one, std::uint64_t ticket);

    /// Drops an answer that did not become durable.
    void take_back(std::string_view key);

    /// Calls f(key, answer) for all that are visible. Holds the lock.
    void for_each(std::uint64_t visible,
                  const std::function<void(std::string_view, const kept_answer&)>& f);

private:
    struct entry {
        fingerprint body;
        bool answered = false;
        std::int64_t answered_on = 0;
        std::uint64_t ticket = 0;
        std::string answer;
    };
    struct state {
        std::map<std::string, entry, std::less<>> calls;
        std::deque<std::string> by_age;  // keys of those answered; may name some that are gone
        std::size_t bytes = 0;
    };
    static void make_room(state& s, std::int64_t now);

    guarded<state> state_;
};

}  // namespace crmlocal::store
