// SPDX-License-Identifier: BSL-1.0
//
// /__admin/organisations: organisations that are made, shown, reset and removed.
#include <charconv>

#include <fmt/format.h>

#include "domain/text.hpp"
#include "http/fixture_writer.hpp"
#include "http/worlds.hpp"
#include "lab/duration.hpp"
#include "lab/json_reader.hpp"
#include "lab/laboratory.hpp"
#include "store/hash.hpp"

namespace crmlocal::http {
namespace {

using store::organisation_status;

constexpr std::size_t name_code_points_max = 255;

std::shared_ptr<store::tenant> find_tenant(const admin_call& call, const std::string& name) {
    auto found = call.context.ledger.find_tenant(name);
    if (!found) throw admin_error{404, "There is no organisation '" + name + "' to be like."};
    return found;
}

// Seeds are given as numbers, or as texts where a number cannot hold them.
std::optional<std::uint64_t> read_seed(const json::value* given) {
    if (!given || given->is_null()) return std::nullopt;
    if (given->is_uint64() || (given->is_int64() && given->get_int64() >= 0))
        return given->to_number<std::uint64_t>();
    if (given->is_string()) {
        std::uint64_t seed = 0;
        const char* const end = given->get_string().data() + given->get_string().size();
        const auto [stop, error] = std::from_chars(given->get_string().data(), end, seed);
        if (error == std::errc() && stop == end && !given->get_string().empty()) return seed;
    }
    throw admin_error{400, "\"seed\" must be a whole number from 0 on, or its digits as a text."};
}

json::value write_seed(std::uint64_t seed) {
    constexpr std::uint64_t exact = std::uint64_t{1} << 53;
    if (seed <= exact) return seed;
    return json::value(std::to_string(seed));
}

json::value write_expiry(const store::organisation& of) {
    const std::int64_t expires_on = of.settings().expires_on;
    if (expires_on == 0) return nullptr;
    return json::value(format_time(store::time_point(std::chrono::milliseconds(expires_on))));
}

std::int64_t expiry_after(store::organisation_clock& clock, const json::value& ttl) {
    const auto life = lab::read_duration(ttl);
    if (!life || life->count() <= 0)
        throw admin_error{400,
                          std::string("\"ttl\" must be ") + lab::duration_forms + ", and above 0."};
    const auto end = std::chrono::floor<std::chrono::milliseconds>(clock.now()) + *life;
    return end.time_since_epoch().count();
}

// Who can log in, and where: what a test needs to know.
json::object describe(const store::tenant& of, const store::organisation& in) {
    json::object out;
    out.emplace("name", of.name());
    write_log_ins(in.described(), out);
    out.emplace("seed", write_seed(in.seed));
    out.emplace("settings", write_settings(in.settings()));
    out.emplace("expires_on", write_expiry(in));
    return out;
}

json::object describe_whole(const admin_call& call, store::tenant& of, store::organisation& in) {
    json::object out = describe(of, in);
    out.emplace("clock", describe_clock(of.clock()));
    json::object events, entities;
    for (const domain::event_type& type : call.context.ledger.catalogue().types)
        events.emplace(type.collection, call.context.ledger.count_events(in, type));
    for (const domain::entity_kind& kind : domain::kinds::all)
        if (!kind.set.empty()) entities.emplace(kind.set, in.references.count(kind));
    out.emplace("events", std::move(events));
    out.emplace("entities", std::move(entities));
    return out;
}

std::string token_for(const admin_call& call, const std::shared_ptr<store::tenant>& of,
                      const std::shared_ptr<store::organisation>& in) {
    store::login who;
    who.of = of;
    who.in = in;
    return call.context.tokens.issue_to_user(std::move(who));
}

// What a request may say of an organisation instead of what it is made from.
constexpr std::string_view replaceable[] = {"users", "web_api_keys", "next_numbers", "settings"};

// Users, keys, numbers and settings are read as in a fixture of their own.
void override_described(const admin_call& call, const json::object& asked, store::fixture& into) {
    json::object said;
    for (std::string_view name : replaceable)
        if (const json::value* v = asked.if_contains(name); v && !v->is_null()) said[name] = *v;
    if (said.empty()) return;
    store::fixture read = read_described(call.context, std::move(said), into.organisation, 0);
    if (asked.contains("users")) into.users = std::move(read.users);
    if (asked.contains("web_api_keys")) into.web_api_keys = std::move(read.web_api_keys);
    if (asked.contains("next_numbers")) into.next_numbers = std::move(read.next_numbers);
    if (asked.contains("settings")) into.settings = read.settings;
}

std::string name_of_new(const json::object& asked) {
    const json::value* given = asked.if_contains("name");
    if (!given || given->is_null())
        return fmt::format("organisation-{:016x}", store::random_bits());
    if (!given->is_string() || given->get_string().empty() ||
        !domain::fits(given->get_string(), name_code_points_max))
        throw admin_error{400,
                          "\"name\" must be a text of 1 to 255 characters; without it one is "
                          "made up."};
    return std::string(given->get_string());
}

// What the organisation is to be, and from what.
world_request read_request(const admin_call& call, const json::object& asked) {
    refuse_unknown(asked, {"name", "from", "users", "web_api_keys", "next_numbers", "settings",
                           "seed", "ttl", "clock"});
    const std::string name = name_of_new(asked);
    const std::uint64_t seed = read_seed(asked.if_contains("seed")).value_or(random_seed());
    const json::value* from = asked.if_contains("from");
    world_request out;
    if (from && from->is_object()) {
        out.name = name;
        out.described = std::make_shared<const store::fixture>(
            read_described(call.context, from->get_object(), name, seed));
    } else if (from && !from->is_null() && !from->is_string()) {
        throw admin_error{400, "\"from\" must be the name of an organisation, or a fixture."};
    } else {
        const bool named = from && from->is_string();
        const auto like = named ? find_tenant(call, std::string(from->get_string()))->current()
                                : find_template(call.context);
        if (!like)
            throw admin_error{400,
                              "There is no organisation to be like; say \"from\": a fixture, or "
                              "the name of one."};
        out = make_like(like, name);
    }
    out.seed = seed;
    auto described = std::make_shared<store::fixture>(*out.described);
    override_described(call, asked, *described);
    out.described = std::move(described);
    return out;
}

task<void> make(admin_call& call) {
    const json::object asked = call.body_object();
    world_request wanted = read_request(call, asked);
    // Its clock exists only when it does: an end by a clock of the same setting.
    store::organisation_clock clock;
    if (const json::value* how = asked.if_contains("clock")) set_clock(clock, *how);
    if (const json::value* ttl = asked.if_contains("ttl"); ttl && !ttl->is_null()) {
        auto described = std::make_shared<store::fixture>(*wanted.described);
        described->settings.expires_on = expiry_after(clock, *ttl);
        wanted.described = std::move(described);
    }
    std::shared_ptr<store::tenant> made;
    const auto status = co_await call.context.ledger.make_organisation(
        wanted.described, wanted.seed, wanted.like, made);
    if (status != organisation_status::done) throw refused_change(status, wanted.name);
    if (const json::value* how = asked.if_contains("clock")) set_clock(made->clock(), *how);
    const auto in = current_organisation(*made);
    json::object out = describe(*made, *in);
    out.emplace("token", in->described().users.empty() ? json::value(nullptr)
                                                       : json::value(token_for(call, made, in)));
    call.answer(out, 201);
}

task<void> list(admin_call& call) {
    json::array all;
    for (const auto& of : call.context.ledger.tenants()) {
        const auto in = of->current();
        if (in) all.push_back(describe(*of, *in));
    }
    call.answer(json::object{{"organisations", std::move(all)}});
    co_return;
}

task<void> show(admin_call& call) {
    const auto of = call.tenant();
    const auto in = current_organisation(*of);
    call.answer(describe_whole(call, *of, *in));
    co_return;
}

// A token for a test that has none, of the first user or of one that is named.
task<void> give_token(admin_call& call) {
    const auto of = call.tenant();
    const auto in = of->current();
    if (!in || in->described().users.empty())
        throw admin_error{409, "The organisation has no user for whom there could be a token."};
    call.answer(json::object{{"token", token_for(call, of, in)}});
    co_return;
}

task<void> expire_tokens(admin_call& call) {
    call.context.tokens.release_all(*call.tenant());
    call.done();
    co_return;
}

task<void> remove(admin_call& call) {
    const auto of = call.tenant();
    const auto status = co_await call.context.ledger.remove_organisation(*of);
    if (status != organisation_status::done) throw refused_change(status, std::string(of->name()));
    call.context.tokens.release_all(*of);
    call.done();
}

// What of an organisation is kept when it begins anew.
struct kept_parts {
    bool tokens = true;
    bool clock = false;
    lab::laboratory::kept laboratory;
};

kept_parts read_kept(const json::object& asked) {
    kept_parts out;
    const json::value* keep = asked.if_contains("keep");
    if (!keep || keep->is_null()) return out;
    if (!keep->is_array())
        throw admin_error{400, "\"keep\" must be an array of: tokens, clock, faults, requests."};
    out.tokens = false;
    for (const json::value& part : keep->get_array()) {
        if (part == "tokens") out.tokens = true;
        else if (part == "clock") out.clock = true;
        else if (part == "faults") out.laboratory.faults = true;
        else if (part == "requests") out.laboratory.requests = true;
        else
            throw admin_error{400,
                              "\"keep\" must be an array of: tokens, clock, faults, requests."};
    }
    return out;
}

task<void> reset_one(const admin_call& call, std::shared_ptr<store::tenant> of, kept_parts kept,
                     std::optional<std::uint64_t> seed) {
    const auto in = current_organisation(*of);
    const auto status =
        co_await call.context.ledger.begin_anew(*of, of->beginning(), seed.value_or(in->seed));
    if (status != organisation_status::done) throw refused_change(status, std::string(of->name()));
    if (!kept.tokens) call.context.tokens.release_all(*of);
    if (!kept.clock) of->clock().follow_real();
    if (auto* laboratory = lab::laboratory::of(*of)) laboratory->begin_anew(kept.laboratory);
}

task<void> reset(admin_call& call) {
    const json::object asked = call.body_object();
    refuse_unknown(asked, {"keep", "seed"});
    const auto of = call.tenant();
    co_await reset_one(call, of, read_kept(asked), read_seed(asked.if_contains("seed")));
    call.done();
}

task<void> reset_all(admin_call& call) {
    const json::object asked = call.body_object();
    refuse_unknown(asked, {"keep"});
    const kept_parts kept = read_kept(asked);
    const auto all = call.context.ledger.tenants();
    for (const auto& of : all) co_await reset_one(call, of, kept, std::nullopt);
    call.done();
}

}  // namespace

void add_organisation_methods(admin_router& to) {
    to.add("GET", "/__admin/organisations", list);
    to.add("POST", "/__admin/organisations", make);
    to.add("GET", "/__admin/organisations/{name}", show);
    to.add("DELETE", "/__admin/organisations/{name}", remove);
    to.add("POST", "/__admin/organisations/{name}/remove", remove);
    to.add("POST", "/__admin/organisations/{name}/reset", reset);
    to.add("POST", "/__admin/organisations/{name}/token", give_token);
    to.add("POST", "/__admin/organisations/{name}/tokens/expire", expire_tokens);
    to.add("POST", "/__admin/reset", reset_all);
}

}  // namespace crmlocal::http
