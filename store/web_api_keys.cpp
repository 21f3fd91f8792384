// SPDX-License-Identifier: BSL-1.0
//
// Of the ledger in memory: whose Web API key it is.
#include <algorithm>

#include "store/memory_ledger.hpp"

namespace crmlocal::store {

void memory_ledger::add_web_api_keys(const std::shared_ptr<tenant>& of, const fixture& from) {
    for (std::size_t k = 0; k < from.web_api_keys.size(); ++k)
        web_api_keys_.with_new(from.web_api_keys[k], [&](std::vector<key_holder>& holders) {
            holders.push_back({of, k});
        });
}

void memory_ledger::forget_web_api_keys(const tenant& of, const fixture& from) {
    for (const std::string& key : from.web_api_keys)
        web_api_keys_.with_new(key, [&](std::vector<key_holder>& holders) {
            std::erase_if(holders, [&](const key_holder& h) { return h.of.get() == &of; });
        });
}

// A key that two organisations have opens neither: it must not lead into the wrong world.
ledger::key_holder memory_ledger::find_web_api_key(std::string_view key) {
    return web_api_keys_.with(key, [](const std::vector<key_holder>* holders) {
        return holders && holders->size() == 1 ? holders->front() : key_holder();
    });
}

}  // namespace crmlocal::store
