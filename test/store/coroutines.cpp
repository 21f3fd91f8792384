// SPDX-License-Identifier: BSL-1.0
//
// g++ 12 destroys temporary closures and aggregates in a `co_await` expression twice: a double free
// under AddressSanitizer. With a name they are destroyed once; and nobody has one without a name.
#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <string>

#include <boost/asio/co_spawn.hpp>
#include <boost/test/unit_test.hpp>

#include "store/asio.hpp"

namespace crmlocal::store {
namespace {

struct aggregate {
    std::string text;
    std::shared_ptr<int> count;
};

task<std::size_t> size_of(aggregate a) { co_return a.text.size(); }
task<std::size_t> size_of_lasting(const aggregate& a) { co_return a.text.size(); }

template <class F>
task<std::size_t> call(F f) {
    co_return f();
}

task<void> named(std::shared_ptr<int> count, std::size_t& sum) {
    const std::string long_text(100, 'x');
    for (int i = 0; i < 10; ++i) {
        const auto closure = [long_text, count] { return long_text.size() + (count ? 1 : 0); };
        sum += co_await call(closure);
        const aggregate a = {long_text, count};
        sum += co_await size_of(a);
        sum += co_await size_of_lasting(a);
    }
}

// The text of a source without comments and literals, which might hold anything.
std::string code_of(const std::filesystem::path& file) {
    std::ifstream in(file, std::ios::binary);
    const std::string text(std::istreambuf_iterator<char>(in), {});
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text.compare(i, 2, "//") == 0) i = std::min(text.find('\n', i), text.size());
        else if (text[i] == '"' || (text[i] == '\'' && i > 0 && !std::isalnum(text[i - 1])))
            for (const char quote = text[i++]; i < text.size() && text[i] != quote; ++i)
                i += text[i] == '\\';
        else out += text[i];
    }
    return out;
}

// The operand of the co_await at that place: up to the end of its statement or parenthesis.
std::string operand_at(const std::string& code, std::size_t at) {
    int depth = 0;
    std::size_t end = at;
    for (; end < code.size(); ++end) {
        const char c = code[end];
        if (depth == 0 && (c == ';' || c == ')' || c == ',')) break;
        depth += c == '(' || c == '[' || c == '{';
        depth -= c == ')' || c == ']' || c == '}';
    }
    return code.substr(at, end - at);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(coroutines)

BOOST_AUTO_TEST_CASE(named_closures_and_aggregates_are_destroyed_once) {
    const auto count = std::make_shared<int>(0);
    std::size_t sum = 0;
    bool done = false;
    {
        asio::io_context loop(1);
        asio::co_spawn(loop, named(count, sum),
                       [&](std::exception_ptr thrown) { done = thrown == nullptr; });
        loop.run();
    }
    BOOST_TEST(done);
    BOOST_TEST(sum == 10U * (101 + 100 + 100));
    BOOST_TEST(count.use_count() == 1);
}

BOOST_AUTO_TEST_CASE(no_closure_or_aggregate_without_a_name_is_awaited) {
    int awaits = 0;
    for (const char* folder : {"store", "http", "app"})
        for (const auto& entry : std::filesystem::recursive_directory_iterator(
                 std::filesystem::path(CRMLOCAL_SOURCE_DIR) / folder)) {
            const auto extension = entry.path().extension();
            if (extension != ".cpp" && extension != ".hpp") continue;
            const std::string code = code_of(entry.path());
            for (std::size_t at = 0; (at = code.find("co_await", at)) != code.npos; ++awaits) {
                const std::string operand = operand_at(code, at += 8);
                BOOST_TEST(operand.find('{') == operand.npos, entry.path().string()
                                                                  << ": co_await" << operand);
            }
        }
    BOOST_TEST(awaits > 10);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace crmlocal::store
