// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <string>

#include <CLI/CLI.hpp>

namespace crmlocal::app {

/// Adds an option that takes a whole number from `least` to `most`, in decimal digits and nothing
/// else. CLI11 itself is more liberal than a server's settings should be.
CLI::Option* add_whole_number(CLI::App& app, const std::string& name, std::uint64_t least,
                              std::uint64_t most, std::function<void(std::uint64_t)> take,
                              const std::string& text);

/// The same, from 0 on, into a number whose value is the default.
template <class Number>
void add_whole_number(CLI::App& app, const std::string& name, Number& into, std::uint64_t most,
                      const std::string& text) {
    const auto take = [&into](std::uint64_t number) { into = static_cast<Number>(number); };
    add_whole_number(app, name, 0, most, take, text)->default_str(std::to_string(into));
}

/// Adds an option that takes seconds up to a day, with decimals if need be; its value is the
/// default.
void add_seconds(CLI::App& app, const std::string& name, std::chrono::milliseconds& into,
                 const std::string& text);

/// Adds an option that takes a size in bytes, with KiB, MiB or GiB if need be; its value is the
/// default.
CLI::Option* add_bytes(CLI::App& app, const std::string& name, std::uint64_t& into,
                       const std::string& text);

}  // namespace crmlocal::app
