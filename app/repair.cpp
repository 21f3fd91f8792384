// SPDX-License-Identifier: BSL-1.0
#include "app/repair.hpp"

#include <iostream>

#include <fmt/format.h>

#include "app/command.hpp"
#include "app/exit_code.hpp"
#include "store/repair.hpp"

namespace crmlocal::app {
namespace {

constexpr char name[] = "crmlocal repair";
constexpr char description[] =
    "Makes a damaged data directory usable, from what is sound in it. A manifest that is missing "
    "or\n"
    "damaged is made anew; a journal is cut where it is damaged; a snapshot that is damaged is "
    "replaced\n"
    "by an older one, if there is one. Says exactly what is lost. Removes nothing: what cannot be "
    "used is\n"
    "kept in the directory as `.broken`. Does nothing to a directory that is sound.";
constexpr char footer[] =
    "\nMake a copy of the directory first if you can, and look at --dry-run.\n\n"
    "Exit codes: 0 the directory is usable, or would be; 2 usage; 4 it cannot be repaired, it is "
    "in\n"
    "use, or there is none.";

std::string loss_text(const store::journal_loss& lost) {
    std::string out = fmt::format("lost: the journal from frame {} on, {} bytes",
                                  lost.first_sequence, lost.bytes);
    if (lost.frames == 0) return out + "; behind the damage no frame can be read\n";
    return out + fmt::format(
                     "; behind the damage {} frames with {} events can still be read, up to "
                     "frame {}\n",
                     lost.frames, lost.events, lost.last_sequence);
}

}  // namespace

int repair(std::vector<std::string> arguments) {
    std::string directory;
    bool dry_run = false;
    CLI::App options(description, name);
    options.footer(footer);
    options.add_option("DIRECTORY", directory, "The data directory")->required();
    options.add_flag("--dry-run", dry_run, "Only say what would be done");
    if (const auto code = read_arguments(options, std::move(arguments))) return *code;
    return run_command(name, [&]() -> int {
        const store::repair_report done = store::repair_directory(directory, dry_run);
        std::cout << directory << ": "
                  << (done.steps.empty() ? "nothing to repair"
                      : dry_run          ? "would be repaired"
                                         : "repaired")
                  << '\n';
        for (const std::string& step : done.steps) std::cout << "  " << step << '\n';
        if (done.lost) std::cout << "  " << loss_text(*done.lost);
        return finish_output(name) ? exit_clean : exit_failure;
    });
}

}  // namespace crmlocal::app
