// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "domain/event_type.hpp"
#include "domain/field.hpp"

/// What the parts of the API's page have in common.
namespace crmlocal::http {

/// A row of a Markdown table. A bar within a cell would end it.
template <class... Cells>
void markdown_row(std::string& out, const Cells&... cells) {
    const auto cell = [&](std::string_view text) {
        out += "| ";
        for (char c : text) (c == '|' ? out += '\\' : out) += c;
        out += ' ';
    };
    (cell(cells), ...);
    out += "|\n";
}

/// The text as code.
std::string markdown_code(std::string_view text);

/// A table of parameters.
void add_parameters(std::span<const domain::column> columns, std::string& out);

/// The methods of a type of event but the bulk one: their parameters and what they answer with.
void add_event_methods(const domain::event_type& type, std::string& out);

/// The methods about tokens and reference data.
void add_other_methods(std::string& out);

}  // namespace crmlocal::http
