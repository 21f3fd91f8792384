// SPDX-License-Identifier: BSL-1.0
#include "app/restore.hpp"

#include <fstream>
#include <iostream>
#include <memory>

#include <fmt/format.h>

#include "app/command.hpp"
#include "app/dump_reader.hpp"
#include "app/exit_code.hpp"
#include "domain/event_catalogue.hpp"
#include "store/new_directory.hpp"

namespace crmlocal::app {
namespace {

constexpr char name[] = "crmlocal restore";
constexpr char description[] =
    "Makes a new data directory of what `crmlocal dump` has printed: the same organisations, "
    "reference\n"
    "data, events, numbers and ids. Dumping it again gives the same dump, byte for byte.";
constexpr char footer[] =
    "\nNothing is made unless all of the dump can be read.\n\n"
    "Exit codes: 0 clean, 1 failure, 2 usage, a dump that cannot be used (the file and line are\n"
    "told), or a directory that is not empty.";

int refuse(const std::string& why) {
    std::cerr << name << ": " << why << '\n';
    return exit_usage;
}

int restore_with(const std::string& dump, const std::string& directory) {
    if (!store::is_free_directory(directory))
        return refuse(directory + " is there already, and not empty");
    std::ifstream file;
    const bool from_input = dump == "-";
    if (!from_input) file.open(dump, std::ios::binary);
    if (!from_input && !file) return refuse(dump + ": cannot be opened");
    std::istream& in = from_input ? std::cin : file;

    store::memory_ledger ledger(domain::customer_events);
    dump_reader reader(from_input ? "standard input" : dump, ledger);
    try {
        for (std::string line; std::getline(in, line);) reader.take(line);
        if (in.bad()) return refuse(dump + ": cannot be read");
        reader.finish();
    } catch (const dump_error& error) {
        return refuse(error.what());
    }
    const auto made = store::make_directory(directory, ledger, reader.sequence() + 1);
    std::cout << fmt::format("{}: {} organisations, {} entities, {} events in {} bytes\n",
                             directory, made.organisations, made.entities, made.events, made.bytes);
    return finish_output(name) ? exit_clean : exit_failure;
}

}  // namespace

int restore(std::vector<std::string> arguments) {
    std::string dump, directory;
    CLI::App options(description, name);
    options.footer(footer);
    options.add_option("DUMP", dump, "The dump; -: standard input")->required();
    options
        .add_option("DIRECTORY", directory, "The directory to make; it may be there if it is empty")
        ->required();
    if (const auto code = read_arguments(options, std::move(arguments))) return *code;
    return run_command(name, [&] { return restore_with(dump, directory); });
}

}  // namespace crmlocal::app
