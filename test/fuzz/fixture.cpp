// SPDX-License-Identifier: BSL-1.0
//
// Whatever is said to be a fixture is read or refused with a reason. One that is read makes a
// world.
#include <algorithm>

#include "store/memory_ledger.hpp"
#include "test/fuzz/demo_world.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace crmlocal;
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    auto read = http::read_fixture(text, "fuzz.json", domain::customer_events, 1);
    if (!read) {
        const auto lines = std::ranges::count(text, '\n') + 1;
        fuzz::insist(!read.error().reason.empty(), "a refusal says why");
        fuzz::insist(read.error().line <= static_cast<std::size_t>(lines), "and where");
        return 0;
    }
    fuzz::insist(!read->organisation.empty(), "an organisation has a name");
    for (const domain::entity_kind& kind : domain::kinds::all)
        for (const domain::entity& e : read->data->all(kind)) {
            fuzz::insist(read->data->find(kind, kind.human_key, e.key) == &e,
                         "every entity is found by its human key");
            fuzz::insist(read->data->find(kind, 0, read->data->id_of(kind, e.ordinal)) == &e,
                         "every entity is found by its id");
        }
    const std::string name = read->organisation;
    store::memory_ledger ledger(domain::customer_events);
    fuzz::insist(ledger.add_organisation(std::move(*read), 1), "it makes an organisation");
    fuzz::insist(ledger.find_organisation(name) != nullptr, "which is found by its name");
    return 0;
}
