// SPDX-License-Identifier: BSL-1.0
#include "http/quick_decoder.hpp"

#include <algorithm>
#include <array>
#include <span>
#include <utility>

#include "domain/event_type.hpp"
#include "http/batch_filler.hpp"
#include "http/learned_openings.hpp"
#include "http/opening.hpp"
#include "http/quick_value.hpp"
#include "http/text_reader.hpp"

namespace crmlocal::http {
namespace {

using domain::given_as;
using domain::no_column;
using domain::value;
using domain::value_type;

constexpr std::size_t unknown_names_max = 8;  // in one object

// The names of an object that no table knows.
using unknown_names = std::array<std::string_view, unknown_names_max>;

enum class level : std::uint8_t { call, event, row };

// An object that is being read.
struct in_progress {
    domain::object read;
    bool started = false;             // it has had a member
    std::uint64_t seen = 0;           // bits of the members met, given as null or not
    std::uint8_t column = no_column;  // of the rows that it stands in
    std::uint32_t row = 0;
    std::size_t unknown_count = 0;
};

class quick_reader {
public:
    quick_reader(const call_decoder& by, std::string_view body, domain::batch& out)
        : by_(by),
          in_(body, out.texts),
          out_(out),
          fill_(out),
          known_(learned_openings::of(by).known) {}

    bool read_body() {
        in_.skip_blanks();
        in_progress call;
        call.read.values = out_.add_values(by_.parameters().size());
        if (in_.peek() != '{' || !read_members<level::call>(call)) return false;
        out_.call = call.read;
        in_.skip_blanks();
        return in_.at_end();
    }

private:
    template <level L>
    const member_table& table(const in_progress& of) const {
        if constexpr (L == level::call) return by_.parameters();
        if constexpr (L == level::event) return by_.columns();
        return by_.rows(of.column);
    }

    // Reads an object from its brace on. Not inlined: each level is a loop of its own. The place
    // stays in a register, which is what it takes to be quick.
    template <level L>
    [[gnu::noinline]] bool read_members(in_progress& o) {
        openings& known = known_[static_cast<std::size_t>(L)];
        const char* at = in_.at();
        const char* const end = in_.end();
        std::uint8_t last = first_member;  // the known member before
        opening unexpected;
        for (;;) {
            opening* next = &known[last];
            if (next->comes(at, end)) {
                at += next->size;
            } else {
                in_.move_to(at);
                if (o.started) {
                    if (in_.take_after_blanks('}')) return true;
                    if (in_.peek() != ',') return false;
                    if (in_.at() != at) {
                        at = in_.at();
                        continue;
                    }
                }
                bool is_empty = false;
                unexpected = {};
                if (!open_member<L>(o, unexpected, is_empty)) return false;
                if (is_empty) return true;
                at = in_.at();
                if (unexpected.size != 0) *next = unexpected;
                else next = &unexpected;
            }
            o.started = true;
            const opening& m = *next;
            if (m.column == no_column) {
                in_.move_to(at);
                if (!skip_unknown<L>(o, m)) return false;
                at = in_.at();
                continue;
            }
            const std::uint64_t bit = std::uint64_t{1} << m.column;
            if (o.seen & bit) return false;
            o.seen |= bit;
            last = m.column;
            if (!read_value<L>(o, m, bit, at)) return false;
        }
    }

    // Reads the value of a known member. Moves the place behind it.
    template <level L>
    [[gnu::always_inline]] bool read_value(in_progress& o, const opening& m, std::uint64_t bit,
                                           const char*& at) {
        if (m.how == reading::null) return true;
        if (m.how == reading::rows) {
            in_.move_to(at);
            const bool read = read_rows(o, m);
            at = in_.at();
            return read;
        }
        quick_value given;
        if (!given.read(m, in_, at)) return false;
        o.read.given |= bit;
        value& v = value_of<L>(o, m.column);
        v.data = given.text.data();
        v.size = static_cast<std::uint32_t>(given.text.size());
        v.as = m.as;
        v.key = m.key;
        v.found = nullptr;
        if constexpr (L != level::call) o.read.read &= given.means(m, v);
        return true;
    }

    // The value's slot: the events of a call make room for what they have, other objects for all.
    template <level L>
    [[gnu::always_inline]] value& value_of(in_progress& o, std::uint8_t column) {
        const std::size_t place = L == level::event ? fill_.place_of(o.read, column) : column;
        return out_.values[o.read.values + place];
    }

    // Reads from the brace or comma before a member to its value, or to the end of an empty object.
    template <level L>
    [[gnu::noinline]] bool open_member(in_progress& o, opening& out, bool& is_empty) {
        const char* const begin = in_.at();
        in_.skip(1);
        if (in_.take_after_blanks('}')) return is_empty = *begin == '{';
        std::string_view name;
        if (!in_.read_name(name)) return false;
        out.column = table<L>(o).find(name);
        if (L == level::call && !by_.shape().set.empty() && name == by_.shape().set) {
            out_.set.as = out.as = given_as::rows;
            out.how = reading::rows;
            return !std::exchange(set_seen_, true) && in_.peek() == '[';
        }
        if (out.column == no_column) return add_unknown<L>(o, name) && out.open_value(in_);
        const domain::field& what = *table<L>(o).field_of(out.column);
        if constexpr (L != level::call) {
            out.of = &table<L>(o).column_at(out.column);
            if (what.type == value_type::text && what.one_of.empty())
                out.sound_bytes_max = what.length_max;
        }
        if (in_.peek() == '{') {
            if (what.type != value_type::identifier || !out.open_identifier(in_, *what.kind))
                return false;
        } else if (in_.peek() == '[') {
            if (what.type != value_type::rows) return false;
            out.as = given_as::rows;
            out.how = reading::rows;
        } else if (!out.open_value(in_)) {
            return false;
        }
        if (out.how == reading::text && what.type == value_type::date) out.how = reading::date;
        if (out.how == reading::word) return true;
        out.keep({begin, in_.at()});
        return true;
    }

    // Only of the plain kinds, and only a few in one object.
    template <level L>
    bool add_unknown(in_progress& o, std::string_view name) {
        unknown_names& names = unknown_[static_cast<std::size_t>(L)];
        const auto known = std::span(names).first(o.unknown_count);
        if (known.size() == names.size() || std::ranges::find(known, name) != known.end())
            return false;
        names[o.unknown_count++] = name;
        return true;
    }

    template <level L>
    [[gnu::noinline]] bool skip_unknown(const in_progress& o, const opening& next) {
        if (next.as == given_as::rows) return read_items([this] { return read_event(); });
        domain::unknown_member u;
        std::string_view text = "null";
        if (next.as == given_as::text     ? !in_.read_text(text)
            : next.as == given_as::number ? !in_.read_number(text)
            : next.as != given_as::null   ? !in_.read_word(next.word(), text)
                                          : false)
            return false;
        u.given.as = next.as;
        u.given.data = text.data();
        u.given.size = static_cast<std::uint32_t>(text.size());
        u.name = unknown_[static_cast<std::size_t>(L)][o.unknown_count - 1];
        if (L != level::call) u.event = static_cast<std::uint32_t>(out_.events.size() - 1);
        if (L == level::row) u.where = {.column = o.column, .row = o.row};
        fill_.keep_unknown(u);
        return true;
    }

    // Reads the items of an array with `read_item`.
    template <class F>
    bool read_items(F read_item) {
        in_.skip(1);
        if (in_.take_after_blanks(']')) return true;
        for (;;) {
            if (in_.peek() != '{' || !read_item()) return false;
            if (!in_.take(',')) {
                if (in_.take_after_blanks(']')) return true;
                if (!in_.take(',')) return false;
            }
            if (in_.peek() != '{') in_.skip_blanks();
        }
    }

    bool read_event() {
        if (++out_.events_given > domain::events_per_call_max) return false;
        in_progress e;
        e.read = fill_.begin_event();
        e.read.read = true;
        const std::size_t index = out_.events.size() - 1;
        if (!read_members<level::event>(e)) return false;
        out_.events[index] = e.read;
        return true;
    }

    [[gnu::noinline]] bool read_rows(in_progress& of, const opening& m) {
        const auto first = static_cast<std::uint32_t>(out_.rows.size());
        const std::size_t columns = by_.rows(m.column).size();
        const std::size_t place = fill_.place_of(of.read, m.column);
        const bool read = read_items([&] {
            in_progress r;
            r.column = m.column;
            r.row = static_cast<std::uint32_t>(out_.rows.size()) - first;
            if (r.row == domain::rows_per_event_max) return false;
            r.read.values = out_.add_values(columns);
            r.read.read = true;
            out_.rows.push(r.read);
            const std::size_t index = out_.rows.size() - 1;
            if (!read_members<level::row>(r)) return false;
            out_.rows[index] = r.read;
            return true;
        });
        of.read.given |= std::uint64_t{1} << m.column;
        value& v = out_.values[of.read.values + place];
        v = {};
        v.as = given_as::rows;
        v.first = first;
        v.size = static_cast<std::uint32_t>(out_.rows.size()) - first;
        return read;
    }

    const call_decoder& by_;
    text_reader in_;
    domain::batch& out_;
    batch_filler fill_;
    bool set_seen_ = false;
    std::array<openings, 3>& known_;
    std::array<unknown_names, 3> unknown_;
};

}  // namespace

bool decode_quickly(const call_decoder& by, std::string_view body, domain::batch& out) {
    out.begin(by.shape(), by.type());
    out.body = body;
    return quick_reader(by, body, out).read_body();
}

}  // namespace crmlocal::http
