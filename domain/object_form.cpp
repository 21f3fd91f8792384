// SPDX-License-Identifier: BSL-1.0
#include "domain/object_form.hpp"

#include <algorithm>
#include <cassert>
#include <span>
#include <utility>

#include "domain/fields.hpp"

namespace crmlocal::domain {
namespace {

// A member of an entity or a user. An object's members are those of `kind`, as others show it.
struct row {
    std::string_view name;
    source from = source::nothing;
    std::uint8_t key = 0;
    std::string_view attribute = {};
    const entity_kind* kind = nullptr;
    standing known = standing::found;
};

using enum source;
constexpr row id = {"id", key, 0};
constexpr standing ours = standing::assumed;

// What an entity consists of where another object refers to it, and where it is shown itself.
// clang-format off
constexpr row account_short[] = {
    id, {"number", key, 1}, {"name", key, 2}, {"life_cycle_state", attribute, 0, "life_cycle_state"},
    {"account_owner"}};
constexpr row account_whole[] = {
    id, {"number", key, 1}, {"name", key, 2}, {"description", attribute, 0, "description"},
    {"life_cycle_state", attribute, 0, "life_cycle_state"}, {"account_owner"}};
constexpr row participant_short[] = {
    id, {"number", key, 1}, {"accounts_receivable", related, 0, {}, &kinds::account}};
constexpr row participant_whole[] = {
    id, {"number", key, 1}, {"sign_up_on", attribute, 0, "sign_up_on"},
    {"sign_up_by_unit", referred_to, 0, "sign_up_by_unit", &kinds::unit},
    {"accounts_receivable", related, 0, {}, &kinds::account}, {"participating_schemes_set", no_rows}};
constexpr row classification_short[] = {id, {"name", key, 1}, {"alternative_code", key, 2}};
constexpr row classification_whole[] = {
    id, {"name", key, 1}, {"alternative_code", key, 2}, {"description"},
    {"type", attribute, 0, "type"}, {"log_information"}};
constexpr row unit_short[] = {
    id, {"name", key, 1}, {"alternative_code", key, 2}, {"description"}, {"group_name"},
    {"community_name"}};
constexpr row currency_short[] = {id, {"code", key, 1}};
constexpr row product_short[] = {
    id, {"code", key, 1}, {"alternative_code", key, 2},
    {"description", attribute, 0, "description"}, {"product_type"}};
constexpr row product_whole[] = {
    id, {"code", key, 1}, {"alternative_code", key, 2},
    {"description", attribute, 0, "description"}, {"type"}, {"brand"}, {"family"}, {"vat_rate"}};
constexpr row medium_short[] = {
    {"id", key, 0, {}, nullptr, ours}, {"name", key, 1, {}, nullptr, ours},
    {"alternative_code", key, 2, {}, nullptr, ours}};
constexpr row invoice_short[] = {
    {"id", key, 0, {}, nullptr, ours}, {"number", key, 1, {}, nullptr, ours},
    {"reference_number", key, 2, {}, nullptr, ours}, {"back_office_code", key, 3, {}, nullptr, ours}};

constexpr row user_members[] = {
    {"id", user_id}, {"username", user_name}, {"person_name"}, {"email"}};
// clang-format on

struct forms {
    std::span<const row> in_others;
    std::span<const row> whole;
};
constexpr forms forms_of_kinds[] = {
    {account_short, account_whole},
    {participant_short, participant_whole},
    {classification_short, classification_whole},
    {unit_short, unit_short},
    {currency_short, currency_short},
    {product_short, product_whole},
    {medium_short, medium_short},
    {medium_short, medium_short},
    {invoice_short, invoice_short},
};
static_assert(std::size(forms_of_kinds) == kinds::count);

bool is_user_defined(const field& what) { return what.name.starts_with("udf_"); }

// "classification" of "classification_identifier".
std::string_view object_name_of(const field& what) {
    constexpr std::string_view end = "_identifier";
    return what.name.ends_with(end) ? what.name.substr(0, what.name.size() - end.size())
                                    : what.name;
}

bool has_amounts(const field& what) {
    return std::ranges::any_of(
        what.columns, [](const column& c) { return c.what->name == fields::total_amount.name; });
}

}  // namespace

/// A form in the making.
class object_form::assembly {
public:
    explicit assembly(object_form& form) : all_(form.members_) {}

    void event(const domain::event_type& type) {
        const std::span<const column> columns = type.columns();
        add("id", event_id);
        add("number", event_number);
        add("type", event_type_name);
        add("life_cycle_state", event_state);
        constexpr const field* first[] = {&fields::performed_on, &fields::description,
                                          &fields::process_immediately};
        for (const field* what : first) scalar(columns, *what);
        for (const column& c : columns.subspan(1))
            if (!is_user_defined(*c.what) && std::ranges::find(first, c.what) == std::end(first))
                scalar(columns, *c.what);
        for (const column& c : columns)
            if (has_amounts(*c.what)) sums(columns, *c.what);
        entities(columns);
        log();
        for (const column& c : columns) {
            if (!has_amounts(*c.what)) continue;
            const std::size_t currency = add("currency", source::currency, standing::found);
            members_of(currency, kinds::currency, currency_short);
            add("instant_spend_request", nothing);
            add("automatic_spend_request", nothing);
        }
        for (const column& c : columns)
            if (is_user_defined(*c.what)) scalar(columns, *c.what);
        for (const column& c : columns)
            if (c.what->type == value_type::rows) rows_of(columns, *c.what);
    }

    void entity(std::span<const row> rows) {
        for (const row& r : rows) entity_member(r);
    }

private:
    std::size_t add(std::string_view name, source from, standing known = standing::found) {
        object_member m;
        m.name = name;
        m.quoted = "\"" + m.name + "\":";
        m.from = from;
        m.known = known;
        m.parent = static_cast<std::uint16_t>(parent_ == none ? all_.size() : parent_);
        all_.push_back(std::move(m));
        assert(all_.size() <= members_max);
        all_.back().end = static_cast<std::uint16_t>(all_.size());
        return all_.size() - 1;
    }

    // Adds the members of an object by calling f, and closes it.
    template <class F>
    void within(std::size_t object, F f) {
        const std::size_t outer = std::exchange(parent_, object);
        f();
        parent_ = outer;
        all_[object].end = static_cast<std::uint16_t>(all_.size());
    }

    void members_of(std::size_t object, const entity_kind& kind, std::span<const row> rows) {
        all_[object].kind = &kind;
        within(object, [&] { entity(rows); });
    }

    void entity_member(const row& r) {
        const std::size_t at = add(r.name, r.from, r.known);
        all_[at].index = r.key;
        all_[at].attribute = r.attribute;
        if (r.kind) members_of(at, *r.kind, forms_of_kinds[r.kind->ordinal].in_others);
    }

    void scalar(std::span<const column> columns, const field& what,
                standing known = standing::found) {
        const std::uint8_t at = column_of(columns, what);
        if (at == no_column || what.type == value_type::identifier || what.type == value_type::rows)
            return;
        object_member& m = all_[add(what.name, column_value, known)];
        m.index = at;
        m.what = &what;
    }

    void named_entity(std::span<const column> columns, const field& what) {
        const std::size_t at = add(object_name_of(what), named);
        all_[at].index = column_of(columns, what);
        members_of(at, *what.kind, forms_of_kinds[what.kind->ordinal].in_others);
    }

    void entities(std::span<const column> columns) {
        if (column_of(columns, fields::classification) != no_column)
            named_entity(columns, fields::classification);
        if (column_of(columns, fields::account) != no_column ||
            column_of(columns, fields::participant) != no_column) {
            const std::size_t at = add("accounts_receivable", source::account);
            members_of(at, kinds::account, account_short);
        }
        for (const column& c : columns)
            if (c.what->type == value_type::identifier && c.what != &fields::classification &&
                c.what != &fields::account)
                named_entity(columns, *c.what);
    }

    // total_amount and so on of the event, in the order of the vendor's page.
    void sums(std::span<const column> columns, const field& rows) {
        for (const field* what :
             {&fields::total_amount, &fields::net_amount, &fields::vat_amount}) {
            object_member& m = all_[add(what->name, sum)];
            m.index = column_of(columns, rows);
            m.what = what;
        }
    }

    void user(std::string_view name, source from) {
        const std::size_t at = add(name, from);
        within(at, [&] { entity(user_members); });
    }
    void unit(std::string_view name, source from) {
        members_of(add(name, from), kinds::unit, unit_short);
    }
    void log() {
        within(add("log_information", source::log), [&] {
            add("created_date", created_date);
            add("updated_date", updated_date);
            user("created_by_user", created_by);
            user("updated_by_user", updated_by);
            unit("created_by_unit", created_by_unit);
            unit("updated_by_unit", updated_by_unit);
        });
    }

    void rows_of(std::span<const column> columns, const field& what) {
        const std::size_t at = add(what.name, rows);
        all_[at].index = column_of(columns, what);
        all_[at].what = &what;
        within(at, [&] {
            add("id", row_id);
            for (const column& c : what.columns) scalar(what.columns, *c.what);
            for (const column& c : what.columns)
                if (c.what->type == value_type::identifier) named_entity(what.columns, *c.what);
        });
    }

    static constexpr std::size_t none = SIZE_MAX;
    std::vector<object_member>& all_;
    std::size_t parent_ = none;
};

object_form object_form::of_event(const domain::event_type& type) {
    object_form out;
    assembly(out).event(type);
    return out;
}

object_form object_form::of_entity(const entity_kind& kind) {
    object_form out;
    assembly(out).entity(forms_of_kinds[kind.ordinal].whole);
    return out;
}

std::size_t object_form::find(std::string_view path) const noexcept {
    std::size_t at = 0, end = members_.size();
    for (;;) {
        const std::size_t dot = path.find('.');
        const std::string_view name = path.substr(0, dot);
        while (at < end && members_[at].name != name) at = members_[at].end;
        if (at == end) return members_.size();
        if (dot == path.npos) return at;
        path.remove_prefix(dot + 1);
        end = members_[at].end;
        ++at;
    }
}

// The member with all it consists of, and the objects it is within.
void object_form::add_to(selection& chosen, std::size_t member) const {
    for (std::size_t m = member; m < members_[member].end; ++m) chosen.set(m);
    while (members_[member].parent != member) chosen.set(member = members_[member].parent);
}

object_form::selection object_form::select(std::string_view names,
                                           std::string_view& unknown) const {
    selection chosen;
    for_each_name(names, [&](std::string_view name) {
        const std::size_t member = find(name);
        if (member == members_.size()) {
            unknown = name;
            return false;
        }
        add_to(chosen, member);
        return true;
    });
    if (chosen.none()) chosen.set();
    return chosen;
}

}  // namespace crmlocal::domain
