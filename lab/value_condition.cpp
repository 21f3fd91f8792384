// SPDX-License-Identifier: BSL-1.0
#include "lab/value_condition.hpp"

#include <algorithm>

#include "domain/text.hpp"
#include "lab/json_text.hpp"

namespace crmlocal::lab {
namespace {

using boost::json::value;

constexpr std::size_t brief_length_max = 100;
constexpr std::size_t named_values_max = 3;

std::string sentence_of(std::string_view what, std::string_view text, const syntax_error& error) {
    return std::string(what) + " '" + std::string(text) + "' is not valid at offset " +
           std::to_string(error.offset) + ": " + error.why;
}

}  // namespace

std::string brief(const value& v) {
    std::string out;
    append_json(v, out);
    return domain::cut(out, brief_length_max);
}

boost::system::result<value_condition, std::string> value_condition::read(const value& form) {
    value_condition out;
    if (const auto* alone = form.if_string()) {
        const std::string_view text = *alone;
        const auto fine = out.read_place({{text.starts_with('$') ? "path" : "pointer", text}});
        if (!fine) return fine.error();
        return out;
    }
    const auto* object = form.if_object();
    if (!object) return "a condition is a text or an object, not " + brief(form);
    if (const auto fine = out.read_place(*object); !fine) return fine.error();
    bool tested = false;
    for (const auto& member : *object) {
        if (member.key() == "pointer" || member.key() == "path") continue;
        if (tested) return "a condition has one test only: " + brief(form);
        tested = true;
        if (const auto fine = out.read_test(member.key(), member.value()); !fine)
            return fine.error();
    }
    return out;
}

boost::system::result<std::vector<value_condition>, std::string> value_condition::read_all(
    const value& form) {
    std::vector<value_condition> out;
    const auto* list = form.if_array();
    for (std::size_t i = 0; i < (list ? list->size() : 1); ++i) {
        auto one = read(list ? (*list)[i] : form);
        if (!one) return one.error();
        out.push_back(std::move(*one));
    }
    return out;
}

boost::system::result<void, std::string> value_condition::read_place(
    const boost::json::object& form) {
    const value* pointer = form.if_contains("pointer");
    const value* path = form.if_contains("path");
    if (!pointer == !path) return "a condition has either 'pointer' or 'path': " + brief(form);
    const value& given = pointer ? *pointer : *path;
    if (!given.is_string())
        return std::string(pointer ? "'pointer'" : "'path'") + " is a text, not " + brief(given);
    const std::string_view text = given.get_string();
    if (pointer) {
        auto made = json_pointer::compile(text);
        if (!made) return sentence_of("the JSON Pointer", text, made.error());
        where_ = std::move(*made);
    } else {
        auto made = json_path::compile(text);
        if (!made) return sentence_of("the JSONPath", text, made.error());
        where_ = std::move(*made);
    }
    return {};
}

boost::system::result<void, std::string> value_condition::read_test(std::string_view name,
                                                                    const value& with) {
    if (name == "equals") {
        what_ = test::equals;
    } else if (name == "contains") {
        what_ = test::contains;
    } else if (name == "one_of") {
        what_ = test::one_of;
        if (!with.is_array()) return "'one_of' is an array, not " + brief(with);
    } else if (name == "matches") {
        what_ = test::matches;
        if (!with.is_string()) return "'matches' is a regular expression, not " + brief(with);
        auto made = pattern::compile(with.get_string());
        if (!made) return made.error().why + ": " + brief(with);
        pattern_.push_back(std::move(*made));
    } else if (name == "exists" || name == "absent") {
        if (!with.is_bool())
            return "'" + std::string(name) + "' is true or false, not " + brief(with);
        what_ = (name == "exists") == with.get_bool() ? test::exists : test::absent;
    } else {
        return "there is no test '" + std::string(name) +
               "'; equals, one_of, matches, contains, exists and absent are known";
    }
    with_ = with;
    return {};
}

bool value_condition::holds(const value& document) const {
    const auto found = find(document);
    if (what_ == test::absent) return found.empty();
    return std::ranges::any_of(found, [this](const value* v) { return fits(*v); });
}

std::string value_condition::miss(const value& document, std::string_view called) const {
    const auto found = find(document);
    const std::string_view named = called.empty() ? place() : called;
    const std::string at(named.empty() ? "the document" : named);
    if (found.empty()) return at + " is not there, expected " + expectation();
    std::string out = at + " is ";
    for (std::size_t i = 0; i < std::min(found.size(), named_values_max); ++i)
        out += (i == 0 ? "" : ", ") + brief(*found[i]);
    if (found.size() > named_values_max)
        out += " and " + std::to_string(found.size() - named_values_max) + " more";
    return out + ", expected " + expectation();
}

std::vector<const value*> value_condition::find(const value& document) const {
    if (const auto* path = std::get_if<json_path>(&where_)) return path->select(document);
    const value* v = std::get<json_pointer>(where_).find(document);
    return v ? std::vector{v} : std::vector<const value*>();
}

bool value_condition::fits(const value& found) const {
    switch (what_) {
        case test::equals: return same_json(found, with_);
        case test::one_of:
            return std::ranges::any_of(
                with_.get_array(), [&found](const value& one) { return same_json(found, one); });
        case test::matches: return found.is_string() && pattern_[0].matches(found.get_string());
        case test::contains:
            if (const auto* list = found.if_array())
                return std::ranges::any_of(
                    *list, [this](const value& one) { return same_json(one, with_); });
            return found.is_string() && with_.is_string() &&
                   std::string_view(found.get_string()).find(with_.get_string()) !=
                       std::string_view::npos;
        case test::exists: return true;
        case test::absent: break;
    }
    return false;
}

std::string value_condition::expectation() const {
    switch (what_) {
        case test::equals: return brief(with_);
        case test::one_of: return "one of " + brief(with_);
        case test::matches: return "what matches " + brief(with_);
        case test::contains: return "what contains " + brief(with_);
        case test::exists: return "something";
        case test::absent: break;
    }
    return "nothing";
}

std::string_view value_condition::place() const noexcept {
    return std::visit([](const auto& where) { return where.text(); }, where_);
}

}  // namespace crmlocal::lab
