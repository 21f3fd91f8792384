// SPDX-License-Identifier: BSL-1.0
#include "store/repair.hpp"

#include <algorithm>
#include <filesystem>
#include <functional>

#include <fmt/format.h>

#include "domain/event_catalogue.hpp"
#include "store/data_directory.hpp"
#include "store/frame_stream.hpp"
#include "store/recovery.hpp"
#include "store/replay.hpp"
#include "store/whole_file.hpp"

namespace crmlocal::store {
namespace {

void check(const error_code& error, const std::string& path) {
    if (error) throw damage(path, "cannot be written: " + error.message());
}

std::string name_in(const std::string& path) { return path.substr(path.rfind('/') + 1); }

std::optional<file_head> head_of(const std::string& path) {
    error_code error;
    file in = file::open_to_read(path, error);
    std::string bytes(file_head::bytes, '\0');
    if (!error) bytes.resize(in.read(0, bytes.data(), bytes.size(), error));
    return error ? std::nullopt : read_head(bytes);
}

class repairer {
public:
    repairer(const std::string& path, bool dry_run)
        : dry_run_(dry_run),
          directory_(path, dry_run ? data_directory::access::examining
                                   : data_directory::access::repairing),
          had_(directory_.contents()) {}

    repair_report run() {
        find_files();
        if (directory_.manifest_damage()) mend_manifest();
        else if (had_.revision == 0) return {};
        choose_snapshot();
        if (!reads_whole()) cut_journal();
        if (steps_.empty()) return {};
        if (!dry_run_) carry_out();
        repair_report out{{}, lost_};
        for (const step& s : steps_) out.steps.push_back(s.says);
        return out;
    }

private:
    struct step {
        std::string says;
        std::function<void()> act;
    };

    void find_files() {
        for (const std::string& name : directory_.names()) {
            if (const auto number = snapshot_number(name)) snapshots_.push_back(*number);
            if (const auto number = segment_number(name)) segments_.push_back(*number);
        }
        std::ranges::sort(snapshots_, std::greater<>());
        std::ranges::sort(segments_);
    }

    void mend_manifest() {
        const std::string path = directory_.path_of(data_directory::manifest_name);
        if (!is_there(path))
            return steps_.push_back({"the manifest is missing: a new one is written", {}});
        steps_.push_back({fmt::format("{}: a new one is written, the old one kept",
                                      directory_.manifest_damage()->what()),
                          [this, path] { put_aside(path); }});
    }

    // The newest snapshot that can be read, the one of the manifest first.
    void choose_snapshot() {
        manifest plan = had_;
        const bool is_known = !directory_.manifest_damage();
        if (is_known && had_.snapshot == 0) return;
        std::string reasons;
        for (const std::uint64_t number : snapshots_) {
            if (is_known && number > had_.snapshot) continue;  // of an attempt that failed
            const std::string path = directory_.snapshot_path(number);
            const auto head = head_of(path);
            if (!is_known && head) plan.instance = head->instance;
            try {
                snapshot_begin begin;
                memory_ledger ledger(domain::customer_events);
                read_snapshot(path, plan.instance, number, &ledger, begin);
                plan.snapshot = number;
                if (!is_known || number != had_.snapshot || plan.first_segment != begin.cut.segment)
                    plan_segments(plan, begin.cut.segment, is_known);
                return directory_.assume(plan);
            } catch (const unknown_version&) {
                throw;
            } catch (const damage& found) {
                reasons.append(reasons.empty() ? "" : "; ").append(found.what());
                steps_.push_back({fmt::format("{}: kept aside", found.what()),
                                  [this, path] { put_aside(path); }});
            }
        }
        throw damage(directory_.path(),
                     "there is no snapshot that can be read" +
                         (reasons.empty() ? "" : " (" + reasons + ")") +
                         ", and without one the journal says nothing. Put back a backup of the "
                         "directory, or make a new one from a dump with `crmlocal restore`");
    }

    // All segments that follow one another from there on.
    void plan_segments(manifest& plan, std::uint64_t first, bool is_known) {
        const std::uint64_t last_known = is_known ? plan.last_segment : 0;
        plan.first_segment = first;
        plan.last_segment = first - 1;
        while (std::ranges::binary_search(segments_, plan.last_segment + 1)) ++plan.last_segment;
        plan.last_segment = std::max(plan.last_segment, last_known);
        // Behind a gap there are segments that nobody can use.
        if (!segments_.empty()) plan.last_segment = std::max(plan.last_segment, segments_.back());
        steps_.push_back({fmt::format("snapshot {} is used, and the journal from segment {} on",
                                      plan.snapshot, first),
                          {}});
    }

    // False if a damage was found; then `found_` says where.
    bool reads_whole() {
        memory_ledger ledger(domain::customer_events);
        reading how{.into = &ledger};
        how.behind_end = [this](const std::string& path, std::uint64_t end) {
            steps_.push_back(
                {fmt::format("{}, byte {}: bytes behind the end of the segment are kept "
                             "aside",
                             path, end),
                 [this, path, end] { cut_file(path, end); }});
        };
        try {
            read_directory(directory_, how, found_);
            return true;
        } catch (const unknown_version&) {
            throw;
        } catch (const damage& found) {
            steps_.push_back({fmt::format("{}: the journal is cut there", found.what()), {}});
            return false;
        }
    }

    void cut_journal() {
        manifest plan = directory_.contents();
        const std::uint64_t cut = found_.segment;
        lost_.emplace();
        lost_->first_sequence = found_.next.sequence;
        for (std::uint64_t s = cut; s <= plan.last_segment; ++s) {
            const std::string path = directory_.segment_path(s);
            if (!is_there(path)) continue;
            const std::uint64_t from = s == cut ? found_.offset : 0;
            count_lost(path, s, from);
            if (from == 0)
                steps_.push_back({fmt::format("{} is kept aside", name_in(path)),
                                  [this, path] { put_aside(path); }});
            else
                steps_.push_back(
                    {fmt::format("{} ends at byte {}; the rest is kept aside", name_in(path), from),
                     [this, path, from] { cut_file(path, from); }});
        }
        plan.last_segment = found_.offset == 0 ? cut - 1 : cut;
        directory_.assume(plan);
    }

    // What can still be read behind a damage.
    void count_lost(const std::string& path, std::uint64_t number, std::uint64_t from) {
        const file_head head{.kind = file_kind::journal,
                             .instance = directory_.contents().instance,
                             .number = number};
        frame_stream in(path, head, from);
        lost_->bytes += in.size() - from;
        const auto see = [this](const frame& f) {
            const auto type = static_cast<change_type>(f.header.type);
            lost_->last_sequence = std::max(lost_->last_sequence, f.header.sequence);
            if (type == change_type::segment_end) return false;
            ++lost_->frames;
            try {
                lost_->events += replay(type, f.payload, nullptr);
            } catch (const std::runtime_error&) {  // counted as a frame only
            }
            return false;
        };
        while (const auto sound = in.next()) see(*sound);
        in.search(see);
    }

    void carry_out() {
        for (const step& s : steps_)
            if (s.act) s.act();
        check(directory_.sync(), directory_.path());
        check(directory_.set_contents(directory_.contents()), directory_.path());
        memory_ledger ledger(domain::customer_events);
        read_directory(directory_, {.into = &ledger}, found_);
    }

    void put_aside(const std::string& path) { check(rename_file(path, name_to_keep(path)), path); }

    // What is cut off is on the disk before it is cut off.
    void cut_file(const std::string& path, std::uint64_t at) {
        const std::string bytes = read_file(path);
        replace_file(name_to_keep(path), std::string_view(bytes).substr(at));
        check(directory_.sync(), directory_.path());
        replace_file(path, std::string_view(bytes).substr(0, at));
    }

    const bool dry_run_;
    data_directory directory_;
    const manifest had_;
    std::vector<std::uint64_t> snapshots_;  // the newest first
    std::vector<std::uint64_t> segments_;
    std::vector<step> steps_;
    recovery_summary found_;
    std::optional<journal_loss> lost_;
};

}  // namespace

repair_report repair_directory(const std::string& path, bool dry_run) {
    bool is_ours = false;  // a lock is made only where one belongs
    std::error_code ignored;
    for (const auto& entry : std::filesystem::directory_iterator(path, ignored)) {
        const std::string name = entry.path().filename().string();
        is_ours |= name == data_directory::manifest_name || name == data_directory::lock_name ||
                   snapshot_number(name) || segment_number(name);
    }
    if (!is_ours) throw damage(path, "is no data directory: nothing in it is ours");
    return repairer(path, dry_run).run();
}

}  // namespace crmlocal::store
