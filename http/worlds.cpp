// SPDX-License-Identifier: BSL-1.0
#include "http/worlds.hpp"

#include <boost/json/serialize.hpp>
#include <fmt/format.h>

#include "http/fixture_reader.hpp"
#include "store/hash.hpp"

namespace crmlocal::http {

std::uint64_t random_seed() { return store::random_bits() >> 11; }

std::shared_ptr<store::organisation> find_template(const api_context& context) {
    const std::string& name = context.options.organisation_template;
    if (!name.empty()) return context.ledger.find_organisation(name);
    const auto first = context.first_tenant.lock();
    return first ? first->current() : nullptr;
}

world_request make_like(std::shared_ptr<store::organisation> like, std::string name) {
    auto described = std::make_shared<store::fixture>(like->described());
    described->organisation = name;
    described->settings.expires_on = 0;
    // Two organisations with one key: it would open neither.
    for (std::string& key : described->web_api_keys)
        key = fmt::format("{:016X}{:016X}", store::random_bits(), store::random_bits());
    return {std::move(name), std::move(described), random_seed(), std::move(like)};
}

task<std::shared_ptr<store::tenant>> make_on_demand(const api_context& context,
                                                    std::string_view name,
                                                    std::string_view username,
                                                    std::string_view password) {
    std::shared_ptr<store::tenant> made;
    if (!context.options.organisations_on_demand) co_return made;
    const auto like = find_template(context);
    if (!like || !like->find_user(username, password)) co_return made;
    const std::string name_of_new(name);
    const world_request wanted = make_like(like, name_of_new);
    const auto status =
        co_await context.ledger.make_organisation(wanted.described, wanted.seed, wanted.like, made);
    // Somebody else's log-in was first.
    if (status == store::organisation_status::taken) made = context.ledger.find_tenant(name_of_new);
    co_return made;
}

task<bool> remove_if_expired(const api_context& context, std::shared_ptr<store::tenant> of) {
    const auto in = of->current();
    if (!in || in->settings().expires_on == 0) co_return false;
    const auto now = std::chrono::floor<std::chrono::milliseconds>(of->clock().now());
    if (now.time_since_epoch().count() < in->settings().expires_on) co_return false;
    const auto status = co_await context.ledger.remove_organisation(*of);
    if (status != store::organisation_status::done) co_return false;
    context.tokens.release_all(*of);
    co_return true;
}

admin_error refused_change(store::organisation_status why, const std::string& name) {
    using store::organisation_status;
    switch (why) {
        case organisation_status::taken:
            return {409, "There is an organisation '" + name +
                             "' already; choose another name, or "
                             "reset it with POST /__admin/organisations/" +
                             name + "/reset."};
        case organisation_status::gone:
            return {404, "The organisation '" + name + "' was removed meanwhile."};
        case organisation_status::changed:
            return {409, "Somebody else changed the organisation '" + name +
                             "' at the same time; try again."};
        case organisation_status::full:
            return {503,
                    "The server uses all the memory it may (--max-memory): remove organisations "
                    "that are no longer needed."};
        default: return {503, "Nothing can be recorded at the moment; try again."};
    }
}

std::shared_ptr<store::organisation> current_organisation(const store::tenant& of) {
    auto in = of.current();
    if (!in) throw refused_change(store::organisation_status::gone, std::string(of.name()));
    return in;
}

store::fixture read_described(const api_context& context, json::object described,
                              const std::string& name, std::uint64_t seed) {
    if (const json::value* said = described.if_contains("organisation");
        said && (!said->is_string() || said->get_string() != name))
        throw admin_error{400, "The fixture's \"organisation\" must be '" + name +
                                   "', as in the path, or be left out."};
    described["organisation"] = name;
    auto read =
        read_fixture(json::serialize(described), "the fixture", context.ledger.catalogue(), seed);
    if (!read) throw admin_error{400, "The fixture cannot be used: " + read.error().reason + "."};
    return std::move(*read);
}

}  // namespace crmlocal::http
