// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdlib>
#include <fstream>
#include <iostream>
#include <iterator>
#include <string>
#include <string_view>

#include "domain/event_catalogue.hpp"
#include "http/fixture_reader.hpp"

namespace crmlocal::fuzz {

/// Ends the run with a message: the fuzzer keeps the input that led here.
inline void insist(bool holds, std::string_view claim) {
    if (holds) return;
    std::cerr << "not so: " << claim << '\n';
    std::abort();
}

/// The organisation `demo`, always with the same ids.
inline store::fixture demo_fixture() {
    std::ifstream in(CRMLOCAL_SOURCE_DIR "/app/demo.json");
    const std::string text{std::istreambuf_iterator<char>(in), {}};
    auto read = http::read_fixture(text, "demo.json", domain::customer_events, 1);
    insist(read.has_value(), "the demo fixture can be read");
    return std::move(*read);
}

}  // namespace crmlocal::fuzz
