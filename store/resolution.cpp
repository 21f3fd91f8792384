// SPDX-License-Identifier: BSL-1.0
#include "store/resolution.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <memory>
#include <span>
#include <utility>
#include <vector>

#include <boost/container/static_vector.hpp>

#include "domain/event_type.hpp"

namespace crmlocal::store {
namespace {

using domain::given_as;
using domain::value;
using domain::value_type;

// So many values of a column are looked up together: while one waits for memory the others do too.
constexpr std::size_t values_at_once = 32;

// Looks up the identifiers of one column. Where there are few entities, events name the same ones
// again and again: those found before are tried first.
class column_lookup {
public:
    column_lookup(std::uint8_t column, const references& data, const domain::entity_kind& kind)
        : data_(data), kind_(kind), column_(column), few_(data.count(kind) <= few_entities) {}

    std::uint8_t column() const noexcept { return column_; }

    // The texts should be on their way from memory already.
    void operator()(std::span<value* const> identifiers) {
        if (few_) {
            for (value* v : identifiers) find_again(*v);
            return;
        }
        for (const value* v : identifiers) data_.prefetch(kind_, v->key, v->text());
        for (value* v : identifiers) {
            v->found = data_.find(kind_, v->key, v->text());
            if (v->found) __builtin_prefetch(v->found);  // the rules will ask it in a moment
        }
    }

private:
    static constexpr std::size_t few_entities = 256;

    struct recent {
        const char* text;
        std::uint32_t size;
        std::uint8_t key;
        const domain::entity* found;
    };

    void find_again(value& v) {
        const std::string_view text = v.text();
        const std::size_t place = place_of(text);
        recent& before = recent_[place];
        if (!(used_ >> place & 1) || v.key != before.key ||
            text != std::string_view(before.text, before.size))
            before = {v.data, v.size, v.key, data_.find(kind_, v.key, text)};
        used_ |= std::uint32_t{1} << place;
        v.found = before.found;
    }

    // Names of one kind differ in their size, or where they begin and end.
    static std::size_t place_of(std::string_view text) noexcept {
        if (text.empty()) return 0;
        const auto first = static_cast<unsigned char>(text.front()),
                   last = static_cast<unsigned char>(text.back());
        return (text.size() * 0x9E37U + first * 0x85EBU + last * 0xC2B3U) >> 8 & 31;
    }

    const references& data_;
    const domain::entity_kind& kind_;
    const std::uint8_t column_;
    const bool few_;
    std::uint32_t used_ = 0;         // bits of those below that hold something
    std::array<recent, 32> recent_;  // left as it is: a call of one event has little use for it
};

// Looks up all that objects with these columns name, their rows included.
class object_lookup {
public:
    // `which` are the columns that may name something.
    object_lookup(const references& data, std::span<const domain::column> columns,
                  std::uint64_t which) {
        for (; which != 0; which &= which - 1) {
            const auto c = static_cast<std::uint8_t>(std::countr_zero(which));
            const domain::field& what = *columns[c].what;
            if (what.type == value_type::identifier && domain::is_reference_data(*what.kind))
                identifiers_.emplace_back(c, data, *what.kind);
            if (what.type == value_type::rows)
                rows_.emplace_back(
                    c, std::make_unique<object_lookup>(data, what.columns,
                                                       naming(domain::column_bits(what.columns))));
        }
    }

    // The columns of these that may name something.
    static std::uint64_t naming(const domain::column_bits& columns) noexcept {
        return columns.identifiers | columns.rows;
    }

    void operator()(domain::batch& call, std::span<const domain::object> objects) {
        for (std::size_t first = 0; first < objects.size(); first += values_at_once)
            look_up(call, objects.subspan(first, std::min(objects.size() - first, values_at_once)));
    }

private:
    // Of so many objects at most.
    void look_up(domain::batch& call, std::span<const domain::object> objects) {
        std::array<value*, values_at_once> found;
        for (column_lookup& find : identifiers_) {
            std::size_t count = 0;
            for (const domain::object& o : objects) {
                value* const v = call.find(o, find.column());
                if (!v || v->as != given_as::identifier) continue;
                __builtin_prefetch(v->data);
                found[count++] = v;
            }
            find(std::span(found).first(count));
        }
        for (auto& [column, look_up_rows] : rows_) {
            for (const domain::object& o : objects) {
                const value* const v = call.find(o, column);
                if (v && v->as == given_as::rows) (*look_up_rows)(call, call.rows_of(*v));
            }
        }
    }

    boost::container::static_vector<column_lookup, domain::columns_max> identifiers_;
    std::vector<std::pair<std::uint8_t, std::unique_ptr<object_lookup>>> rows_;
};

}  // namespace

void resolve_batch(const references& data, domain::batch& call) {
    const domain::call_shape& shape = *call.shape;
    const std::uint64_t parameters = call.call.given & object_lookup::naming(shape.parameter_bits);
    if (parameters != 0)
        object_lookup(data, shape.parameters, parameters)(call, std::span(&call.call, 1));
    std::uint64_t given = 0;
    for (const domain::object& event : call.events.all()) given |= event.given;
    object_lookup(data, shape.columns, given & object_lookup::naming(shape.bits))(
        call, call.events.all());
}

}  // namespace crmlocal::store
