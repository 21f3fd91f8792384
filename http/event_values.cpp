// SPDX-License-Identifier: BSL-1.0
#include "http/event_values.hpp"

#include <algorithm>

#include "domain/field.hpp"

namespace crmlocal::http {

void event_values::read(std::string_view record, std::span<const domain::column> columns) {
    given_ = 0;
    rows_.clear();
    row_values_.clear();
    store::record_reader reader(record, columns);
    while (const auto v = reader.next()) {
        given_ |= std::uint64_t{1} << v->column;
        event_[v->column] = *v;
        const std::size_t width = columns[v->column].what->columns.size();
        for (std::uint32_t r = 0; r < v->row_count; ++r) {
            reader.row();
            one_row row{v->column, 0, row_values_.size()};
            row_values_.resize(row.first + width);
            while (const auto inner = reader.next_in_row()) {
                row.given |= std::uint64_t{1} << inner->column;
                row_values_[row.first + inner->column] = *inner;
            }
            rows_.push_back(row);
            if (reader.broken()) return;
        }
    }
}

std::size_t event_values::row_count(std::uint8_t column) const noexcept {
    return static_cast<std::size_t>(std::ranges::count(rows_, column, &one_row::column));
}

event_values::slots event_values::row(std::uint8_t column, std::size_t position) const noexcept {
    const auto first = std::ranges::find(rows_, column, &one_row::column);
    const one_row& row = *(first + static_cast<std::ptrdiff_t>(position));
    return {row.given, row_values_.data() + row.first};
}

}  // namespace crmlocal::http
