// SPDX-License-Identifier: BSL-1.0
#include "app/organisations.hpp"

#include <iostream>
#include <set>

#include <spdlog/spdlog.h>

#include "app/demo_fixture.hpp"
#include "http/fixture_file.hpp"
#include "http/fixture_reader.hpp"
#include "store/hash.hpp"

namespace crmlocal::app {
namespace {

// The same in every run if asked.
std::uint64_t seed_of(const serve_options& options) {
    return options.seed ? *options.seed : store::random_bits();
}

class loader {
public:
    explicit loader(store::memory_ledger& ledger) : ledger_(ledger) {
        for (const auto& one : ledger.organisations()) kept_.emplace(one->name());
    }

    bool add(http::fixture_result<store::fixture> read, std::uint64_t seed) {
        if (!read) {
            std::cerr << "crmlocal serve: " << read.error().text() << '\n';
            return false;
        }
        const std::string name = read->organisation;
        if (kept_.contains(name)) {
            spdlog::info(
                "organisation '{}' is the one of the data directory; its fixture only "
                "described how it began",
                name);
            return true;
        }
        if (ledger_.add_organisation(std::move(*read), seed)) return true;
        std::cerr << "crmlocal serve: two fixtures describe the organisation '" << name << "'\n";
        return false;
    }

    bool keeps_any() const noexcept { return !kept_.empty(); }

private:
    store::memory_ledger& ledger_;
    std::set<std::string, std::less<>> kept_;
};

}  // namespace

namespace {

bool load_fixtures(const serve_options& options, store::memory_ledger& ledger) {
    loader into(ledger);
    if (options.fixtures.empty()) {
        if (into.keeps_any()) return true;
        const std::uint64_t seed = seed_of(options);
        return into.add(http::read_fixture(demo_fixture, "demo.json", ledger.catalogue(), seed),
                        seed);
    }
    for (const std::string& file : options.fixtures) {
        const std::uint64_t seed = seed_of(options);
        if (!into.add(http::load_fixture(file, ledger.catalogue(), seed), seed)) return false;
    }
    return true;
}

}  // namespace

bool load_organisations(const serve_options& options, store::memory_ledger& ledger) {
    if (!load_fixtures(options, ledger)) return false;
    const std::string& like = options.api.organisation_template;
    if (like.empty() || ledger.find_tenant(like)) return true;
    std::cerr << "crmlocal serve: --template: there is no organisation '" << like
              << "' among those that were loaded\n";
    return false;
}

}  // namespace crmlocal::app
