// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

namespace crmlocal::load {

/// How large a made-up organisation is, and how colourful. The same options make the same bytes on
/// every machine.
struct made_fixture_options {
    std::string organisation = "made";
    std::uint64_t seed = 1;
    std::uint64_t accounts = 1000;
    std::uint64_t participants = 1000;  ///< of the accounts, one after the other
    std::uint64_t products = 100;
    std::uint64_t invoices = 100;
    std::uint64_t units = 10;
    double inactive_share = 0.02;    ///< of the accounts, that take no events; 0 to 1
    double restricted_share = 0.05;  ///< of the accounts, that allow some payment media only
    double referred_share = 0.1;     ///< of the participants, that were referred by an earlier one
};

/// Writes the fixture in portions. Its user and password are the organisation's name; entities
/// refer only to entities that are there, so that it always loads.
void make_fixture(const made_fixture_options& options,
                  const std::function<void(std::string_view)>& write);

}  // namespace crmlocal::load
