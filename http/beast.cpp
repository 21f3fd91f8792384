// SPDX-License-Identifier: BSL-1.0
//
// The whole of Beast's own code, compiled once (BOOST_BEAST_SEPARATE_COMPILATION).
#include <boost/beast/src.hpp>
