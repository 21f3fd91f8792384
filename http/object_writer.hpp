// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>
#include <string_view>

#include "domain/object_form.hpp"
#include "http/event_values.hpp"
#include "http/reply.hpp"
#include "store/ledger.hpp"

namespace crmlocal::http {

/// Writes events and entities of one organisation in the order of their form straight into a reply:
/// amounts exactly as they were given, floats as the shortest text that reads back as the same
/// double, what is not set as null. For one answer.
class object_writer {
public:
    /// All must outlive it.
    object_writer(const domain::object_form& form, const domain::object_form::selection& chosen,
                  const store::organisation& in, const domain::id_maker& ids, reply& out)
        : members_(form.members()), chosen_(chosen), in_(in), ids_(ids), out_(out) {}

    /// Writes an event; the form must be of its type.
    void write(const domain::event_type& type, std::size_t type_ordinal,
               const store::recorded_event& event);

    /// Writes an entity; the form must be of its kind.
    void write(const domain::entity_kind& kind, const domain::entity& entity);

private:
    using member = domain::object_member;
    using slots = event_values::slots;

    // What the members that are being written are of.
    struct subject {
        const slots* values = nullptr;  // of an event or a row
        std::size_t row = 0;
        const domain::entity_kind* kind = nullptr;
        const domain::entity* entity = nullptr;
        std::uint32_t user = 0;
    };

    void members(std::size_t first, std::size_t end, const subject& of);
    void value_of(std::size_t at, const subject& of);
    bool event_value(std::size_t at, const subject& of);
    bool log_value(std::size_t at);
    void entity_value(std::size_t at, const subject& of);
    void column_value(const member& m, const slots& values);
    void sum(const member& m);
    void rows(std::size_t at);
    void entity_or_null(std::size_t at, const domain::entity* entity);
    void user(std::size_t at, std::uint32_t who);
    const domain::entity* named(const domain::entity_kind& kind, const slots& values,
                                std::uint8_t column) const;
    const domain::entity* account() const;
    const domain::entity* unit() const;

    void null() { out_.append("null"); }
    void text(std::string_view text);
    void text_or_null(std::string_view text);
    void id(domain::id_maker::meaning of);
    void number_text(std::uint64_t number);
    void date(std::int64_t seconds);
    void floating(double number);

    const std::vector<member>& members_;
    const domain::object_form::selection& chosen_;
    const store::organisation& in_;
    const domain::id_maker& ids_;
    reply& out_;

    const domain::event_type* type_ = nullptr;
    std::size_t type_ordinal_ = 0;
    const store::recorded_event* event_ = nullptr;
    event_values values_;
};

}  // namespace crmlocal::http
