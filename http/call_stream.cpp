// SPDX-License-Identifier: BSL-1.0
#include <charconv>
#include <map>

#include <boost/json/serialize.hpp>

#include "http/answer_stream.hpp"
#include "http/logged_calls.hpp"
#include "lab/call_json.hpp"
#include "lab/laboratory.hpp"

namespace crmlocal::http {
namespace {

// Calls as server-sent events, from when somebody begins to listen.
class call_stream final : public answer_stream {
public:
    call_stream(const admin_call& call, log_scope scope, lab::call_detail detail,
                std::optional<std::int64_t> after_received_us)
        : ledger_(call.context.ledger), unmatched_(call.context.unmatched), detail_(detail) {
        if (scope == log_scope::organisation) only_ = call.tenant();
        all_ = scope == log_scope::all;
        for (const found_log& each : logs())
            seen_[each.log] = after_received_us ? number_before(*each.log, *after_received_us)
                                                : each.log->last_number();
    }

    bool read(std::string& out) override {
        if (only_ && !only_->current()) return false;  // the organisation is gone
        lab::logged_calls fresh;
        for (const found_log& each : logs()) {
            std::uint64_t& seen = seen_[each.log];
            if (each.log->last_number() == seen) continue;
            fresh.add(*each.log, each.owner, each.organisation, ledger_.catalogue(), seen);
            const auto& calls = fresh.readings.back().calls;
            const std::uint64_t first =
                calls.empty() ? each.log->last_number() + 1 : calls.front()->number;
            if (first > seen + 1) note_missed(each.organisation, first - seen - 1, out);
            seen = calls.empty() ? first - 1 : calls.back()->number;
        }
        fresh.sort();
        for (const auto& call : fresh.calls) write(*call, out);
        return true;
    }

    std::string_view heartbeat() const noexcept override { return ":\n\n"; }

private:
    static std::uint64_t number_before(const lab::call_log& log, std::int64_t received_us) {
        const auto held = log.read();
        std::uint64_t out = held.calls.empty() ? log.last_number() : held.calls.front()->number - 1;
        for (const auto& call : held.calls)
            if (call->received_us <= received_us) out = call->number;
        return out;
    }

    std::vector<found_log> logs() const {
        std::vector<found_log> out;
        const auto put = [&out](const std::shared_ptr<store::tenant>& of) {
            if (auto* const at = lab::laboratory::of(*of))
                out.push_back({&at->log, of, std::string(of->name())});
        };
        if (only_) put(only_);
        else if (!all_ && unmatched_) out.push_back({unmatched_, nullptr, ""});
        else if (all_)
            for (const auto& each : ledger_.tenants()) put(each);
        return out;
    }

    static void note_missed(const std::string& organisation, std::uint64_t count,
                            std::string& out) {
        const json::object what = {{"organisation", organisation}, {"missed", count}};
        out += "event: missed\ndata: " + json::serialize(what) + "\n\n";
    }

    void write(lab::call_view& call, std::string& out) const {
        out += "id: " + std::to_string(call.call().received_us) + "\nevent: call\ndata: ";
        const std::size_t begin = out.size();
        lab::write_call(call, detail_, out);
        lab::put_in_one_line(out, begin);
        out += "\n\n";
    }

    store::ledger& ledger_;
    lab::call_log* unmatched_;
    lab::call_detail detail_;
    std::shared_ptr<store::tenant> only_;
    bool all_ = false;
    std::map<const lab::call_log*, std::uint64_t> seen_;  // the numbers of the calls sent last
};

}  // namespace

void stream_calls(admin_call& call, log_scope scope) {
    std::optional<lab::json_complaint> wrong;
    const json::value given = json::object{{"detail", call.query("detail").value_or("full")}};
    lab::object_reader from(given, "", wrong);
    const std::size_t detail = from.one_of("detail", lab::call_detail_names).value_or(2);
    if (wrong) throw admin_error{400, wrong->text()};
    std::optional<std::int64_t> after;
    const std::string_view last = call.asked.find("Last-Event-ID");
    if (std::int64_t us = 0;
        std::from_chars(last.data(), last.data() + last.size(), us).ec == std::errc())
        after = us;
    logs_of(call, scope);  // there must be one
    call.out().content_type = "text/event-stream";
    call.out().stream =
        std::make_shared<call_stream>(call, scope, static_cast<lab::call_detail>(detail), after);
}

}  // namespace crmlocal::http
