// SPDX-License-Identifier: BSL-1.0
#include "http/fixture_walker.hpp"

#include <algorithm>
#include <cassert>
#include <functional>

#include "domain/date_time.hpp"
#include "domain/text.hpp"

namespace crmlocal::http {
namespace {

constexpr std::size_t shown_max = 100;  // code points of a text in a complaint

std::string quoted(std::string_view text) { return "'" + domain::cut(text, shown_max) + "'"; }

template <class Range, class Name>
std::string listed(const Range& range, const Name& name) {
    std::string out = "; known are: ";
    for (const auto& item : range) out.append(name(item)).append(", ");
    out.resize(out.size() - 2);
    return out;
}

std::string_view expected(member_shape shape, bool in_array) {
    switch (shape) {
        case member_shape::text: return "a string";
        case member_shape::number: return "a number";
        case member_shape::texts: return in_array ? "a string" : "an array of strings";
        case member_shape::object: return "an object";
        case member_shape::objects: break;
    }
    return in_array ? "an object" : "an array of objects";
}

bool is_whole(std::string_view digits) {
    const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
    return std::ranges::all_of(digits, is_digit) && digits != "0" &&
           digits.size() <= std::to_string(fixture_number_max).size();
}

}  // namespace

fixture_walker::fixture_walker(std::string_view document, const fixture_form& form,
                               fixture_draft& draft, std::pmr::memory_resource& texts)
    : json_handler(document, texts),
      document_(document),
      form_(form),
      draft_(draft),
      texts_(texts) {}

// Where the text, or the quote before it, stands in the document.
std::optional<std::size_t> fixture_walker::place_of(std::string_view text) const noexcept {
    const std::less<const char*> before;  // the text may be from elsewhere
    const char* begin = document_.data();
    if (before(text.data(), begin) || !before(text.data(), begin + document_.size())) return {};
    const auto place = static_cast<std::size_t>(text.data() - begin);
    return place > 0 && begin[place - 1] == '"' ? place - 1 : place;
}

std::optional<std::size_t> fixture_walker::offset_of(std::string_view text) const noexcept {
    if (const auto place = place_of(text)) return place;
    for (const auto& [data, offset] : unescaped_)
        if (data == text.data()) return offset;
    return {};
}

// The text as it may be kept. A text with escapes may be in memory that the parser uses again.
std::string_view fixture_walker::keep(std::string_view text) {
    if (const auto place = place_of(text)) {
        last_offset_ = *place;
        return text;
    }
    char* copy = static_cast<char*>(texts_.allocate(text.size(), 1));
    std::ranges::copy(text, copy);
    unescaped_.emplace_back(copy, last_offset_);
    return {copy, text.size()};
}

bool fixture_walker::on_open(char kind) {
    if (frames_.empty()) return kind == '{' ? begin(form_.file) : wrong_type("an array");
    frame& f = frames_.back();
    const member_form& member = f.form->members[f.member];
    if (kind == '{') {
        const auto fits = f.in_array ? member_shape::objects : member_shape::object;
        return member.shape == fits ? begin(*member.inner) : wrong_type("an object");
    }
    if (f.in_array ||
        (member.shape != member_shape::objects && member.shape != member_shape::texts))
        return wrong_type("an array");
    f.in_array = true;
    return true;
}

bool fixture_walker::on_close(char kind) {
    if (kind == '}') return end();
    frames_.back().in_array = false;
    return true;
}

bool fixture_walker::begin(const object_form& form) {
    assert(form.members.size() <= 64);
    frames_.push_back({.form = &form, .first_value = values_.size()});
    values_.resize(values_.size() + form.members.size());
    return true;
}

bool fixture_walker::end() {
    const frame f = frames_.back();
    for (std::size_t i = 0; i < f.form->members.size(); ++i)
        if (f.form->members[i].mandatory && !(f.given >> i & 1))
            return refuse(name_of(f, i) + " is missing", f.begin);
    const auto values = std::span<const std::string_view>(values_).subspan(f.first_value);
    complaint_ = draft_.take({*f.form, values, f.given});
    values_.resize(f.first_value);
    frames_.pop_back();
    return !complaint_;
}

bool fixture_walker::on_member(std::string_view given) {
    const std::string_view name = keep(given);
    frame& f = frames_.back();
    if (f.given == 0) f.begin = name;
    const auto& members = f.form->members;
    // Files written by programs have the members in one order: mostly it is the next one.
    std::size_t at = f.given == 0 ? 0 : f.member + 1;
    if (at >= members.size() || members[at].name != name)
        for (at = 0; at < members.size() && members[at].name != name;) ++at;
    if (at == members.size())
        return refuse("unknown member " + quoted(name) + " of " + std::string(f.form->name) +
                          listed(members, [](const member_form& m) { return m.name; }),
                      name);
    if (f.given >> at & 1)
        return refuse(
            "member " + quoted(name) + " of " + std::string(f.form->name) + " is given twice",
            name);
    f.given |= std::uint64_t{1} << at;
    f.member = at;
    return true;
}

bool fixture_walker::on_text(std::string_view given) {
    const std::string_view text = keep(given);
    if (frames_.empty()) return wrong_type("a string", text);
    const frame& f = frames_.back();
    const member_form& member = f.form->members[f.member];
    if (f.in_array) {
        if (member.shape != member_shape::texts) return wrong_type("a string", text);
        if (!check(member, text)) return false;
        complaint_ = draft_.take(member, text);
        return !complaint_;
    }
    if (member.shape != member_shape::text) return wrong_type("a string", text);
    if (!check(member, text)) return false;
    values_[f.first_value + f.member] = text;
    return true;
}

bool fixture_walker::check(const member_form& member, std::string_view text) {
    if (text.empty() && !member.may_be_empty)
        return refuse(name_of_member() + " must not be empty", text);
    if (!domain::fits(text, member.length_max))
        return refuse(name_of_member() + " has more than " + std::to_string(member.length_max) +
                          " characters",
                      text);
    if (!member.one_of.empty() && std::ranges::find(member.one_of, text) == member.one_of.end())
        return refuse(name_of_member() + " cannot be " + quoted(text) +
                          listed(member.one_of, [](std::string_view value) { return value; }),
                      text);
    if (member.is_date && !text.empty() && !domain::parse_date_time(text))
        return refuse(
            name_of_member() + " must be a date, YYYY-MM-DDThh:mm:ss, not " + quoted(text), text);
    return true;
}

bool fixture_walker::on_number(std::string_view given) {
    const std::string_view digits = keep(given);
    if (frames_.empty()) return wrong_type("a number", digits);
    const frame& f = frames_.back();
    if (f.in_array || f.form->members[f.member].shape != member_shape::number)
        return wrong_type("a number", digits);
    if (!is_whole(digits))
        return refuse(name_of_member() + " must be a whole number from 1 to " +
                          std::to_string(fixture_number_max) + ", not " +
                          domain::cut(digits, shown_max),
                      digits);
    values_[f.first_value + f.member] = digits;
    return true;
}

bool fixture_walker::on_literal(std::string_view text) { return wrong_type(text); }

bool fixture_walker::wrong_type(std::string_view given, std::string_view at) {
    if (frames_.empty())
        return refuse("a fixture must be an object, not " + std::string(given), at);
    const frame& f = frames_.back();
    std::string reason = (f.in_array ? "every one of " : "") + name_of_member();
    reason.append(" must be ").append(expected(f.form->members[f.member].shape, f.in_array));
    return refuse(reason.append(", not ").append(given), at);
}

bool fixture_walker::refuse(std::string reason, std::string_view at) {
    complaint_ = {std::move(reason), at};
    return false;
}

// "name of units"; the fixture's own members have no need to say whose they are.
std::string fixture_walker::name_of(const frame& f, std::size_t member) const {
    std::string out(f.form->members[member].name);
    if (f.form != &form_.file) out.append(" of ").append(f.form->name);
    return out;
}

std::string fixture_walker::name_of_member() const {
    return name_of(frames_.back(), frames_.back().member);
}

}  // namespace crmlocal::http
