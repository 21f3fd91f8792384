// SPDX-License-Identifier: BSL-1.0
#include "http/opening.hpp"

namespace crmlocal::http {

using domain::given_as;

bool opening::open_value(text_reader& in) noexcept {
    switch (in.peek()) {
        case '"':
            in.skip(1);
            as = given_as::text;
            how = reading::text;
            return true;
        case 'n':
            as = given_as::null;
            how = reading::null;
            return in.skip_word("null");
        case 't':
        case 'f':
            as = in.peek() == 't' ? given_as::yes : given_as::no;
            how = reading::word;
            return true;
        case '{':
        case '[': return false;
        default:
            as = given_as::number;
            how = reading::number;
            return true;
    }
}

bool opening::open_identifier(text_reader& in, const domain::entity_kind& kind) {
    in.skip(1);
    in.skip_blanks();
    std::string_view name;
    if (!in.read_name(name) || !in.take('"')) return false;
    as = given_as::identifier;
    how = reading::identifier;
    for (std::string_view known : kind.keys()) {
        if (known == name) return true;
        ++key;
    }
    return false;
}

}  // namespace crmlocal::http
