// SPDX-License-Identifier: BSL-1.0
#include "app/check.hpp"

#include <iostream>

#include "app/command.hpp"
#include "app/directory_report.hpp"
#include "app/exit_code.hpp"

namespace crmlocal::app {
namespace {

constexpr char name[] = "crmlocal check";
constexpr char description[] =
    "Verifies a data directory: reads the manifest, the snapshot and the journal as a server that\n"
    "starts would, with every frame and every record, and says what it found. Changes nothing.\n"
    "Refuses while a server uses the directory.";
constexpr char footer[] =
    "\nA torn tail is no damage: it is a call that was being written when the power went, and was\n"
    "never acknowledged.\n\n"
    "Exit codes: 0 sound, 2 usage, 4 damaged, in use, or no data directory.";

}  // namespace

int check(std::vector<std::string> arguments) {
    std::string directory;
    bool as_json = false;
    CLI::App options(description, name);
    options.footer(footer);
    options.add_option("DIRECTORY", directory, "The data directory")->required();
    options.add_flag("--json", as_json, "Say it as a JSON document");
    if (const auto code = read_arguments(options, std::move(arguments))) return *code;
    return run_command(name, [&]() -> int {
        const directory_report report = inspect_directory(directory);
        std::cout << (as_json ? report_json(report) : report_text(report));
        if (!finish_output(name)) return exit_failure;
        if (report.sound()) return exit_clean;
        std::cerr << name << ": " << report.damage->what()
                  << "\n`crmlocal repair --dry-run` says what can be kept.\n";
        return exit_data_damaged;
    });
}

}  // namespace crmlocal::app
