// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include <boost/system/result.hpp>

#include "domain/event_type.hpp"
#include "store/fixture.hpp"

namespace crmlocal::http {

/// Why a fixture cannot be used, for the person who wrote it.
struct fixture_error {
    std::string file;
    std::size_t line = 0;    ///< from 1; 0 if it is about the file as a whole
    std::size_t column = 0;  ///< from 1, in code points
    std::string reason;

    /// `file:line:column: reason`, as editors understand it.
    std::string text() const;
};

/// Either a T or why there is none.
template <class T>
using fixture_result = boost::system::result<T, fixture_error>;

/// Reads an organisation from the text of a fixture (contract, section 6), or says what is first
/// found wrong with it: malformed JSON, unknown or double members, wrong types and values, then
/// double identifiers and references to nothing. Absent ids are made from the seed. `file` is for
/// errors only. The text may go afterwards; `catalogue` is asked for collections and types. Safe
/// for use by several threads at once.
fixture_result<store::fixture> read_fixture(std::string_view text, std::string_view file,
                                            const domain::event_catalogue& catalogue,
                                            std::uint64_t seed);

}  // namespace crmlocal::http
