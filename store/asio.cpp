// SPDX-License-Identifier: BSL-1.0
//
// The whole of Asio's own code, compiled once (BOOST_ASIO_SEPARATE_COMPILATION).
#include <boost/asio/impl/src.hpp>
