// SPDX-License-Identifier: BSL-1.0
#include "http/json_text.hpp"

#include <random>
#include <string>

#include <boost/json.hpp>
#include <boost/test/unit_test.hpp>

namespace crmlocal::test {
namespace {

using namespace std::string_literals;

// In memory of exactly the promised size, so that a sanitizer sees who writes beyond it.
std::string written(std::string_view text) {
    const auto out = std::make_unique<char[]>(http::json_text_bytes_max(text.size()));
    const char* const end = http::write_json_text(text, out.get());
    return {out.get(), static_cast<std::size_t>(end - out.get())};
}

std::string appended(std::string_view text) {
    http::reply out;
    out.append("<");
    http::append_json_text(out, text);
    out.append(">");
    return {out.body().begin(), out.body().end()};
}

}  // namespace

BOOST_AUTO_TEST_SUITE(json_texts)

BOOST_AUTO_TEST_CASE(only_what_must_be_escaped_is) {
    struct row {
        std::string text, json;
    };
    const row rows[] = {
        {"", R"("")"},
        {"plain", R"("plain")"},
        {"a\"b\\c/d", R"("a\"b\\c/d")"},
        {"\b\f\n\r\t", R"("\b\f\n\r\t")"},
        {"\0\x01\x1F\x7F"s, "\"\\u0000\\u0001\\u001f\x7F\""},
        {"\x0B\x1B", R"("\u000b\u001b")"},
        {"\xC3\xA9\xE2\x82\xAC\xF0\x9F\x98\x80", "\"\xC3\xA9\xE2\x82\xAC\xF0\x9F\x98\x80\""},
        {"\xE2\x80\xA8</script>", "\"\xE2\x80\xA8</script>\""},
        {"\"", R"("\"")"},
        {"\\", R"("\\")"},
    };
    for (const row& r : rows) {
        BOOST_TEST(written(r.text) == r.json);
        BOOST_TEST(appended(r.text) == "<" + r.json + ">");
    }
}

BOOST_AUTO_TEST_CASE(the_worst_text_fits_into_the_room_promised) {
    for (const std::size_t size : {0U, 1U, 7U, 1000U}) {
        BOOST_TEST(written(std::string(size, '\0')).size() == http::json_text_bytes_max(size));
        BOOST_TEST(written(std::string(size, '"')).size() == 2 + 2 * size);
    }
}

BOOST_AUTO_TEST_CASE(every_text_is_read_back_as_it_was) {
    std::mt19937 random(3);
    for (int i = 0; i < 2000; ++i) {
        std::string text;
        for (auto size = random() % 50; size > 0; --size)
            text += random() % 4 == 0 ? "\xE2\x82\xAC"
                                      : std::string(1, static_cast<char>(random() % 128));
        const auto read = boost::json::parse(written(text));
        BOOST_TEST(std::string_view(read.as_string()) == text);
    }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace crmlocal::test
