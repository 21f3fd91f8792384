// SPDX-License-Identifier: BSL-1.0
#include "domain/judgement.hpp"

#include <bit>
#include <cassert>
#include <cstring>
#include <vector>

#include "domain/event_type.hpp"
#include "domain/shape.hpp"

namespace crmlocal::domain {
namespace {

// The columns that were given, in order.
template <class F>
verdict for_each_given(std::uint64_t given, F check) {
    for (; given != 0; given &= given - 1) {
        const auto column = static_cast<std::uint8_t>(std::countr_zero(given));
        if (verdict v = check(column)) return v;
    }
    return {};
}

// Finds request identifiers that an earlier event of the call has used.
class used_identifiers {
public:
    explicit used_identifiers(std::size_t events)
        : places_(events < 2 ? 0 : std::bit_ceil(events * 2 + 1), 0) {}

    bool add(const batch& call, std::size_t event, std::string_view text) {
        if (places_.empty()) return true;  // there is but one event
        const std::uint32_t hash = hash_of(text);
        const std::size_t mask = places_.size() - 1;
        for (std::size_t at = hash & mask;; at = (at + 1) & mask) {
            const std::uint32_t place = places_[at];
            if (place == 0) {
                places_[at] = (hash & tag_mask) | static_cast<std::uint32_t>(event + 1);
                return true;
            }
            if (((place ^ hash) & tag_mask) == 0 &&
                call.find(call.events[(place & ~tag_mask) - 1], 0)->text() == text)
                return false;
        }
    }

private:
    // Few texts, so that the worst that a caller can choose is still quick.
    static std::uint32_t hash_of(std::string_view text) noexcept {
        constexpr std::uint64_t odd = 0x9E3779B97F4A7C15ULL;
        std::uint64_t hash = text.size() * odd, word = 0;
        for (; text.size() >= sizeof word; text.remove_prefix(sizeof word)) {
            std::memcpy(&word, text.data(), sizeof word);
            hash = (std::rotl(hash, 29) ^ word) * odd;
        }
        word = 0;
        if (!text.empty()) std::memcpy(&word, text.data(), text.size());
        hash = (std::rotl(hash, 29) ^ word) * odd;
        return static_cast<std::uint32_t>(hash >> 32);
    }

    // 0, or 1 + an event's index and, above it, what is left of its text's hash.
    std::vector<std::uint32_t> places_;
    static constexpr std::uint32_t tag_mask = 0xFFFF'F000;
    static_assert(events_per_call_max < 0xFFF);
};

// The judgement of the events of one call. Each stage is a walk over the columns in their order.
class judge {
public:
    judge(batch& call, const rule_settings& settings)
        : call_(call),
          type_(*call.type),
          settings_(settings),
          bits_(type_.bits()),
          used_(call.events.size()) {
        assert(type_.rules.size() <= 64);
        for (std::size_t i = 0; i < type_.rules.size(); ++i)
            if (settings.applies(*type_.rules[i].what)) rules_in_force_ |= std::uint64_t{1} << i;
    }

    verdict operator()(std::size_t index) {
        index_ = index;
        next_unknown(index);
        object& e = call_.events[index];
        if (is_sound(e)) {
            if (verdict v = check_unique(*call_.find(e, 0))) return v;
            return relations(e);
        }
        if (verdict v = check_request(e)) return v;
        if (verdict v = check_object(e, type_.columns(), {}, {})) return v;
        if (verdict v = presence(e)) return v;
        if (verdict v = references(e)) return v;
        return relations(e);
    }

private:
    // True if stages one to three find nothing, but for what only this call knows. They say what is
    // wrong with an event, one by one and with texts; most events are sound, and this is quick.
    bool is_sound(const object& e) {
        if (e.as != given_as::object || unknown_ || (e.given & bits_.mandatory) != bits_.mandatory)
            return false;
        if (bits_.semi_optional != 0 && !std::has_single_bit(e.given & bits_.semi_optional))
            return false;
        return values_are_sound(call_, e, type_.columns(), bits_);
    }

    verdict check_unique(const value& id) {
        if (used_.add(call_, index_, id.text())) return {};
        return refuse(faults::duplicate_value, type_.columns()[0].what->name, id.text());
    }

    // Stage one, first part: the event is an object and its identifier can be used.
    verdict check_request(object& e) {
        if (e.as != given_as::object)
            return refuse(faults::invalid_value, element(type_.bulk.set, index_), shown_object(e));
        value* id = call_.find(e, 0);
        const field& what = *type_.columns()[0].what;
        if (!id) return refuse(faults::missing_parameter, what.name);
        if (verdict v = check_shape(call_, what, *id, {})) return v;
        if (id->size == 0) return refuse(faults::missing_parameter, what.name);
        return check_unique(*id);
    }

    // Stage one: the shape of every value given, then a member that nobody knows.
    verdict check_object(const object& o, std::span<const column> columns, const path& at,
                         place where) {
        const bool in_row = !at.rows.empty();
        verdict v = for_each_given(o.given, [&](std::uint8_t c) -> verdict {
            if (!in_row && c == 0) return {};  // checked before everything else
            place here = where;
            (in_row ? here.row_column : here.column) = c;
            value& given = *call_.find(o, c);
            if (verdict refused = check_shape(call_, *columns[c].what, given, at)) return refused;
            if (given.as == given_as::rows) {
                if (verdict refused = check_rows(given, *columns[c].what, c)) return refused;
            }
            return check_unknown(here, at, columns[c].what);
        });
        if (v) return v;
        return check_unknown(where, at, nullptr);
    }

    verdict check_rows(const value& given, const field& what, std::uint8_t column) {
        for (std::uint32_t r = 0; r < given.size; ++r) {
            const object& row = call_.rows[given.first + r];
            if (row.as != given_as::object)
                return refuse(faults::invalid_value, element(what.name, r), shown_object(row));
            const place where = {.column = column, .row = r};
            if (verdict v = check_object(row, what.columns, {what.name, r}, where)) return v;
        }
        return {};
    }

    // Refuses the event's first unknown member if this is its place and the organisation is strict.
    verdict check_unknown(const place& here, const path& at, const field* identifier) {
        if (!unknown_ || unknown_->where != here) return {};
        std::string name(unknown_->name);
        if (identifier) name.insert(0, std::string(identifier->name).append("."));
        return refuse_value(at.to(name), unknown_->given);
    }

    // The batch keeps unknown members in the order of the events, the call's own among them.
    void next_unknown(std::size_t index) {
        unknown_ = nullptr;
        if (!settings_.refuse_unknown_members) return;
        const auto all = call_.unknown_members.all();
        while (unknown_at_ < all.size() && (all[unknown_at_].event == unknown_member::of_call ||
                                            all[unknown_at_].event < index))
            ++unknown_at_;
        if (unknown_at_ < all.size() && all[unknown_at_].event == index)
            unknown_ = &all[unknown_at_];
    }

    // Stage two: what must be there is, and only one of what excludes one another.
    verdict presence(const object& e) {
        const std::uint64_t keyed = e.given & (bits_.identifiers | bits_.rows);
        return for_each_given(
            keyed | bits_.mandatory | bits_.semi_optional, [&](std::uint8_t c) -> verdict {
                const std::uint64_t bit = std::uint64_t{1} << c;
                if ((bits_.semi_optional & bit) && (bits_.semi_optional & (bit - 1)) == 0)
                    if (verdict v = check_choice(e)) return v;
                return check_presence(e, type_.columns()[c], c, {});
            });
    }

    verdict check_presence(const object& o, const column& each, std::uint8_t c, const path& at) {
        const value* v = call_.find(o, c);
        if (each.how == need::mandatory && !is_given(v, each.how))
            return refuse(faults::missing_parameter, at.to(each.what->name));
        if (!v) return {};
        if (v->as == given_as::rows) return check_presence_in_rows(*v, *each.what);
        return check_keys(*each.what, *v, at);
    }

    verdict check_presence_in_rows(const value& given, const field& what) {
        for (std::uint32_t r = 0; r < given.size; ++r)
            for (std::uint8_t c = 0; c < what.columns.size(); ++c)
                if (verdict v = check_presence(call_.rows[given.first + r], what.columns[c], c,
                                               {what.name, r}))
                    return v;
        return {};
    }

    // Exactly one of the semi-optional columns.
    verdict check_choice(const object& e) {
        const std::uint64_t given = e.given & bits_.semi_optional;
        if (std::has_single_bit(given)) return {};
        std::string names;
        for (const column& each : type_.columns())
            if (each.how == need::semi_optional)
                names.append(names.empty() ? ""
                             : given == 0  ? " or "
                                           : ", ")
                    .append(each.what->name);
        if (given == 0) return refuse(faults::missing_parameter, names);
        return refuse(faults::ambiguous_parameter, names, "");
    }

    // Stage three: what identifiers name exists.
    verdict references(const object& e) {
        return for_each_given(
            e.given & (bits_.identifiers | bits_.rows), [&](std::uint8_t c) -> verdict {
                const value& given = *call_.find(e, c);
                const field& what = *type_.columns()[c].what;
                if (given.as != given_as::rows) return check_reference(what, given);
                for (const object& row : call_.rows_of(given))
                    if (verdict v = for_each_given(row.given, [&](std::uint8_t rc) -> verdict {
                            return check_reference(*what.columns[rc].what, *call_.find(row, rc));
                        }))
                        return v;
                return {};
            });
    }

    // Stage four: what must hold between the values.
    verdict relations(const object& e) {
        for (std::uint64_t left = rules_in_force_; left != 0; left &= left - 1) {
            const bound<rule>& r = type_.rules[static_cast<std::size_t>(std::countr_zero(left))];
            if (e.given & r.triggers)
                if (verdict v = r.what->check(event(call_, index_), r.at)) return v;
        }
        return {};
    }

    static std::string element(std::string_view set, std::size_t index) {
        return std::string(set).append("[").append(std::to_string(index)).append("]");
    }
    static std::string shown_object(const object& o) {
        value v;
        v.as = o.as;
        v.data = o.data;
        v.size = o.size;
        return shown(v);
    }

    batch& call_;
    const event_type& type_;
    const rule_settings& settings_;
    const column_bits& bits_;
    used_identifiers used_;
    std::uint64_t rules_in_force_ = 0;  // a bit for each of the type's
    std::size_t index_ = 0;
    std::size_t unknown_at_ = 0;
    const unknown_member* unknown_ = nullptr;
};

}  // namespace

void judge_events(batch& call, const rule_settings& settings) {
    call.accept_all();
    judge judge_event(call, settings);
    for (std::size_t i = 0; i < call.events.size(); ++i)
        if (verdict v = judge_event(i)) call.refuse_event(i, *std::move(v));
}

}  // namespace crmlocal::domain
