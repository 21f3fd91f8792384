// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "load/body.hpp"

/// The other end of the wire: the standard work, what sends it and what it measures.
namespace crmlocal::load {

/// How much work, and of what kind. The same options make the same bytes on every machine.
struct work_options {
    std::size_t bodies = 24;    ///< different ones of each type, or a parser learns them by heart
    std::size_t events = 1000;  ///< in each body
    std::size_t accounts = 100'000;  ///< in the fixture, and as many participants
    double refused_share = 0.01;     ///< of the events, that name a customer nobody knows; 0 to 1
    /// The share of user-defined fields that is filled in; nothing: the first few, as most do.
    std::optional<double> udf_density;
    std::uint64_t seed = 1;
};

/// The types of event there is standard work for, as paths name them.
std::vector<std::string_view> collections_of_work();

/// The bodies of one type. Throws `std::invalid_argument` if there is no such type.
std::vector<body> make_bodies(std::string_view collection, const work_options& options);

/// The organisation that the bodies are for, as a fixture; its user and password are its name.
std::string make_fixture(std::string_view organisation, std::size_t accounts);

/// What `corpus.py` left in a directory. Throws `std::runtime_error` if it is not there or not
/// what its expected.json says.
std::vector<body> read_bodies(const std::string& directory, std::string_view collection);
std::string read_fixture_text(const std::string& directory);

/// How many participants the text of a fixture has.
std::size_t participants_of(std::string_view fixture);

}  // namespace crmlocal::load
