// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "domain/batch.hpp"
#include "http/call_decoder.hpp"
#include "http/json_handler.hpp"

namespace crmlocal::http {

/// The state machine behind `call_decoder`: what the parser meets, where it stands in the body, and
/// the slot it belongs to.
class call_handler : public json_handler<call_handler> {
public:
    call_handler(const call_decoder& by, std::string_view body, domain::batch& out);

    bool on_open(char kind);
    bool on_close(char kind);
    bool on_member(std::string_view name);
    bool on_text(std::string_view text) { return on_value(domain::given_as::text, text); }
    bool on_number(std::string_view digits) { return on_value(domain::given_as::number, digits); }
    bool on_literal(std::string_view text);

private:
    // What the parser is inside of. A row and an event are alike, and so are their identifiers.
    enum class inside : std::uint8_t { nothing, call, set, event, rows, row, identifier, skipped };

    // An object whose members are slots: the call, an event or a row.
    struct slots {
        domain::object* into = nullptr;           // the call's only: arrays move when they grow
        std::size_t index = 0;                    // of the event or row
        std::uint64_t seen = 0;                   // bits of the members met, given as null or not
        std::uint8_t column = domain::no_column;  // of the member being read
        std::uint8_t last = domain::columns_max;  // of the known member before it, if any
    };

    // An identifier object on its way. One text is the rule; anything else goes to the parts.
    struct identifier_in_progress {
        inside parent = inside::nothing;
        const domain::entity_kind* kind = nullptr;
        std::uint8_t seen = 0;
        std::uint8_t key = domain::no_column;
        std::uint32_t parts = 0;
        domain::identifier_part first;
    };

    bool on_value(domain::given_as as, std::string_view text);
    bool put(const domain::value& v);
    void put_key(const domain::value& v);
    bool open_object();
    bool open_array();
    void skip_into(inside parent);
    void begin_flat();
    void end_identifier();
    void note_unknown(const domain::value& v);
    bool on_slot_member(slots& at, const member_table& table, std::string_view name);

    slots& current() noexcept;
    domain::object& object_of(slots& at);
    const domain::field* field_of(const slots& at, inside where) const noexcept;
    void store(slots& at, std::size_t columns, const domain::value& v);
    std::span<const domain::column> columns_of(inside where) const noexcept;

    const call_decoder& by_;
    domain::batch& out_;
    member_names names_;
    inside where_ = inside::nothing;
    inside resume_ = inside::nothing;  // after what is skipped
    std::uint32_t skipped_depth_ = 0;
    std::size_t rows_given_ = 0;  // in the array being read
    bool set_seen_ = false;
    bool in_set_member_ = false;     // the member being read is the set
    bool in_parameter_ = false;      // of a flat call: it belongs to the call, not to the event
    std::string_view unknown_name_;  // of the member being read, if no table knows it
    static constexpr std::size_t none = SIZE_MAX;
    std::size_t call_unknown_ = none;  // indices of what was kept
    std::size_t event_unknown_ = none;
    slots call_, event_, row_;
    std::array<std::array<std::uint8_t, domain::columns_max + 1>, 2> followers_ = {};
    identifier_in_progress identifier_;
};

/// One run of the parser with this handler; the offset at which the body stops being a JSON object,
/// if it does.
std::optional<std::size_t> parse_call(const call_decoder& by, std::string_view body,
                                      domain::batch& out, boost::json::error_code& error);

}  // namespace crmlocal::http
