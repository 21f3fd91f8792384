// SPDX-License-Identifier: BSL-1.0
#include "test/support/server_process.hpp"

#include <charconv>
#include <stdexcept>
#include <string_view>

namespace crmlocal::test {
namespace {

std::vector<std::string> serve_arguments(std::vector<std::string> more) {
    more.insert(more.begin(), {"serve", "--port", "0"});
    return more;
}

std::string read_ready_line(child_process& process) {
    if (auto line = process.read_line()) return *line;
    const int exit_code = process.wait();
    throw std::runtime_error("the server ended with exit code " + std::to_string(exit_code) +
                             " before it was ready:\n" + process.errors());
}

std::uint16_t port_in(std::string_view line) {
    constexpr std::string_view before = "Ready. Listening on http://127.0.0.1:";
    std::uint16_t port = 0;
    if (line.starts_with(before)) {
        line.remove_prefix(before.size());
        const char* const end = line.data() + line.size();
        const auto read = std::from_chars(line.data(), end, port);
        if (read.ec == std::errc() && read.ptr == end && port != 0) return port;
    }
    throw std::runtime_error("no ready line: " + std::string(line));
}

}  // namespace

server_process::server_process(const std::filesystem::path& program,
                               std::vector<std::string> arguments, environment variables)
    : process_(program, serve_arguments(std::move(arguments)), std::move(variables)),
      ready_line_(read_ready_line(process_)),
      port_(port_in(ready_line_)) {}

int server_process::stop(int signal_number) {
    process_.signal(signal_number);
    return process_.wait();
}

}  // namespace crmlocal::test
