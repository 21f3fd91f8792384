// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <string>
#include <vector>

#include "test/support/caller.hpp"
#include "test/support/server_process.hpp"
#include "test/support/temporary_directory.hpp"
#include "test/support/world.hpp"

namespace crmlocal::test {

/// The program, freshly started with some organisations.
class world_server {
public:
    explicit world_server(const world& only = {}, std::vector<std::string> arguments = {})
        : world_server(std::vector<world>{only}, std::move(arguments)) {}
    world_server(const std::vector<world>& worlds, std::vector<std::string> arguments)
        : server_(CRMLOCAL_BINARY, with_fixtures(worlds, std::move(arguments))) {}

    std::uint16_t port() const noexcept { return server_.port(); }
    server_process& process() noexcept { return server_; }

private:
    std::vector<std::string> with_fixtures(const std::vector<world>& worlds,
                                           std::vector<std::string> arguments) const {
        for (const world& each : worlds) {
            const std::string name = each.organisation + ".json";
            arguments.push_back("--fixtures=" + fixtures_.write(name, each.fixture()).string());
        }
        return arguments;
    }

    temporary_directory fixtures_;
    server_process server_;
};

/// `count` valid events with the serials `first`, `first + 1`, …
inline std::vector<std::string> valid_events(std::string_view collection, unsigned count,
                                             unsigned first = 1) {
    std::vector<std::string> out;
    for (unsigned i = 0; i < count; ++i) out.push_back(valid_event(collection, first + i).text());
    return out;
}

/// "1", "2", … `count` of them from `first` on.
inline std::vector<std::string> numbers_from(unsigned first, std::size_t count) {
    std::vector<std::string> out;
    for (std::size_t i = 0; i < count; ++i) out.push_back(std::to_string(first + i));
    return out;
}

/// The status texts that the contract gives a refused call.
inline refused_call refusal_of(std::string_view fault, std::string_view detail,
                               std::string_view general) {
    std::string code = "COM.CRM.EXCEPTION.WEBAPI.";
    for (char c : fault) code += c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    return {code, "Error:" + std::string(detail) + " - Description:" + std::string(general),
            std::string(detail)};
}

/// Where an answer is not this refusal; empty if it is.
inline std::string difference(const refused_call& expected, const response& from) {
    const refused_call found = read_refusal(from);
    if (found.code != expected.code) return "code " + found.code;
    if (found.description != expected.description) return "description " + found.description;
    if (found.message != expected.message) return "message " + found.message;
    return {};
}

}  // namespace crmlocal::test
