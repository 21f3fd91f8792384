// SPDX-License-Identifier: BSL-1.0
#include "http/admission.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>
#include <openssl/crypto.h>

#include "http/json_text.hpp"

namespace crmlocal::http {
namespace {

constexpr std::string_view any_origin = "*";
constexpr std::string_view challenge = "\r\nWWW-Authenticate: Bearer realm=\"crmlocal\"";

void refuse(unsigned status, std::string_view message, reply& out) {
    out.status = status;
    out.append(R"({"status":"error","message":)");
    append_json_text(out, message);
    out.append("}");
}

// The path with single slashes at its beginning, without the query.
std::string_view path_of(std::string_view target) noexcept {
    while (target.starts_with("//")) target.remove_prefix(1);
    return target.substr(0, target.find('?'));
}

// The rest of a path after a segment; nothing if it does not begin with it.
bool skip_segment(std::string_view& path, std::string_view segment) noexcept {
    std::string_view rest = path;
    while (rest.starts_with('/')) rest.remove_prefix(1);
    if (!rest.starts_with(segment)) return false;
    rest.remove_prefix(segment.size());
    if (!rest.empty() && !rest.starts_with('/')) return false;
    path = rest;
    return true;
}

bool is_health_path(std::string_view target) noexcept {
    std::string_view path = path_of(target);
    return skip_segment(path, "__admin") && skip_segment(path, "health");
}

// Compares in a time that tells nothing of where they differ.
bool same_secret(std::string_view given, std::string_view secret) noexcept {
    return given.size() == secret.size() &&
           CRYPTO_memcmp(given.data(), secret.data(), secret.size()) == 0;
}

// The token of "Bearer token"; empty if that is not how it is given.
std::string_view bearer_token(std::string_view authorization) noexcept {
    constexpr std::string_view scheme = "bearer ";
    const auto lower = [](char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    };
    if (authorization.size() <= scheme.size()) return {};
    if (!std::ranges::equal(authorization.substr(0, scheme.size()), scheme, {}, lower)) return {};
    authorization.remove_prefix(scheme.size());
    while (authorization.starts_with(' ')) authorization.remove_prefix(1);
    return authorization;
}

// A page that the server itself has served, if it ever serves one.
bool is_own_origin(const request& asked, std::string_view origin) noexcept {
    const std::string_view host = asked.find("Host");
    for (const std::string_view scheme : {"http://", "https://"})
        if (origin.starts_with(scheme) && origin.substr(scheme.size()) == host) return true;
    return false;
}

}  // namespace

bool is_admin_path(std::string_view target) noexcept {
    std::string_view path = path_of(target);
    return skip_segment(path, "__admin");
}

admission::admission(admission_options options, bool keeps_data)
    : options_(std::move(options)),
      keeps_data_(keeps_data),
      api_origins_(read(options_.cors_origins)),
      admin_origins_(read(options_.cors_admin_origins)) {}

std::vector<admission::origin> admission::read(const std::vector<std::string>& names) {
    constexpr std::string_view preflight =
        "\r\nAccess-Control-Allow-Methods: GET, HEAD, POST, PUT, PATCH, DELETE"
        "\r\nAccess-Control-Allow-Headers: Authorization, Content-Type, Idempotency-Key, *"
        "\r\nAccess-Control-Max-Age: 600";
    std::vector<origin> out;
    for (const std::string& name : names) {
        const std::string allow = "\r\nAccess-Control-Allow-Origin: " + name;
        out.push_back({name, allow + "\r\nAccess-Control-Expose-Headers: Retry-After",
                       allow + std::string(preflight)});
    }
    return out;
}

const admission::origin* admission::find(const std::vector<origin>& among,
                                         std::string_view name) noexcept {
    for (const origin& each : among)
        if (each.name == any_origin || each.name == name) return &each;
    return nullptr;
}

bool admission::refuse_path(const request& asked, bool is_admin, bool is_health, reply& out) const {
    if (is_health) return false;
    if (is_admin && !options_.administration) {
        refuse(404, "Administration is switched off (--no-admin).", out);
    } else if (is_admin && asked.from.by == entrance::api) {
        refuse(404, "Administration has a port of its own (--admin-port).", out);
    } else if (!is_admin && asked.from.by == entrance::administration) {
        refuse(404, "This port is for administration alone: paths that begin with /__admin/.", out);
    } else {
        return false;
    }
    return true;
}

bool admission::refuse_caller(const request& asked, reply& out) const {
    if (!options_.admin_token.empty()) {
        if (same_secret(bearer_token(asked.find("Authorization")), options_.admin_token))
            return false;
        refuse(401,
               "Administration needs the token that the server was started with: send "
               "Authorization: Bearer TOKEN.",
               out);
        out.more_fields = challenge;
        return true;
    }
    if (!keeps_data_ || asked.from.from_this_machine) return false;
    refuse(403,
           "Administration over the network needs a token where data is kept: start the "
           "server with --admin-token TOKEN and send Authorization: Bearer TOKEN.",
           out);
    return true;
}

bool admission::admit(const request& asked, reply& out) const {
    const bool is_admin = is_admin_path(asked.target);
    const bool is_health = is_admin && is_health_path(asked.target);
    if (refuse_path(asked, is_admin, is_health, out)) return false;

    const std::vector<origin>& allowed = is_admin ? admin_origins_ : api_origins_;
    const std::string_view name =
        is_admin || !allowed.empty() ? asked.find("Origin") : std::string_view();
    const origin* const from = name.empty() ? nullptr : find(allowed, name);
    out.varies_by_origin = !allowed.empty() && allowed.front().name != any_origin;
    if (from && asked.method == "OPTIONS" && !asked.find("Access-Control-Request-Method").empty()) {
        out.status = 204;
        out.more_fields = from->preflight;
        return false;
    }
    if (!is_admin || is_health) {
        if (from) out.more_fields = from->answer;
        return true;
    }
    // Any page that a developer looks at could otherwise administer the server on their machine.
    if (!name.empty() && !from && !is_own_origin(asked, name)) {
        refuse(403,
               fmt::format("Pages from {} may not administer this server (--cors-admin).", name),
               out);
        return false;
    }
    const bool refused = refuse_caller(asked, out);
    if (from) out.more_fields = from->answer;  // so that the page can read why
    return !refused;
}

}  // namespace crmlocal::http
