// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <csignal>
#include <filesystem>
#include <optional>
#include <string>
#include <sys/types.h>
#include <utility>
#include <vector>

#include "test/support/deadline.hpp"
#include "test/support/file_descriptor.hpp"
#include "test/support/temporary_directory.hpp"

namespace crmlocal::test {

using environment = std::vector<std::pair<std::string, std::string>>;

/// A program that runs beside the test. Its standard output is read by the test, its standard error
/// goes to a file. It ends at the latest with the thread that started it.
///
/// It inherits the test's environment without the variables that begin with CRMLOCAL_.
class child_process {
public:
    /// Throws `std::system_error` if the program cannot be started.
    child_process(std::filesystem::path program, std::vector<std::string> arguments,
                  environment variables = {});
    ~child_process();
    child_process(const child_process&) = delete;
    child_process& operator=(const child_process&) = delete;

    pid_t pid() const noexcept { return pid_; }

    /// The next line of its standard output without the line's end; nothing if the output ended
    /// before. Throws `std::runtime_error` if neither happens in time.
    std::optional<std::string> read_line(deadline until = deadline());

    /// Sends a signal, unless the process has ended and been waited for.
    void signal(int number) noexcept;

    /// Waits for its end: the exit code, or 128 + the number of the signal that killed it. Throws
    /// `std::runtime_error` if it does not end in time.
    int wait(deadline until = deadline());

    /// Everything it wrote to standard output; after `wait`.
    const std::string& output() const noexcept { return output_; }
    /// Everything it wrote to standard error until now.
    std::string errors() const { return read_file(errors_at_); }

private:
    bool read_some(deadline until);
    [[noreturn]] void give_up(const std::string& why);

    temporary_directory directory_;
    std::filesystem::path errors_at_;
    file_descriptor output_from_;
    pid_t pid_ = -1;
    std::optional<int> ended_;
    std::string output_;
    std::size_t line_begin_ = 0;
};

/// How a program ended and what it said.
struct outcome {
    int exit_code;
    std::string output, errors;
};

/// Runs a program to its end.
outcome run(std::filesystem::path program, std::vector<std::string> arguments,
            environment variables = {});

}  // namespace crmlocal::test
