// SPDX-License-Identifier: BSL-1.0
#include "app/option_sources.hpp"

#include <algorithm>
#include <cctype>
#include <cstdlib>
#include <iostream>
#include <iterator>
#include <sstream>
#include <string_view>
#include <unistd.h>

namespace crmlocal::app {
namespace {

constexpr std::string_view environment_prefix = "CRMLOCAL_";

// `base_path` and `base-path` are the same key.
class config_reader : public CLI::ConfigBase {
public:
    std::vector<CLI::ConfigItem> from_config(std::istream& in) const override {
        const std::string text{std::istreambuf_iterator<char>(in), {}};
        const auto is_control = [](char c) {
            return static_cast<unsigned char>(c) < ' ' && c != '\n' && c != '\r' && c != '\t';
        };
        if (std::ranges::any_of(text, is_control))
            throw CLI::ConfigError("the configuration file is not a text");
        std::istringstream lines(text);
        auto read = ConfigBase::from_config(lines);
        for (CLI::ConfigItem& item : read) std::ranges::replace(item.name, '_', '-');
        return read;
    }
};

// "--base-path" → "CRMLOCAL_BASE_PATH".
std::string variable_of(const std::string& long_name) {
    std::string out(environment_prefix);
    for (char c : long_name)
        out += c == '-' ? '_' : static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
    return out;
}

}  // namespace

std::shared_ptr<CLI::Config> make_config_reader() { return std::make_shared<config_reader>(); }

std::vector<std::string> with_environment(const CLI::App& app, std::vector<std::string> arguments,
                                          std::vector<std::string>& used) {
    for (const CLI::Option* option : app.get_options()) {
        if (option->get_lnames().empty() || option->get_lnames()[0] == "help") continue;
        const std::string flag = "--" + option->get_lnames()[0];
        const std::string variable = variable_of(option->get_lnames()[0]);
        const char* set = std::getenv(variable.c_str());
        const bool given = std::ranges::any_of(arguments, [&](const std::string& a) {
            return a == flag || a.starts_with(flag + "=");
        });
        if (!set || *set == '\0' || given) continue;
        used.push_back(variable);
        const bool list = option->get_items_expected_max() > 1;
        const char separator = option->get_delimiter() == '\0' ? ':' : option->get_delimiter();
        for (const std::string& item :
             list ? CLI::detail::split(set, separator) : std::vector<std::string>{set})
            arguments.push_back(flag + "=" + item);
    }
    return arguments;
}

void warn_of_unknown_variables(const CLI::App& app) {
    for (char** each = environ; *each; ++each) {
        const std::string_view entry(*each);
        const std::string_view variable = entry.substr(0, entry.find('='));
        if (!variable.starts_with(environment_prefix)) continue;
        const bool known = std::ranges::any_of(app.get_options(), [&](const CLI::Option* option) {
            return !option->get_lnames().empty() &&
                   variable_of(option->get_lnames()[0]) == variable;
        });
        if (!known) std::cerr << app.get_name() << ": ignoring the unknown " << variable << '\n';
    }
}

}  // namespace crmlocal::app
