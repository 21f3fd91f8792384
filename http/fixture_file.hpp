// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

#include "domain/event_type.hpp"
#include "domain/scratch.hpp"
#include "http/fixture_reader.hpp"
#include "store/fixture.hpp"

namespace crmlocal::http {

/// The most bytes that a fixture may have, unpacked.
inline constexpr std::size_t fixture_bytes_max = std::size_t{1} << 30;

/// The text of a fixture file or pipe, unpacked if it is gzip (by its first two bytes, whatever
/// its name). Says so if it cannot be read, is broken gzip or has more than `bytes_max` bytes.
fixture_result<domain::scratch<char>> read_fixture_file(const std::string& path,
                                                        std::size_t bytes_max = fixture_bytes_max);

/// Reads an organisation from a fixture file, like `read_fixture`.
fixture_result<store::fixture> load_fixture(const std::string& path,
                                            const domain::event_catalogue& catalogue,
                                            std::uint64_t seed);

}  // namespace crmlocal::http
