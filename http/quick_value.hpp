// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <bit>
#include <optional>
#include <string_view>

#include "domain/date_time.hpp"
#include "domain/decimal.hpp"
#include "domain/shape.hpp"
#include "http/opening.hpp"
#include "http/short_number.hpp"
#include "http/text_reader.hpp"
#include "http/text_scan.hpp"

namespace crmlocal::http {

/// The value behind an opening: as it stands there and, where that is found on the way, what it
/// means. All of it is inlined: the reader's place must stay in a register.
struct quick_value {
    std::string_view text;

    /// Reads a value that is neither null nor rows and moves the place behind it. False if it is
    /// malformed. `in` is used for what is unusual; its own place means nothing before and after.
    [[gnu::always_inline]] bool read(const opening& m, text_reader& in, const char*& at) {
        switch (m.how) {
            case reading::date:
                if (read_date(in, at)) return true;
                [[fallthrough]];
            case reading::text: return read_text(in, at);
            case reading::identifier:
                if (!read_text(in, at)) return false;
                if (at != in.end() && *at == '}') [[likely]] {
                    ++at;
                    return true;
                }
                in.move_to(at);
                if (!in.take_after_blanks('}')) return false;
                break;
            case reading::number:
                if (static_cast<std::size_t>(in.end() - at) >= short_number_look_bytes) {
                    const std::size_t size = read_short_number(at, number_);
                    text = {at, size};
                    at += size;
                    if ((is_plain_ = size != 0)) return true;
                }
                in.move_to(at);
                if (!in.read_number(text)) return false;
                break;
            case reading::word:
                in.move_to(at);
                if (!in.read_word(m.word(), text)) return false;
                break;
            case reading::null:
            case reading::rows: return false;
        }
        at = in.at();
        return true;
    }

    /// True if stages one and two find nothing wrong with it: then what it means is left in `v`,
    /// which holds it as it was given. Of an identifier nothing is known yet.
    [[gnu::always_inline]] bool means(const opening& m, domain::value& v) const {
        if (m.how == reading::identifier) return true;
        if (m.how == reading::text && text.size() - 1 < m.sound_bytes_max) return true;
        if (is_plain_ && domain::read_plain_value(*m.of, v, number_)) return true;
        if (!date_) return domain::read_value(*m.of, v);
        v.whole = *date_;
        return true;
    }

private:
    // Reads a text behind its quote.
    [[gnu::always_inline]] bool read_text(text_reader& in, const char*& at) {
        const char* from = at;
        for (; static_cast<std::size_t>(in.end() - from) >= look_bytes; from += look_bytes) {
            const std::uint32_t unplain = look_for_unplain(from);
            if (unplain == 0) continue;
            from += std::countr_zero(unplain);
            if (*from != '"') break;
            text = {at, static_cast<std::size_t>(from - at)};
            at = from + 1;
            return true;
        }
        in.move_to(at);
        if (!in.read_text(text)) return false;
        at = in.at();
        return true;
    }

    // The same for a text that is a date. It has none of the bytes that end a text.
    [[gnu::always_inline]] bool read_date(const text_reader& in, const char*& at) {
        if (static_cast<std::size_t>(in.end() - at) <= domain::date_time_bytes ||
            at[domain::date_time_bytes] != '"')
            return false;
        text = {at, domain::date_time_bytes};
        date_ = domain::parse_date_time(text);
        if (date_) at += domain::date_time_bytes + 1;
        return date_.has_value();
    }

    domain::plain_number number_;
    bool is_plain_ = false;
    std::optional<domain::date_time> date_;
};

}  // namespace crmlocal::http
