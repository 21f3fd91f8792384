// SPDX-License-Identifier: BSL-1.0
#include "app/option_values.hpp"

#include <charconv>
#include <optional>

namespace crmlocal::app {
namespace {

constexpr double seconds_max = 86'400;

// The whole text as a decimal number between the bounds, or nothing: no sign, no blanks, no
// hexadecimal, no NaN.
template <class Number>
std::optional<Number> read_number(const std::string& text, Number least, Number most) {
    Number number{};
    const char* const end = text.data() + text.size();
    const auto [stop, error] = std::from_chars(text.data(), end, number);
    const bool plain = !text.empty() && text.find_first_not_of("0123456789.") == text.npos;
    if (!plain || error != std::errc() || stop != end || number < least || number > most)
        return std::nullopt;
    return number;
}

template <class Number>
CLI::Option* add_number(CLI::App& app, const std::string& name, Number least, Number most,
                        const std::string& type, std::function<void(Number)> take,
                        const std::string& text) {
    const auto check = [=](const std::string& given) {
        if (read_number(given, least, most)) return std::string();
        return "'" + given + "' is not a number from " + CLI::detail::to_string(least) + " to " +
               CLI::detail::to_string(most);
    };
    const auto set = [=](const std::string& given) { take(*read_number(given, least, most)); };
    CLI::Option* option = app.add_option_function<std::string>(name, set, text);
    return option->check(CLI::Validator(check, ""))->type_name(type);
}

}  // namespace

CLI::Option* add_whole_number(CLI::App& app, const std::string& name, std::uint64_t least,
                              std::uint64_t most, std::function<void(std::uint64_t)> take,
                              const std::string& text) {
    return add_number<std::uint64_t>(app, name, least, most, "NUMBER", std::move(take), text);
}

void add_seconds(CLI::App& app, const std::string& name, std::chrono::milliseconds& into,
                 const std::string& text) {
    const auto take = [&into](double seconds) {
        into = std::chrono::milliseconds(static_cast<std::int64_t>(seconds * 1000));
    };
    add_number<double>(app, name, 0.001, seconds_max, "SECONDS", take, text)
        ->default_str(CLI::detail::to_string(static_cast<double>(into.count()) / 1000));
}

CLI::Option* add_bytes(CLI::App& app, const std::string& name, std::uint64_t& into,
                       const std::string& text) {
    return app.add_option(name, into, text)
        ->transform(CLI::AsSizeValue(false))
        ->type_name("BYTES")
        ->capture_default_str();
}

}  // namespace crmlocal::app
