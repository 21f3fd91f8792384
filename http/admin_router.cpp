// SPDX-License-Identifier: BSL-1.0
#include "http/admin_router.hpp"

#include <algorithm>
#include <utility>

namespace crmlocal::http {
namespace {

// The segments of a path; doubled slashes and one at the end are tolerated.
std::vector<std::string_view> segments_of(std::string_view target) {
    std::vector<std::string_view> out;
    target = target.substr(0, target.find('?'));
    while (!target.empty()) {
        const std::size_t end = std::min(target.find('/'), target.size());
        if (end != 0) out.push_back(target.substr(0, end));
        target.remove_prefix(std::min(end + 1, target.size()));
    }
    return out;
}

bool is_parameter(std::string_view segment) noexcept { return segment.starts_with('{'); }

bool fits(const std::vector<std::string>& pattern, const std::vector<std::string_view>& path) {
    return std::ranges::equal(pattern, path, [](const std::string& p, std::string_view s) {
        return is_parameter(p) || p == s;
    });
}

}  // namespace

void admin_router::add(std::string_view method, std::string_view pattern, admin_handler answers) {
    const auto segments = segments_of(pattern);
    entries_.push_back(
        {std::string(method), {segments.begin(), segments.end()}, std::move(answers)});
}

bool admin_router::finds(std::string_view target) const {
    const auto path = segments_of(target);
    return std::ranges::any_of(entries_, [&](const entry& e) { return fits(e.segments, path); });
}

task<void> admin_router::answer(const request& asked, workspace& memory) const {
    const auto path = segments_of(asked.target);
    const entry* to = nullptr;
    std::string allowed;
    // Fixed segments come before parameters: /organisations/{name} does not hide /organisations/x.
    const auto fixed = [](const entry& e) {
        return std::ranges::count_if(e.segments, is_parameter);
    };
    for (const entry& e : entries_) {
        if (!fits(e.segments, path)) continue;
        if (allowed.find(e.method) == allowed.npos)
            allowed.append(allowed.empty() ? "" : ", ").append(e.method);
        if (e.method == asked.method && (!to || fixed(e) < fixed(*to))) to = &e;
    }
    admin_call::parameters in_path;
    for (std::size_t i = 0; to && i < path.size(); ++i) {
        const std::string_view name = to->segments[i];
        if (!is_parameter(name)) continue;
        in_path.emplace_back(name.substr(1, name.size() - 2),
                             decode_url(path[i], false).value_or(std::string(path[i])));
    }
    admin_call call(context_, asked, memory, std::move(in_path));
    admin_error refused;
    bool is_refused = false;
    try {
        if (!to)
            throw admin_error{405, "HTTP method " + std::string(asked.method) +
                                       " is not allowed here; allowed: " + allowed + "."};
        co_await to->answers(call);
    } catch (const admin_error& why) {
        refused = why;
        is_refused = true;
    }
    if (is_refused) call.refuse(refused);
}

}  // namespace crmlocal::http
