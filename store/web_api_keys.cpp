// SPDX-License-Identifier: BSL-1.0
//
// Of the ledger in memory: whose Web API key it is.
#include "store/memory_ledger.hpp"
#include "store/memory_organisation.hpp"

namespace crmlocal::store {

// A key that two organisations have belongs to neither: it must not lead into the wrong world.
void memory_ledger::add_web_api_keys(const std::shared_ptr<memory_organisation>& of) {
    const std::vector<std::string>& keys = of->described().web_api_keys;
    for (std::size_t k = 0; k < keys.size(); ++k) {
        if (web_api_keys_.insert(keys[k], {of, k})) continue;
        web_api_keys_.with(keys[k], [](key_holder* holder) { holder->in = nullptr; });
    }
}

ledger::key_holder memory_ledger::find_web_api_key(std::string_view key) {
    return web_api_keys_.with(
        key, [](const key_holder* holder) { return holder ? *holder : key_holder(); });
}

}  // namespace crmlocal::store
