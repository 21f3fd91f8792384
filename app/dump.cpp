// SPDX-License-Identifier: BSL-1.0
#include "app/dump.hpp"

#include <cstdio>
#include <cstring>
#include <iostream>
#include <optional>

#include <fmt/format.h>

#include "app/command.hpp"
#include "app/dump_writer.hpp"
#include "app/exit_code.hpp"
#include "domain/event_catalogue.hpp"
#include "store/recovery.hpp"

namespace crmlocal::app {
namespace {

constexpr char name[] = "crmlocal dump";
constexpr char description[] =
    "Prints what a data directory holds: one JSON object a line, organisations with their "
    "reference\n"
    "data and their events, in an order that is always the same. `crmlocal restore` makes a data\n"
    "directory of it. Changes nothing; refuses while a server uses the directory.";
constexpr char footer[] =
    "\nThe dump holds passwords and Web API keys. Write it where only you can read it:\n"
    "  (umask 077 && crmlocal dump /var/lib/crmlocal > crmlocal.ndjson)\n\n"
    "Exit codes: 0 clean, 1 the output cannot be written, 2 usage, 4 damaged, in use, or no data\n"
    "directory.";

struct dump_options {
    std::string directory;
    std::string organisation;  // empty: all
    std::optional<std::uint64_t> at;
};

// Says so and returns false if there is no such state.
bool can_show(const dump_options& o, const store::recovery_summary& found) {
    const std::uint64_t first = found.first_sequence - 1, last = found.next.sequence - 1;
    if (!o.at || (*o.at >= first && *o.at <= last)) return true;
    std::cerr << fmt::format(
        "{}: --at can be from {} (where snapshot {} was taken) to {} (the end of the journal)\n",
        name, first, found.snapshot.number, last);
    return false;
}

std::vector<std::shared_ptr<store::memory_organisation>> chosen(const dump_options& o,
                                                                store::memory_ledger& from) {
    auto out = from.organisations();
    if (o.organisation.empty()) return out;
    std::string known;
    for (const auto& one : out) known.append(known.empty() ? "" : ", ").append(one->name());
    std::erase_if(out, [&](const auto& one) { return one->name() != o.organisation; });
    if (out.empty())
        std::cerr << name << ": there is no organisation '" << o.organisation
                  << "'; there are: " << known << '\n';
    return out;
}

class output_failed : public std::runtime_error {
public:
    output_failed()
        : std::runtime_error(std::string("cannot write the output: ") + std::strerror(errno)) {}
};

void print(std::string_view lines) {
    if (std::fwrite(lines.data(), 1, lines.size(), stdout) != lines.size()) throw output_failed();
}

int dump_with(const dump_options& o) {
    const store::data_directory directory(o.directory,
                                          store::data_directory::access::shared_reading);
    store::memory_ledger ledger(domain::customer_events);
    store::reading how{.into = &ledger};
    if (o.at) how.last_sequence = *o.at;
    store::recovery_summary found;
    store::read_directory(directory, how, found);
    if (!can_show(o, found)) return exit_usage;
    const auto organisations = chosen(o, ledger);
    if (organisations.empty() && !o.organisation.empty()) return exit_usage;

    dump_writer out(print);
    out.begin(o.at.value_or(found.next.sequence - 1));
    for (const auto& one : organisations) out.add(*one, ledger.catalogue());
    out.end();
    if (std::fflush(stdout) != 0) throw output_failed();
    return exit_clean;
}

}  // namespace

int dump(std::vector<std::string> arguments) {
    dump_options o;
    CLI::App options(description, name);
    options.footer(footer);
    options.add_option("DIRECTORY", o.directory, "The data directory")->required();
    options.add_option("--organisation", o.organisation, "Only the organisation of this name");
    options
        .add_option("--at", o.at,
                    "The state after this frame of the journal, not the newest one; `crmlocal\n"
                    "check` tells where the journal begins and ends")
        ->type_name("SEQUENCE")
        ->check(CLI::Validator(
            [](const std::string& given) {
                const bool digits = given.find_first_not_of("0123456789") == given.npos;
                return digits ? "" : "'" + given + "' is not the number of a frame";
            },
            ""));
    if (const auto code = read_arguments(options, std::move(arguments))) return *code;
    return run_command(name, [&] { return dump_with(o); });
}

}  // namespace crmlocal::app
