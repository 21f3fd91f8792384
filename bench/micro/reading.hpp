// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "http/api.hpp"
#include "store/memory_ledger.hpp"
#include "store/token_table.hpp"

namespace crmlocal::bench {

/// Single events through the whole API but the sockets: web events of an organisation, every second
/// one of the same account.
class reading {
public:
    explicit reading(std::uint64_t events);

    // Each makes one call and returns its processor time in seconds. Throws `std::runtime_error` if
    // the call is refused.
    double create();
    double show();
    double list_first();  ///< 100 events of the account that has half of them
    double list_far();    ///< the last 100 of it

    /// The processor time of the first list, which makes the index, for each event.
    double index_per_event() const noexcept {
        return index_seconds_ / static_cast<double>(events_);
    }

private:
    double call(const std::string& path, const std::string& body, std::size_t events_expected);
    std::string list_body(std::uint64_t offset) const;

    std::uint64_t events_;
    double index_seconds_ = 0;
    std::uint64_t turn_ = 0;
    store::memory_ledger ledger_;
    store::token_table tokens_;
    http::api api_;
    http::workspace space_;
    asio::io_context loop_{1};
    std::string token_;
};

}  // namespace crmlocal::bench
