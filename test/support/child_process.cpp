// SPDX-License-Identifier: BSL-1.0
#include "test/support/child_process.hpp"

#include <cerrno>
#include <fcntl.h>
#include <poll.h>
#include <stdexcept>
#include <string_view>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <system_error>
#include <unistd.h>

namespace crmlocal::test {
namespace {

[[noreturn]] void throw_errno(const std::string& what) {
    throw std::system_error(errno, std::generic_category(), what);
}

std::vector<std::string> with_inherited(const environment& variables) {
    std::vector<std::string> out;
    for (char** at = ::environ; *at; ++at)
        if (!std::string_view(*at).starts_with("CRMLOCAL_")) out.emplace_back(*at);
    for (const auto& [name, value] : variables) out.push_back(name + "=" + value);
    return out;
}

std::vector<char*> pointers_to(std::vector<std::string>& texts) {
    std::vector<char*> out;
    for (std::string& text : texts) out.push_back(text.data());
    out.push_back(nullptr);
    return out;
}

// What the child does between fork and exec: system calls only, the parent may have threads.
[[noreturn]] void become(char* const* arguments, char* const* variables, int output, int errors,
                         pid_t parent) {
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (::getppid() != parent) ::_exit(127);  // it died before we asked to be told
    const int input = ::open("/dev/null", O_RDONLY | O_CLOEXEC);
    if (input >= 0 && ::dup2(input, 0) == 0 && ::dup2(output, 1) == 1 && ::dup2(errors, 2) == 2)
        ::execve(arguments[0], arguments, variables);
    ::_exit(127);
}

}  // namespace

child_process::child_process(std::filesystem::path program, std::vector<std::string> arguments,
                             environment variables)
    : errors_at_(directory_.path() / "stderr") {
    int ends[2];
    if (::pipe2(ends, O_CLOEXEC) != 0) throw_errno("pipe");
    output_from_ = file_descriptor(ends[0]);
    const file_descriptor output_to(ends[1]);
    const file_descriptor errors_to(
        ::open(errors_at_.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600));
    if (!errors_to) throw_errno("open " + errors_at_.string());

    arguments.insert(arguments.begin(), program.string());
    std::vector<std::string> all_variables = with_inherited(variables);
    const std::vector<char*> argv = pointers_to(arguments);
    const std::vector<char*> envp = pointers_to(all_variables);
    const pid_t parent = ::getpid();
    pid_ = ::fork();
    if (pid_ < 0) throw_errno("fork");
    if (pid_ == 0) become(argv.data(), envp.data(), output_to.get(), errors_to.get(), parent);
}

child_process::~child_process() {
    if (ended_) return;
    ::kill(pid_, SIGKILL);
    while (::waitpid(pid_, nullptr, 0) < 0 && errno == EINTR) {
    }
}

// Reads what there is; false at the output's end.
bool child_process::read_some(deadline until) {
    pollfd readable{output_from_.get(), POLLIN, 0};
    const int ready = ::poll(&readable, 1, until.left());
    if (ready == 0) give_up("it neither wrote nor ended in time");
    if (ready < 0 && errno == EINTR) return true;
    char buffer[4096];
    const ssize_t size = ::read(output_from_.get(), buffer, sizeof buffer);
    if (size > 0) output_.append(buffer, static_cast<std::size_t>(size));
    return size != 0;
}

std::optional<std::string> child_process::read_line(deadline until) {
    for (;;) {
        const std::size_t end = output_.find('\n', line_begin_);
        if (end != output_.npos) {
            std::string line = output_.substr(line_begin_, end - line_begin_);
            line_begin_ = end + 1;
            return line;
        }
        if (!read_some(until)) return std::nullopt;
    }
}

void child_process::signal(int number) noexcept {
    if (!ended_) ::kill(pid_, number);
}

int child_process::wait(deadline until) {
    if (ended_) return *ended_;
    while (read_some(until)) {
    }
    const file_descriptor process(static_cast<int>(::syscall(SYS_pidfd_open, pid_, 0)));
    if (!process) throw_errno("pidfd_open");
    pollfd ended{process.get(), POLLIN, 0};
    while (::poll(&ended, 1, until.left()) < 0 && errno == EINTR) {
    }
    int status = 0;
    if (::waitpid(pid_, &status, WNOHANG) != pid_) give_up("it did not end in time");
    ended_ = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
    return *ended_;
}

void child_process::give_up(const std::string& why) {
    throw std::runtime_error("process " + std::to_string(pid_) + ": " + why +
                             "; its standard error:\n" + errors());
}

outcome run(std::filesystem::path program, std::vector<std::string> arguments,
            environment variables) {
    child_process process(std::move(program), std::move(arguments), std::move(variables));
    const int exit_code = process.wait();
    return {exit_code, process.output(), process.errors()};
}

}  // namespace crmlocal::test
