// SPDX-License-Identifier: BSL-1.0
#include "lab/fault_plan.hpp"

#include <algorithm>
#include <string>
#include <utility>

#include "lab/name_pattern.hpp"

namespace crmlocal::lab {
namespace {

bool creates_many(const call_facts& call) noexcept {
    return !call.type.empty() && call.method.starts_with("customer_events/bulk/");
}

// Whether the call fits by what it is: a candidate.
bool fits(const fault& what, const call_facts& call, call_body& body) {
    const call_match& match = what.match;
    const auto is_method = [&](const std::string& p) { return fits_name(call.method, p); };
    if (!match.methods.empty() && std::ranges::none_of(match.methods, is_method)) return false;
    if (!match.types.empty() && std::ranges::find(match.types, call.type) == match.types.end())
        return false;
    if (what.events && !creates_many(call)) return false;
    if (call.time < match.from || call.time >= match.until) return false;
    const auto has_field = [&](const header_test& t) { return t.holds_for(call.fields); };
    if (!std::ranges::all_of(match.headers, has_field)) return false;
    if (match.body.empty()) return true;
    const auto* root = body.get();
    const auto passes = [&](const value_condition& t) { return root && t.holds(*root); };
    return std::ranges::all_of(match.body, passes);
}

template <class Faults>
auto find_id(Faults& among, std::string_view id) {
    return std::ranges::find_if(among, [&](const auto& each) { return each->what().id == id; });
}

}  // namespace

call_faults fault_plan::meet(const call_facts& call, std::uint64_t seed) {
    call_faults out(call.body);
    const std::shared_ptr<const faults> all = contents_.lock()->all;
    for (const std::shared_ptr<planned_fault>& each : *all) {
        if (!fits(each->what(), call, out.body_)) continue;
        const auto candidate = each->fires(seed);
        if (!candidate) continue;
        out.fired_.push_back({each, draw(seed, each->what().id, *candidate)});
        if (each->what().ends_call()) break;
    }
    return out;
}

std::vector<fault_plan::listed> fault_plan::list() {
    const std::shared_ptr<const faults> all = contents_.lock()->all;
    std::vector<listed> out;
    for (const auto& each : *all) out.push_back({each->shared(), each->counts()});
    return out;
}

std::optional<fault_plan::listed> fault_plan::find(std::string_view id) {
    const std::shared_ptr<const faults> all = contents_.lock()->all;
    const auto at = find_id(*all, id);
    if (at == all->end()) return std::nullopt;
    return listed{(*at)->shared(), (*at)->counts()};
}

// Gives the fault an id that none of those has, unless it has one; false if that is taken.
bool fault_plan::name(fault& unnamed, const faults& among, contents& in) {
    if (!unnamed.id.empty()) return find_id(among, unnamed.id) == among.end();
    do unnamed.id = "fault-" + std::to_string(++in.made_ids);
    while (find_id(among, unnamed.id) != among.end());
    return true;
}

void fault_plan::set(contents& in, faults all) {
    in.all = std::make_shared<const faults>(std::move(all));
    in_use_.store(!in.all->empty(), std::memory_order_relaxed);
}

fault_plan::outcome fault_plan::add(const std::vector<std::shared_ptr<fault>>& added) {
    const auto now = contents_.lock();
    faults all = *now->all;
    if (all.size() + added.size() > faults_max) return outcome::full;
    for (const auto& each : added) {
        if (!name(*each, all, *now)) return outcome::id_taken;
        all.push_back(std::make_shared<planned_fault>(each));
    }
    set(*now, std::move(all));
    return outcome::done;
}

fault_plan::outcome fault_plan::replace_all(const std::vector<std::shared_ptr<fault>>& by) {
    const auto now = contents_.lock();
    faults all;
    if (by.size() > faults_max) return outcome::full;
    const std::uint64_t made_ids = std::exchange(now->made_ids, 0);
    for (const auto& each : by) {
        if (!name(*each, all, *now)) {
            now->made_ids = made_ids;
            return outcome::id_taken;
        }
        all.push_back(std::make_shared<planned_fault>(each));
    }
    set(*now, std::move(all));
    return outcome::done;
}

fault_plan::outcome fault_plan::put(std::shared_ptr<fault> changed) {
    const auto now = contents_.lock();
    faults all = *now->all;
    const auto at = find_id(all, changed->id);
    if (at == all.end() && all.size() == faults_max) return outcome::full;
    auto planned = std::make_shared<planned_fault>(std::move(changed));
    if (at == all.end()) all.push_back(std::move(planned));
    else *at = std::move(planned);
    set(*now, std::move(all));
    return outcome::done;
}

bool fault_plan::remove(std::string_view id) {
    const auto now = contents_.lock();
    faults all = *now->all;
    const auto at = find_id(all, id);
    if (at == all.end()) return false;
    all.erase(at);
    set(*now, std::move(all));
    return true;
}

void fault_plan::reset() {
    const auto now = contents_.lock();
    faults all;
    for (const auto& each : *now->all)
        all.push_back(std::make_shared<planned_fault>(each->shared()));
    set(*now, std::move(all));
}

}  // namespace crmlocal::lab
