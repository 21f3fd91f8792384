// SPDX-License-Identifier: BSL-1.0
#include "test/support/strict_json.hpp"

#include <cstdint>
#include <set>
#include <string>

namespace crmlocal::test {
namespace {

struct not_json {};

// A recursive reader that throws at the first thing that it does not like.
class reader {
public:
    explicit reader(std::string_view text) : rest_(text) {}

    void document() {
        blanks();
        if (next() != '{') throw not_json();
        value(1);
        blanks();
        if (!rest_.empty()) throw not_json();
    }

private:
    char next() const {
        if (rest_.empty()) throw not_json();
        return rest_[0];
    }
    char take() {
        const char c = next();
        rest_.remove_prefix(1);
        return c;
    }
    bool skip(char c) {
        if (rest_.empty() || rest_[0] != c) return false;
        rest_.remove_prefix(1);
        return true;
    }
    void must(std::string_view text) {
        for (char c : text)
            if (take() != c) throw not_json();
    }
    void blanks() {
        while (!rest_.empty() && std::string_view(" \t\n\r").find(rest_[0]) != rest_.npos)
            rest_.remove_prefix(1);
    }

    void value(int depth) {
        switch (next()) {
            case '{': object(depth); break;
            case '[': array(depth); break;
            case '"': string(); break;
            case 't': must("true"); break;
            case 'f': must("false"); break;
            case 'n': must("null"); break;
            default: number();
        }
    }

    void object(int depth) {
        if (depth > 32) throw not_json();
        must("{");
        std::set<std::u32string> names;
        blanks();
        if (skip('}')) return;
        do {
            blanks();
            if (!names.insert(string()).second) throw not_json();
            blanks();
            must(":");
            blanks();
            value(depth + 1);
            blanks();
        } while (skip(','));
        must("}");
    }

    void array(int depth) {
        if (depth > 32) throw not_json();
        must("[");
        blanks();
        if (skip(']')) return;
        do {
            blanks();
            value(depth + 1);
            blanks();
        } while (skip(','));
        must("]");
    }

    void digits() {
        if (!is_digit(take())) throw not_json();
        while (!rest_.empty() && is_digit(rest_[0])) rest_.remove_prefix(1);
    }
    void number() {
        skip('-');
        if (!skip('0')) digits();
        if (skip('.')) digits();
        if (skip('e') || skip('E')) {
            if (!skip('+')) skip('-');
            digits();
        }
    }

    std::u32string string() {
        must("\"");
        std::u32string out;
        for (;;) {
            const auto c = static_cast<unsigned char>(take());
            if (c == '"') return out;
            if (c < 0x20) throw not_json();
            if (c == '\\') out += escape();
            else out += c < 0x80 ? c : utf8(c);
        }
    }

    char32_t escape() {
        constexpr std::string_view from = "\"\\/bfnrt", to = "\"\\/\b\f\n\r\t";
        const char c = take();
        if (c != 'u') {
            const std::size_t at = from.find(c);
            if (at == from.npos) throw not_json();
            return static_cast<unsigned char>(to[at]);
        }
        const char32_t first = hex();
        if (first < 0xD800 || first > 0xDFFF) return first;
        must("\\u");
        const char32_t second = hex();
        if (first > 0xDBFF || second < 0xDC00 || second > 0xDFFF) throw not_json();
        return 0x10000 + ((first - 0xD800) << 10) + (second - 0xDC00);
    }

    char32_t hex() {
        char32_t out = 0;
        for (int i = 0; i < 4; ++i) {
            constexpr std::string_view lower = "0123456789abcdef", upper = "0123456789ABCDEF";
            const char c = take();
            const std::size_t digit = std::min(lower.find(c), upper.find(c));
            if (digit == lower.npos) throw not_json();
            out = out * 16 + static_cast<char32_t>(digit);
        }
        return out;
    }

    char32_t utf8(unsigned char first) {
        const int more = first >= 0xF0 ? 3 : first >= 0xE0 ? 2 : 1;
        if (first < 0xC2 || first > 0xF4) throw not_json();
        char32_t out = first & (0x3F >> more);
        for (int i = 0; i < more; ++i) {
            const auto c = static_cast<unsigned char>(take());
            if ((c & 0xC0) != 0x80) throw not_json();
            out = out << 6 | (c & 0x3F);
        }
        constexpr char32_t least[] = {0, 0x80, 0x800, 0x10000};
        if (out < least[more] || out > 0x10FFFF || (out >= 0xD800 && out <= 0xDFFF))
            throw not_json();
        return out;
    }

    static bool is_digit(char c) { return c >= '0' && c <= '9'; }

    std::string_view rest_;
};

}  // namespace

bool is_call_body(std::string_view text) {
    try {
        reader(text).document();
        return true;
    } catch (const not_json&) {
        return false;
    }
}

}  // namespace crmlocal::test
