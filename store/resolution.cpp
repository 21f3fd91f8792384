// SPDX-License-Identifier: BSL-1.0
#include "store/resolution.hpp"

#include <array>
#include <memory>
#include <utility>
#include <vector>

#include "domain/event_type.hpp"

namespace crmlocal::store {
namespace {

using domain::given_as;
using domain::value;
using domain::value_type;

// Looks up the identifiers of one column. Where there are few entities, events name the same ones
// again and again: those found before are tried first.
class column_lookup {
public:
    column_lookup(const references& data, const domain::entity_kind& kind)
        : data_(data), kind_(kind), few_(data.count(kind) <= few_entities) {}

    void operator()(value& v) {
        if (v.as != given_as::identifier) return;
        const std::string_view text = v.text();
        if (!few_) {
            v.found = data_.find(kind_, v.key, text);
            if (v.found) __builtin_prefetch(v.found);  // the rules will ask it in a moment
            return;
        }
        recent& before = recent_[place_of(text)];
        if (!before.found || v.key != before.key || text != before.text)
            before = {text, data_.find(kind_, v.key, text), v.key};
        v.found = before.found;
    }

private:
    static constexpr std::size_t few_entities = 256;

    struct recent {
        std::string_view text;
        const domain::entity* found = nullptr;
        std::uint8_t key = 0;
    };

    // Names of one kind differ in their size, or where they begin and end.
    static std::size_t place_of(std::string_view text) noexcept {
        if (text.empty()) return 0;
        const auto first = static_cast<unsigned char>(text.front()),
                   last = static_cast<unsigned char>(text.back());
        return (text.size() * 0x9E37U + first * 0x85EBU + last * 0xC2B3U) >> 8 & 31;
    }

    const references& data_;
    const domain::entity_kind& kind_;
    const bool few_;
    std::array<recent, 32> recent_;
};

// Looks up all that objects with these columns name, their rows included.
class object_lookup {
public:
    object_lookup(const references& data, std::span<const domain::column> columns) {
        for (std::uint8_t c = 0; c < columns.size(); ++c) {
            const domain::field& what = *columns[c].what;
            if (what.type == value_type::identifier && domain::is_reference_data(*what.kind))
                identifiers_.emplace_back(c, column_lookup(data, *what.kind));
            if (what.type == value_type::rows)
                rows_.emplace_back(c, std::make_unique<object_lookup>(data, what.columns));
        }
    }

    void operator()(domain::batch& call, const domain::object& o) {
        for (auto& [column, look_up] : identifiers_)
            if (value* v = call.find(o, column)) look_up(*v);
        for (auto& [column, look_up] : rows_) {
            const value* v = call.find(o, column);
            if (!v || v->as != given_as::rows) continue;
            for (const domain::object& row : call.rows_of(*v)) (*look_up)(call, row);
        }
    }

private:
    std::vector<std::pair<std::uint8_t, column_lookup>> identifiers_;
    std::vector<std::pair<std::uint8_t, std::unique_ptr<object_lookup>>> rows_;
};

}  // namespace

void resolve_batch(const references& data, domain::batch& call) {
    object_lookup(data, call.shape->parameters)(call, call.call);
    object_lookup look_up(data, call.shape->columns);
    for (const domain::object& e : call.events.all()) look_up(call, e);
}

}  // namespace crmlocal::store
