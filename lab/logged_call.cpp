// SPDX-License-Identifier: BSL-1.0
#include "lab/logged_call.hpp"

#include <algorithm>
#include <charconv>
#include <string>

#include "domain/event_type.hpp"

namespace crmlocal::lab {
namespace {

enum part_index : std::size_t {
    method_part = 0,
    fields_part = 4,
    refused,
    faults_part,
    body_part,
    answer_part
};

// Whether none of our own tables holds the fault: then a test has ordered the refusal.
bool is_ordered(const domain::fault& why, const domain::event_type* type) {
    const auto is = [&why](const domain::fault* f) { return f == &why; };
    if (std::ranges::any_of(domain::faults::table, [&](const auto& f) { return is(&f); }))
        return false;
    const auto refuses = [&is](const auto& rule) { return is(rule.what->refuses_with); };
    return !type || !(std::ranges::any_of(type->rules, refuses) ||
                      std::ranges::any_of(type->claims, refuses));
}

// What has to be remembered of refused events: which they were and why. The answer says less, if
// `fields_set` asked for less.
std::string refused_lines(const domain::batch* events) {
    std::string out;
    if (!events || events->refused_count() == 0) return out;
    for (std::size_t i = 0; i < events->events.size(); ++i) {
        const domain::refusal* const why = events->refused(i);
        if (!why) continue;
        out.append(std::to_string(i)).append(is_ordered(*why->why, events->type) ? "!" : " ");
        out.append(why->why->name) += '\n';
    }
    return out;
}

// A line and what comes after it.
std::string_view take_line(std::string_view& from) {
    const std::size_t end = from.find('\n');
    const std::string_view line = from.substr(0, end);
    from.remove_prefix(end == from.npos ? from.size() : end + 1);
    return line;
}

// "name:value" and an end of line for each.
template <class Pair>
std::size_t lines_bytes(std::span<const Pair> pairs) noexcept {
    std::size_t out = 0;
    for (const auto& [first, second] : pairs) out += first.size() + second.size() + 2;
    return out;
}

char* put(std::string_view text, char* to) noexcept { return to + text.copy(to, text.size()); }

template <class Pair>
char* put_lines(std::span<const Pair> pairs, char* to) noexcept {
    for (const auto& [first, second] : pairs) {
        to = put(first, to);
        *to++ = ':';
        to = put(second, to);
        *to++ = '\n';
    }
    return to;
}

}  // namespace

logged_call::logged_call(const finished_call& told, domain::scratch<char>& body,
                         domain::scratch<char> room)
    : time_ms(told.time_ms),
      received_us(told.received_us),
      duration_us(told.duration_us),
      status(told.status) {
    const bool moved = body.size() >= moved_bytes_min;
    const bool answer_apart = told.answer.size() >= moved_bytes_min;
    const std::string refusals = refused_lines(told.events);
    const std::string_view copied_body = {body.data(), moved ? 0 : body.size()};
    const std::string_view copied_answer = answer_apart ? std::string_view() : told.answer;
    texts_ = std::make_unique_for_overwrite<char[]>(
        told.http_method.size() + told.target.size() + told.method.size() + told.type.size() +
        lines_bytes(told.fields) + refusals.size() + lines_bytes(told.faults) + copied_body.size() +
        copied_answer.size());
    char* at = texts_.get();
    std::size_t parts_put = 0;
    const auto end_part = [&](char* end) {
        at = end;
        ends_[parts_put++] = static_cast<std::uint32_t>(at - texts_.get());
    };
    for (const std::string_view word : {told.http_method, told.target, told.method, told.type})
        end_part(put(word, at));
    end_part(put_lines(told.fields, at));
    end_part(put(refusals, at));
    end_part(put_lines(told.faults, at));
    end_part(put(copied_body, at));
    end_part(put(copied_answer, at));
    if (moved) body_ = std::exchange(body, {});
    if (!answer_apart) return;
    answer_ = std::move(room);
    answer_.clear();
    answer_.extend(told.answer.size());
    told.answer.copy(answer_.data(), told.answer.size());
}

std::string_view logged_call::part(std::size_t i) const noexcept {
    const std::size_t begin = i == 0 ? 0 : ends_[i - 1];
    return {texts_.get() + begin, ends_[i] - begin};
}

std::string_view logged_call::body() const noexcept {
    return body_.empty() ? part(body_part) : std::string_view(body_.data(), body_.size());
}

std::string_view logged_call::answer() const noexcept {
    return answer_.empty() ? part(answer_part) : std::string_view(answer_.data(), answer_.size());
}

std::vector<named_text> logged_call::fields() const {
    std::vector<named_text> out;
    for (std::string_view left = part(fields_part); !left.empty();) {
        const std::string_view line = take_line(left);
        const std::size_t colon = line.find(':');
        out.push_back({line.substr(0, colon), line.substr(colon + 1)});
    }
    return out;
}

std::vector<noted_fault> logged_call::faults() const {
    std::vector<noted_fault> out;
    for (std::string_view left = part(faults_part); !left.empty();) {
        const std::string_view line = take_line(left);
        const std::size_t colon = line.rfind(':');
        out.push_back({line.substr(0, colon), line.substr(colon + 1)});
    }
    return out;
}

std::vector<logged_call::refused_event> logged_call::refused_events() const {
    std::vector<refused_event> out;
    for (std::string_view left = part(refused); !left.empty();) {
        const std::string_view line = take_line(left);
        const std::size_t blank = line.find_first_of(" !");
        refused_event& one = out.emplace_back();
        std::from_chars(line.data(), line.data() + blank, one.index);
        one.ordered = line[blank] == '!';
        one.error_code = line.substr(blank + 1);
    }
    return out;
}

std::size_t logged_call::bytes() const noexcept {
    constexpr std::size_t shared_pointers_own = 16;
    return sizeof *this + shared_pointers_own + ends_[parts - 1] + body_.capacity() +
           answer_.capacity();
}

}  // namespace crmlocal::lab
