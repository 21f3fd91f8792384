// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <charconv>
#include <deque>
#include <stdexcept>
#include <string>
#include <string_view>

#include "domain/batch.hpp"
#include "domain/event_type.hpp"
#include "domain/fields.hpp"
#include "domain/rule.hpp"

namespace crmlocal::test {

/// Fills a batch by hand, without JSON, for tests of the layers below it. Values go to the event
/// begun last, or to its last row while one is open. Keeps the texts that it was given.
class batch_maker {
public:
    explicit batch_maker(const domain::event_type& type) : type_(type) {
        call_.begin(type.bulk, &type);
        call_.set.as = domain::given_as::rows;
    }

    /// Begins an event with a request_unique_identifier of its own.
    batch_maker& event() {
        call_.events.push({});
        ++call_.events_given;
        in_row_ = false;
        return text(domain::fields::request_unique_identifier, std::to_string(call_.events.size()));
    }

    batch_maker& text(const domain::field& what, std::string_view value) {
        put(what, domain::given_as::text, value);
        return *this;
    }
    /// An amount, a quantity or a float, which is read as the nearest double.
    batch_maker& number(const domain::field& what, std::string_view digits) {
        domain::value& v = put(what, domain::given_as::number, digits);
        if (what.type == domain::value_type::floating)
            std::from_chars(v.data, v.data + v.size, v.floating);
        return *this;
    }
    batch_maker& date(const domain::field& what, std::int64_t seconds) {
        put(what, domain::given_as::text, "a date").whole = seconds;
        return *this;
    }
    /// An identifier, resolved already if an entity is given.
    batch_maker& identifier(const domain::field& what, std::uint8_t key, std::string_view value,
                            const domain::entity* found = nullptr) {
        domain::value& v = put(what, domain::given_as::identifier, value);
        v.key = key;
        v.found = found;
        return *this;
    }
    /// Begins a row of that field; `end_rows` goes back to the event.
    batch_maker& row(const domain::field& what) {
        in_row_ = false;
        rows_ = &what;
        domain::object& e = call_.events[call_.events.size() - 1];
        const std::uint8_t column = column_of(what, type_.bulk.columns);
        domain::value* v = call_.find(e, column);
        if (!v) {
            v = &put(what, domain::given_as::rows, {});
            v->first = static_cast<std::uint32_t>(call_.rows.size());
        }
        ++v->size;
        call_.rows.push({});
        in_row_ = true;
        return *this;
    }
    batch_maker& end_rows() {
        in_row_ = false;
        return *this;
    }

    domain::batch& call() noexcept { return call_; }

private:
    static std::uint8_t column_of(const domain::field& what,
                                  std::span<const domain::column> columns) {
        const std::uint8_t column = domain::column_of(columns, what);
        if (column == domain::no_column) throw std::runtime_error(std::string(what.name));
        return column;
    }

    domain::value& put(const domain::field& what, domain::given_as as, std::string_view text) {
        const auto columns = in_row_ ? rows_->columns : type_.bulk.columns;
        const std::uint8_t column = column_of(what, columns);
        domain::object& o =
            in_row_ ? call_.rows[call_.rows.size() - 1] : call_.events[call_.events.size() - 1];
        if (o.given == 0) o.values = call_.add_values(columns.size());
        o.given |= std::uint64_t{1} << column;
        domain::value& v = call_.values[o.values + column] = {};
        const std::string& kept = texts_.emplace_back(text);
        v.as = as;
        v.data = kept.data();
        v.size = static_cast<std::uint32_t>(kept.size());
        return v;
    }

    const domain::event_type& type_;
    const domain::field* rows_ = nullptr;
    bool in_row_ = false;
    std::deque<std::string> texts_;
    domain::batch call_;
};

}  // namespace crmlocal::test
