// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>

/// The words in which this program speaks of asynchronous work.
namespace crmlocal {

namespace asio = boost::asio;

/// One event loop per thread: no strands, no type erasure.
using executor = asio::io_context::executor_type;

/// Work that may have to wait. Never put a temporary closure or aggregate into a `co_await`
/// expression: g++ 12 destroys it twice. Give it a name first.
template <class T>
using task = asio::awaitable<T, executor>;

}  // namespace crmlocal
