// SPDX-License-Identifier: BSL-1.0
#include "app/fixtures.hpp"

#include <iostream>

#include <CLI/CLI.hpp>

#include "app/command.hpp"
#include "app/exit_code.hpp"
#include "app/option_values.hpp"
#include "load/made_fixture.hpp"

namespace crmlocal::app {
namespace {

constexpr std::uint64_t entities_max = 100'000'000;

void add_options(CLI::App& app, load::made_fixture_options& o) {
    app.add_option("--organisation", o.organisation, "Its name, its user's name and password")
        ->capture_default_str();
    add_whole_number(app, "--seed", o.seed, UINT64_MAX, "The same seed makes the same bytes");
    add_whole_number(app, "--accounts", o.accounts, entities_max, "How many accounts");
    add_whole_number(app, "--participants", o.participants, entities_max,
                     "How many rewards participants, of the accounts in turn");
    add_whole_number(app, "--products", o.products, entities_max, "How many products");
    add_whole_number(app, "--invoices", o.invoices, entities_max, "How many invoices");
    add_whole_number(app, "--units", o.units, entities_max, "How many units");
    const auto add_share = [&app](const std::string& name, double& into, const std::string& text) {
        app.add_option(name, into, text)->check(CLI::Range(0.0, 1.0))->capture_default_str();
    };
    add_share("--inactive", o.inactive_share, "The share of accounts that take no events");
    add_share("--restricted", o.restricted_share,
              "The share of accounts that allow some payment media only");
    add_share("--referred", o.referred_share, "The share of participants that were referred");
}

}  // namespace

int fixtures(std::vector<std::string> arguments) {
    const std::string name = "crmlocal fixtures";
    load::made_fixture_options options;
    CLI::App app("Fixtures for `crmlocal serve --fixtures`.", name);
    CLI::App* generate = app.add_subcommand(
        "generate", "Prints an organisation that is made up and consistent, as a fixture");
    app.require_subcommand(1);
    add_options(*generate, options);
    if (const auto code = read_arguments(app, std::move(arguments))) return *code;
    load::make_fixture(options, [](std::string_view portion) { std::cout << portion; });
    return finish_output(name) ? exit_clean : exit_failure;
}

}  // namespace crmlocal::app
