// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>
#include <memory_resource>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "http/fixture_draft.hpp"
#include "http/fixture_form.hpp"
#include "http/json_handler.hpp"

namespace crmlocal::http {

/// Walks through a fixture's JSON: compares every object with its form and hands those that fit to
/// a draft. Stops at the first thing that is wrong.
class fixture_walker : public json_handler<fixture_walker> {
public:
    /// All of these must outlive the walker, and `texts` and `document` what the draft makes.
    fixture_walker(std::string_view document, const fixture_form& form, fixture_draft& draft,
                   std::pmr::memory_resource& texts);

    /// What is wrong, if it is not the JSON itself.
    const std::optional<fixture_complaint>& complaint() const noexcept { return complaint_; }

    /// Where in the document a text stands that it consists of, or at least what stands before it.
    /// Nothing for a text that is not from there.
    std::optional<std::size_t> offset_of(std::string_view text) const noexcept;

    // What json_handler asks for.
    bool on_open(char kind);
    bool on_close(char kind);
    bool on_member(std::string_view name);
    bool on_text(std::string_view text);
    bool on_number(std::string_view digits);
    bool on_literal(std::string_view text);

private:
    // An object that has begun and not yet ended.
    struct frame {
        const object_form* form;
        std::size_t first_value;      // in `values_`
        std::uint64_t given = 0;      // a bit for each member
        std::size_t member = 0;       // the current one
        bool in_array = false;        // the value of the current member has begun and not yet ended
        std::string_view begin = {};  // the first member's name
    };

    std::optional<std::size_t> place_of(std::string_view text) const noexcept;
    bool begin(const object_form& form);
    bool end();
    bool check(const member_form& member, std::string_view text);
    std::string_view keep(std::string_view text);
    bool wrong_type(std::string_view given, std::string_view at = {});
    bool refuse(std::string reason, std::string_view at = {});
    std::string name_of(const frame& f, std::size_t member) const;
    std::string name_of_member() const;

    const std::string_view document_;
    const fixture_form& form_;
    fixture_draft& draft_;
    std::pmr::memory_resource& texts_;
    std::vector<frame> frames_;
    std::vector<std::string_view> values_;  // of all frames, one after the other
    std::optional<fixture_complaint> complaint_;
    std::size_t last_offset_ = 0;  // of the last text that stands in the document
    std::vector<std::pair<const char*, std::size_t>> unescaped_;  // what stands before the others
};

}  // namespace crmlocal::http
