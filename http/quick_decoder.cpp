// SPDX-License-Identifier: BSL-1.0
#include "http/quick_decoder.hpp"

#include <algorithm>
#include <array>
#include <span>
#include <utility>

#include "domain/event_type.hpp"
#include "http/batch_filler.hpp"
#include "http/text_reader.hpp"

namespace crmlocal::http {
namespace {

using domain::given_as;
using domain::no_column;
using domain::value;
using domain::value_type;

constexpr std::size_t unknown_names_max = 8;  // in one object
constexpr std::size_t opening_bytes_max = 255;
constexpr std::size_t opening_bytes_min = 8;  // what bytes are compared by

// What stands before a member's value: `,"performed_by_unit_identifier":{"name":"` for instance.
struct opening {
    const char* bytes = nullptr;  // where it was met last, in the body
    std::uint8_t size = 0;        // 0: it was not met yet
    std::uint8_t column = no_column;
    std::uint8_t key = 0;  // of an identifier
    given_as as = given_as::nothing;
};

// The openings in the order in which they follow one another, found by the column before.
using openings = std::array<opening, domain::columns_max + 1>;
constexpr std::uint8_t first_member = domain::columns_max;

// The names of an object that no table knows.
using unknown_names = std::array<std::string_view, unknown_names_max>;

enum class level : std::uint8_t { call, event, row };

// An object that is being read.
struct in_progress {
    domain::object read;
    std::uint64_t seen = 0;            // bits of the members met, given as null or not
    std::uint8_t last = first_member;  // the known member before
    std::uint8_t column = no_column;   // of the rows that it stands in
    std::uint32_t row = 0;
    std::size_t unknown_count = 0;
};

constexpr std::string_view word_of(given_as as) noexcept {
    return as == given_as::yes ? "true" : "false";
}

class quick_reader {
public:
    quick_reader(const call_decoder& by, std::string_view body, domain::batch& out)
        : by_(by), in_(body, out.texts), out_(out), fill_(out) {}

    bool read_body() {
        in_.skip_blanks();
        in_progress call;
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

    // Reads an object from its brace on. Not inlined: each level is a loop of its own.
    template <level L>
    [[gnu::noinline]] bool read_members(in_progress& o) {
        openings& known = known_[static_cast<std::size_t>(L)];
        for (;;) {
            opening& expected = known[o.last];
            opening next = expected;
            if (!skip_expected(expected)) {
                bool is_empty = false;
                if (!open_member<L>(o, next, is_empty)) return false;
                if (is_empty) return true;
                if (next.size != 0) expected = next;
            }
            if (next.column == no_column) {
                if (!skip_unknown<L>(o, next)) return false;
            } else {
                const std::uint64_t bit = std::uint64_t{1} << next.column;
                if (o.seen & bit) return false;
                o.seen |= bit;
                o.last = next.column;
                if (!read_value<L>(o, next)) return false;
            }
            if (in_.peek() == ',') continue;
            if (in_.take_after_blanks('}')) return true;
            if (in_.peek() != ',') return false;
        }
    }

    // True if the member expected comes, its value of the kind expected; then the place is there.
    [[gnu::always_inline]] bool skip_expected(const opening& expected) {
        if (expected.size == 0 || !in_.continues_with(expected.bytes, expected.size)) return false;
        const char next = in_.at() + expected.size == in_.end() ? '\0' : in_.at()[expected.size];
        if (expected.as == given_as::number && next != '-' && (next < '0' || next > '9'))
            return false;
        if (expected.as == given_as::rows && next != '[') return false;
        in_.skip(expected.size);
        return true;
    }

    // Reads from the brace or comma before a member to its value, or to the end of an empty object.
    template <level L>
    [[gnu::noinline]] bool open_member(in_progress& o, opening& out, bool& is_empty) {
        const char* const begin = in_.at();
        in_.skip(1);
        if (in_.take_after_blanks('}')) return is_empty = *begin == '{';
        std::string_view name;
        if (!read_name(name)) return false;
        out = {};
        out.column = table<L>(o).find(name);
        if (L == level::call && !by_.shape().set.empty() && name == by_.shape().set) {
            out_.set.as = out.as = given_as::rows;
            return !std::exchange(set_seen_, true) && in_.peek() == '[';
        }
        if (out.column == no_column) return add_unknown<L>(o, name) && open_value(out);
        const domain::field& what = *table<L>(o).field_of(out.column);
        if (in_.peek() == '{') {
            if (what.type != value_type::identifier || !open_identifier(what, out)) return false;
        } else if (in_.peek() == '[') {
            if (what.type != value_type::rows) return false;
            out.as = given_as::rows;
        } else if (!open_value(out)) {
            return false;
        }
        if (out.as == given_as::yes || out.as == given_as::no) return true;
        const auto size = static_cast<std::size_t>(in_.at() - begin);
        if (size < opening_bytes_min || size > opening_bytes_max) return true;
        out.bytes = begin;
        out.size = static_cast<std::uint8_t>(size);
        return true;
    }

    bool read_name(std::string_view& name) {
        if (!in_.take('"') || !in_.read_text(name) || !in_.take_after_blanks(':')) return false;
        in_.skip_blanks();
        return true;
    }

    // Tells what kind of value comes, and skips what needs no reading.
    bool open_value(opening& out) {
        switch (in_.peek()) {
            case '"':
                in_.skip(1);
                out.as = given_as::text;
                return true;
            case 'n': out.as = given_as::null; return in_.skip_word("null");
            case 't': out.as = given_as::yes; return true;
            case 'f': out.as = given_as::no; return true;
            case '{':
            case '[': return false;
            default: out.as = given_as::number; return true;
        }
    }

    // Up to the text of an identifier that is just one text.
    bool open_identifier(const domain::field& what, opening& out) {
        in_.skip(1);
        in_.skip_blanks();
        std::string_view name;
        if (!read_name(name) || !in_.take('"')) return false;
        out.as = given_as::identifier;
        for (std::string_view key : what.kind->keys()) {
            if (key == name) return true;
            ++out.key;
        }
        return false;
    }

    template <level L>
    [[gnu::always_inline]] bool read_value(in_progress& o, const opening& next) {
        std::string_view text;
        switch (next.as) {
            case given_as::null: return true;
            case given_as::text:
                if (!in_.read_text(text)) return false;
                break;
            case given_as::identifier:
                if (!in_.read_text(text)) return false;
                if (!in_.take_after_blanks('}')) return false;
                break;
            case given_as::number:
                if (!in_.read_number(text)) return false;
                break;
            case given_as::rows: return read_rows(o, next.column);
            default:
                if (!in_.read_word(word_of(next.as), text)) return false;
        }
        value& v = L == level::event ? fill_.add_event_value(o.read, next.column)
                                     : fill_.add_value(o.read, next.column, table<L>(o).size());
        v.data = text.data();
        v.size = static_cast<std::uint32_t>(text.size());
        v.as = next.as;
        v.key = next.key;
        v.found = nullptr;
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
            : next.as != given_as::null   ? !in_.read_word(word_of(next.as), text)
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
        const std::size_t index = out_.events.size() - 1;
        if (!read_members<level::event>(e)) return false;
        out_.events[index] = e.read;
        return true;
    }

    bool read_rows(in_progress& of, std::uint8_t column) {
        const auto first = static_cast<std::uint32_t>(out_.rows.size());
        const bool read = read_items([&] {
            in_progress r;
            r.column = column;
            r.row = static_cast<std::uint32_t>(out_.rows.size()) - first;
            if (r.row == domain::rows_per_event_max) return false;
            out_.rows.push(r.read);
            const std::size_t index = out_.rows.size() - 1;
            if (!read_members<level::row>(r)) return false;
            out_.rows[index] = r.read;
            return true;
        });
        value& v = fill_.add_event_value(of.read, column);
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
    std::array<openings, 3> known_;  // of each level
    std::array<unknown_names, 3> unknown_;
};

}  // namespace

bool decode_quickly(const call_decoder& by, std::string_view body, domain::batch& out) {
    out.begin(by.shape(), by.type());
    return quick_reader(by, body, out).read_body();
}

}  // namespace crmlocal::http
