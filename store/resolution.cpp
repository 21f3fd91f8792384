// SPDX-License-Identifier: BSL-1.0
#include "store/resolution.hpp"

#include "domain/event_type.hpp"

namespace crmlocal::store {
namespace {

using domain::given_as;
using domain::value;
using domain::value_type;

// Looks up identifiers of one column, one event after the other. Neighbours often name the same
// unit or classification, so the last one found is tried first.
class column_lookup {
public:
    column_lookup(const references& data, const domain::entity_kind& kind)
        : data_(data), kind_(kind) {}

    void operator()(value& v) {
        if (v.as != given_as::identifier) return;
        const std::string_view text = v.text();
        if (!found_ || v.key != key_ || text != text_) {
            found_ = data_.find(kind_, v.key, text);
            key_ = v.key;
            text_ = text;
        }
        if (found_) __builtin_prefetch(found_);  // the rules will ask it in a moment
        v.found = found_;
    }

private:
    const references& data_;
    const domain::entity_kind& kind_;
    const domain::entity* found_ = nullptr;
    std::uint8_t key_ = 0;
    std::string_view text_;
};

// Every given value of that column in those objects.
template <class Objects, class F>
void for_each_value(domain::batch& call, const Objects& objects, std::uint8_t column, F&& f) {
    for (const domain::object& o : objects)
        if (value* v = call.find(o, column)) f(*v);
}

template <class Objects>
void resolve_columns(const references& data, domain::batch& call, const Objects& objects,
                     std::span<const domain::column> columns) {
    for (std::uint8_t c = 0; c < columns.size(); ++c) {
        const domain::field& what = *columns[c].what;
        if (what.type == value_type::identifier && domain::is_reference_data(*what.kind))
            for_each_value(call, objects, c, column_lookup(data, *what.kind));
        if (what.type == value_type::rows)
            for_each_value(call, objects, c, [&](const value& v) {
                if (v.as == given_as::rows)
                    resolve_columns(data, call, call.rows_of(v), what.columns);
            });
    }
}

}  // namespace

void resolve_batch(const references& data, domain::batch& call) {
    resolve_columns(data, call, std::span(&call.call, 1), call.shape->parameters);
    resolve_columns(data, call, call.events.all(), call.shape->columns);
}

}  // namespace crmlocal::store
