// SPDX-License-Identifier: BSL-1.0
#include "store/persistence.hpp"

#include <algorithm>
#include <sys/resource.h>
#include <unistd.h>

#include <boost/system/system_error.hpp>
#include <fmt/format.h>

#include "store/damage.hpp"
#include "store/replay.hpp"

namespace crmlocal::store {
namespace {

using clock = std::chrono::steady_clock;
using namespace std::chrono_literals;

constexpr auto look_pause = 500ms;  // between looks at how much was written
constexpr int background_priority = 5;
constexpr auto pause_per_mebibyte = 4000us;  // calls wait for the same disk
constexpr unsigned read_parts = 16;          // in which a mebibyte is read
constexpr std::uint64_t read_at_once = (1U << 20) / read_parts;
constexpr auto pause_while_removing = 500us;

std::int64_t now_in_milliseconds() {
    const auto since_1970 = std::chrono::system_clock::now().time_since_epoch();
    return std::chrono::duration_cast<std::chrono::milliseconds>(since_1970).count();
}

}  // namespace

persistence::persistence(memory_ledger& keeps, persistence_settings settings)
    : ledger_(keeps),
      settings_(std::move(settings)),
      directory_(data_directory(settings_.directory, data_directory::access::writing)) {
    settings_.journal.undo = [this](change_type type, std::string_view payload) {
        undo(type, payload, ledger_);
    };
    auto directory = directory_.lock();
    const auto fail = settings_.journal.fail;
    directory->on_doubt([fail](const std::string& path, const error_code& why) {
        fail(fmt::format("cannot make {} durable: {}", path, why.message()));
    });
    if (!directory->is_new()) return;
    if (const error_code error = directory->set_contents(directory->contents()))
        throw damage(directory->path(), "cannot be written: " + error.message());
}

persistence::~persistence() { stop(); }

recovery_summary persistence::recover(const recovery_progress& progress) {
    auto directory = directory_.lock();
    const reading how{.into = &ledger_, .progress = progress};
    read_directory(*directory, how, found_);
    settle_directory(*directory, found_);
    *last_.lock() = found_.snapshot;
    changes_kept_ = found_.frames == 0 ? ledger_.change_count() : ~std::uint64_t{0};
    return found_;
}

void persistence::begin() {
    journal_ = std::make_unique<journal>(directory_, settings_.journal, found_.next);
    ledger_.attach(*journal_);
    taken_ = clock::now();
    if (ledger_.added_count() != 0 && !snapshot())
        throw damage(settings_.directory, "a first snapshot cannot be written");
    thread_ = std::jthread([this] { run_snapshots(); });
}

task<std::optional<snapshot_summary>> persistence::take_snapshot() {
    std::uint64_t mine = 0;
    {
        auto held = requests_.lock();
        mine = ++held->wanted;
        wanted_.notify();
    }
    const bool taken = co_await served_.wait(mine);
    std::optional<snapshot_summary> out;
    if (taken) out = last_snapshot();
    co_return out;
}

void persistence::request_snapshot() {
    ++requests_.lock()->wanted;
    wanted_.notify();
}

bool persistence::stop() {
    if (thread_.joinable()) {
        requests_.lock()->stopping = true;
        wanted_.notify();
        thread_.join();
        served_.abandon();
        serving_ = false;
        if (changed() && !snapshot() && settings_.journal.promised == durability::none)
            return false;
    }
    return !journal_ || journal_->stop();
}

// --- The thread that takes snapshots -------------------------------------------------------------

void persistence::run_snapshots() {
    serving_ = true;
    ::setpriority(PRIO_PROCESS, static_cast<id_t>(::gettid()), background_priority);
    for (;;) {
        std::uint64_t wanted = 0;
        {
            auto held = requests_.lock();
            const auto asked = [this](const requests& r) {
                return r.stopping || r.wanted > handled_;
            };
            wanted_.wait_for(held, look_pause, asked);
            if (held->stopping) return;
            if (!is_due(*held)) continue;
            handled_ = wanted = held->wanted;
        }
        if (snapshot()) served_.reach(wanted);
        else served_.give_up(wanted);
    }
}

bool persistence::is_due(const requests& r) {
    if (r.wanted > handled_) return true;
    if (!changed()) return false;
    const bool by_time =
        settings_.snapshot_interval > 0ms && clock::now() - taken_ >= settings_.snapshot_interval;
    if (by_time || settings_.snapshot_journal_bytes == 0) return by_time;
    const std::uint64_t grown =
        journal_->written_bytes() + found_.journal_bytes - journal_bytes_kept_;
    return grown >= std::max(settings_.snapshot_journal_bytes, last_snapshot().bytes);
}

std::optional<snapshot_summary> persistence::snapshot() {
    taken_ = clock::now();
    const std::uint64_t changes = ledger_.change_count();
    snapshot_begin begin;
    begin.taken_on = now_in_milliseconds();
    auto organisations = ledger_.organisations();  // some may go before the cut is made
    const auto cut = journal_->rotate();
    if (!cut) return std::nullopt;
    begin.cut = *cut;
    begin.next_key = ledger_.next_key();
    add_those_made_since(organisations, begin.cut.ticket);
    const std::uint64_t written = journal_->written_bytes();
    const std::uint64_t number = directory_.lock()->contents().snapshot + 1;
    try {
        const snapshot_summary summary = write_and_check(organisations, number, begin);
        changes_kept_ = changes;
        journal_bytes_kept_ = written + found_.journal_bytes;
        *last_.lock() = summary;
        return summary;
    } catch (const std::exception& error) {
        settings_.journal.warn(fmt::format("snapshot {} was not taken: {}", number, error.what()));
        remove_file(directory_.lock()->snapshot_path(number) + ".tmp");
        return std::nullopt;
    }
}

// Those that were there at the cut, in the order of their keys.
void persistence::add_those_made_since(worlds_list& all, std::uint64_t cut_ticket) {
    for (auto& one : ledger_.organisations()) all.push_back(std::move(one));
    std::erase_if(all, [&](const auto& one) { return !one->was_there(cut_ticket); });
    std::ranges::sort(all, {}, [](const auto& one) { return one->key; });
    all.erase(std::unique(all.begin(), all.end()), all.end());
}

// The snapshot before it, and the journal up to it, go only when this one was read back.
snapshot_summary persistence::write_and_check(const worlds_list& organisations,
                                              std::uint64_t number, const snapshot_begin& begin) {
    std::string path;
    domain::uuid instance;
    {
        const auto directory = directory_.lock();
        path = directory->snapshot_path(number);
        instance = directory->contents().instance;
    }
    const std::string unfinished = path + ".tmp";
    remove_file(unfinished);
    const auto pause = serving_ ? pause_per_mebibyte : 0us;
    const snapshot_summary summary =
        write_snapshot(organisations, unfinished, instance, number, begin, pause);
    snapshot_begin read_begin;
    std::uint64_t read_bytes = 0;
    const auto give_way = [&](std::uint64_t bytes) {
        read_bytes += bytes;
        if (read_bytes < read_at_once) return;
        read_bytes = 0;
        std::this_thread::sleep_for(pause / read_parts);
    };
    const snapshot_summary read =
        read_snapshot(unfinished, instance, number, nullptr, read_begin, give_way, serving_);
    if (read.events != summary.events || read.entities != summary.entities)
        throw damage(unfinished, "does not read back as it was written");
    if (const error_code error = rename_file(unfinished, path))
        throw boost::system::system_error(error, path);
    remove_replaced(name_in_manifest(number, begin.cut.segment));
    settings_.inform(fmt::format("snapshot {}: {} events in {} bytes, {:.3f} s", number,
                                 summary.events, summary.bytes, summary.seconds));
    return summary;
}

// From now on the directory begins with that snapshot. What it replaces.
std::vector<std::string> persistence::name_in_manifest(std::uint64_t number,
                                                       std::uint64_t first_segment) {
    auto directory = directory_.lock();
    if (const error_code error = directory->sync())
        settings_.journal.fail(
            fmt::format("cannot make {} durable: {}", directory->path(), error.message()));
    manifest contents = directory->contents();
    contents.snapshot = number;
    contents.first_segment = first_segment;
    if (const error_code error = directory->set_contents(contents))
        throw boost::system::system_error(error, directory->path_of("MANIFEST"));
    return directory->replaced();
}

// The journal's thread may want the directory meanwhile.
void persistence::remove_replaced(const std::vector<std::string>& paths) {
    for (const std::string& path : paths)
        if (!serving_) remove_file(path);
        else if (!journal_->reuse(path)) remove_file_slowly(path, pause_while_removing);
    directory_.lock()->sync();
}

}  // namespace crmlocal::store
