// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "store/hash.hpp"
#include "store/ledger.hpp"
#include "store/striped_map.hpp"

namespace crmlocal::store {

class memory_organisation;

/// A ledger in memory: everything it does completes at once.
class memory_ledger final : public ledger {
public:
    explicit memory_ledger(const domain::event_catalogue& catalogue,
                           std::function<time_point()> clock = std::chrono::system_clock::now);
    ~memory_ledger() override;

    /// Makes an organisation from a fixture; false if there is one of that name. `seed` rules the
    /// ids of its events: the same seed and the same calls give the same ids.
    bool add_organisation(fixture from, std::uint64_t seed);

    /// What was stored of the event of that type and number, if there is one.
    std::optional<event_log::stored_event> find_event(organisation& in,
                                                      const domain::event_type& type,
                                                      std::uint64_t number);

    /// What the events of an organisation take of memory, in bytes; claims not included.
    std::size_t memory(organisation& of);

    const domain::event_catalogue& catalogue() const noexcept override { return catalogue_; }
    std::shared_ptr<organisation> find_organisation(std::string_view name) override;
    key_holder find_web_api_key(std::string_view key) override;
    task<void> resolve(organisation& in, domain::batch& call) override;
    task<commit_status> commit(organisation& in, const call_origin& origin,
                               domain::batch& call) override;

private:
    void add_web_api_keys(const std::shared_ptr<memory_organisation>& of);

    const domain::event_catalogue& catalogue_;
    std::function<time_point()> clock_;
    striped_map<std::string, std::shared_ptr<memory_organisation>, text_hash> organisations_;
    striped_map<std::string, key_holder, text_hash, 16> web_api_keys_;
};

}  // namespace crmlocal::store
