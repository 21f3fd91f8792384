// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>
#include <string>
#include <sys/types.h>
#include <vector>

namespace crmlocal::load {

/// A server of our own: started on a free port, stopped when this goes away.
class server_process {
public:
    /// Starts `program serve --port 0 <arguments>` and waits for its ready line; what it logs goes
    /// to `log_file`. Throws `std::runtime_error` with the log if it does not get ready.
    server_process(const std::string& program, const std::vector<std::string>& arguments,
                   const std::string& log_file);
    ~server_process();
    server_process(const server_process&) = delete;
    server_process& operator=(const server_process&) = delete;

    pid_t pid() const noexcept { return pid_; }
    std::uint16_t port() const noexcept { return port_; }

    /// From starting the program to its ready line, seen from outside.
    double seconds_to_ready() const noexcept { return seconds_to_ready_; }

    /// Asks it to stop and returns its exit code; kills it if it takes too long, then -1.
    int stop();

private:
    void start(const std::string& program, std::vector<std::string> arguments,
               const std::string& log_file);
    std::string read_ready_line();

    pid_t pid_ = -1;
    int output_ = -1;
    std::uint16_t port_ = 0;
    double seconds_to_ready_ = 0;
};

/// A directory that is removed with all that is in it when this goes away.
class temporary_directory {
public:
    temporary_directory();
    ~temporary_directory();
    temporary_directory(const temporary_directory&) = delete;
    temporary_directory& operator=(const temporary_directory&) = delete;

    const std::string& path() const noexcept { return path_; }
    /// Writes a file in it and returns its path.
    std::string write(const std::string& name, const std::string& text) const;

private:
    std::string path_;
};

}  // namespace crmlocal::load
