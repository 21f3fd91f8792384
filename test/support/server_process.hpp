// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "test/support/child_process.hpp"

namespace crmlocal::test {

/// A server of its own for a test, on a free port of 127.0.0.1, killed with the object if it still
/// runs.
class server_process {
public:
    /// Starts `program serve --port 0 arguments…` and waits for its ready line; throws
    /// `std::runtime_error` with its standard error if there is none.
    explicit server_process(const std::filesystem::path& program,
                            std::vector<std::string> arguments = {}, environment variables = {});

    std::uint16_t port() const noexcept { return port_; }
    const std::string& ready_line() const noexcept { return ready_line_; }

    /// Asks it to stop and waits: its exit code.
    int stop(int signal_number = SIGTERM);

    child_process& process() noexcept { return process_; }

private:
    child_process process_;
    std::string ready_line_;
    std::uint16_t port_;
};

}  // namespace crmlocal::test
