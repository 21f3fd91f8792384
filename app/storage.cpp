// SPDX-License-Identifier: BSL-1.0
#include "app/storage.hpp"

#include <chrono>
#include <cstdlib>
#include <unistd.h>

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include "app/exit_code.hpp"

namespace crmlocal::app {
namespace {

using clock = std::chrono::steady_clock;
using namespace std::chrono_literals;

// A bar on a terminal, a line now and then otherwise; nothing if it is over at once.
class progress {
public:
    void tell(std::uint64_t done, std::uint64_t all) {
        const auto now = clock::now();
        if (now - told_ < (is_terminal_ ? 100ms : 2s)) return;
        told_ = now;
        const auto percent = all == 0 ? 100 : done * 100 / all;
        if (!is_terminal_) {
            spdlog::info("loading: {} % of {} MB", percent, all / 1'000'000);
            return;
        }
        drawn_ = true;
        constexpr std::size_t width = 40;
        const std::size_t full = percent * width / 100;
        fmt::print(stderr, "\rLoading [{}{}] {:3} %", std::string(full, '#'),
                   std::string(width - full, ' '), percent);
        std::fflush(stderr);
    }

    void end() {
        if (drawn_) fmt::print(stderr, "\r\x1b[K");
    }

private:
    const bool is_terminal_ = ::isatty(STDERR_FILENO) == 1;
    bool drawn_ = false;
    clock::time_point told_ = clock::now();
};

void say_recovered(const store::recovery_summary& found, double seconds) {
    if (found.snapshot.number == 0 && found.segments == 0) return;
    spdlog::info("loaded {} events of snapshot {} and {} of the journal ({} calls) in {:.3f} s",
                 found.snapshot.events, found.snapshot.number, found.events, found.frames, seconds);
    if (found.torn)
        spdlog::warn(
            "{}: {} bytes from byte {} on were being written when the power went; they were "
            "never acknowledged and are kept beside it as .broken",
            found.torn->file, found.torn->bytes, found.torn->offset);
}

}  // namespace

std::unique_ptr<store::persistence> open_storage(const serve_options& options,
                                                 store::memory_ledger& ledger) {
    if (options.data.empty()) return nullptr;
    store::persistence_settings s;
    s.directory = options.data;
    s.journal.promised = options.durability;
    s.journal.interval = options.durability_interval;
    s.journal.segment_bytes_max = options.journal_segment_bytes;
    s.journal.warn = [](const std::string& text) { spdlog::warn("{}", text); };
    s.journal.fail = [](const std::string& text) {
        spdlog::critical("{}", text);
        spdlog::shutdown();
        std::_Exit(exit_failure);
    };
    s.snapshot_interval = options.snapshot_interval;
    s.snapshot_journal_bytes = options.snapshot_journal_bytes;
    s.inform = [](const std::string& text) { spdlog::info("{}", text); };
    return std::make_unique<store::persistence>(ledger, std::move(s));
}

bool recover(store::persistence& from, const std::function<bool()>& is_over) {
    struct over {};
    const auto began = clock::now();
    progress shown;
    const auto tell = [&](std::uint64_t done, std::uint64_t all) {
        if (is_over()) throw over();
        shown.tell(done, all);
    };
    try {
        const store::recovery_summary found = from.recover(tell);
        shown.end();
        say_recovered(found, std::chrono::duration<double>(clock::now() - began).count());
        return true;
    } catch (const over&) {
        shown.end();
        return false;
    }
}

}  // namespace crmlocal::app
