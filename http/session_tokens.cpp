// SPDX-License-Identifier: BSL-1.0
#include "http/session_tokens.hpp"

#include <chrono>
#include <utility>

#include "domain/fields.hpp"

namespace crmlocal::http {

std::string session_tokens::issue(store::login who, store::token_life life) {
    if (profile_ == token_profile::r11) return alive_.issue(std::move(who), life);
    const auto now =
        std::chrono::floor<std::chrono::seconds>(who.of->clock().now()).time_since_epoch();
    const std::string user = who.in->name_of_user(who.user);
    const std::string organisation(who.of->name());
    const std::string unit = who.unit;
    const std::string id = alive_.issue(std::move(who), life);
    const auto lifetime = std::chrono::seconds(store::token_table::fixed_life).count();
    return signer_.sign({user, organisation, unit, now.count(), now.count() + lifetime, id});
}

std::string session_tokens::issue_to_user(store::login who) {
    const bool idle = profile_ == token_profile::r11;
    return issue(std::move(who), idle ? store::token_life::idle : store::token_life::fixed);
}

std::string session_tokens::issue_to_key(store::login who) {
    return issue(std::move(who), store::token_life::fixed);
}

std::optional<store::login> session_tokens::find(std::string_view token) {
    if (profile_ == token_profile::r11) return alive_.find(token);
    const auto id = signer_.id_of(token);
    return id ? alive_.find(*id) : std::nullopt;
}

std::optional<store::login> session_tokens::find(const domain::batch& call) {
    const domain::value* token = call.find_parameter(domain::fields::token);
    if (!token || token->as != domain::given_as::text) return std::nullopt;
    return find(token->text());
}

bool session_tokens::release(std::string_view token) {
    if (profile_ == token_profile::r11) return alive_.release(token);
    const auto id = signer_.id_of(token);
    return id && alive_.release(*id);
}

}  // namespace crmlocal::http
