// SPDX-License-Identifier: BSL-1.0
#include "load/server_process.hpp"

#include <fcntl.h>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <poll.h>
#include <signal.h>
#include <stdexcept>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>
#include <utility>

#include "load/cpu_time.hpp"

namespace crmlocal::load {
namespace {

constexpr double ready_seconds_max = 60;
constexpr double stop_seconds_max = 20;

[[noreturn]] void become(const std::string& program, std::vector<std::string>& arguments,
                         int output, int log) {
    prctl(PR_SET_PDEATHSIG, SIGKILL);  // it must not outlive the benchmark
    dup2(output, STDOUT_FILENO);
    dup2(log, STDERR_FILENO);
    std::vector<char*> words;
    for (std::string& word : arguments) words.push_back(word.data());
    words.push_back(nullptr);
    execv(program.c_str(), words.data());
    _exit(127);
}

std::string text_of(const std::string& file) {
    std::ifstream in(file);
    return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

}  // namespace

server_process::server_process(const std::string& program,
                               const std::vector<std::string>& arguments,
                               const std::string& log_file) {
    std::vector<std::string> all = {program, "serve", "--host", "127.0.0.1", "--port", "0"};
    all.insert(all.end(), arguments.begin(), arguments.end());
    const double begin = wall_seconds();
    start(program, std::move(all), log_file);
    const std::string line = read_ready_line();
    seconds_to_ready_ = wall_seconds() - begin;
    const std::size_t colon = line.rfind(':');
    if (!line.starts_with("Ready.") || colon == line.npos) {
        stop();
        throw std::runtime_error(program + " did not get ready: \"" + line + "\"\n" +
                                 text_of(log_file));
    }
    port_ = static_cast<std::uint16_t>(std::stoul(line.substr(colon + 1)));
}

server_process::~server_process() { stop(); }

void server_process::start(const std::string& program, std::vector<std::string> arguments,
                           const std::string& log_file) {
    int ends[2];
    const int log = open(log_file.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
    if (log < 0 || pipe2(ends, O_CLOEXEC) != 0)
        throw std::runtime_error("cannot open " + log_file + " or a pipe");
    pid_ = fork();
    if (pid_ == 0) become(program, arguments, ends[1], log);
    close(ends[1]);
    close(log);
    output_ = ends[0];
    if (pid_ < 0) throw std::runtime_error("cannot start a process");
}

std::string server_process::read_ready_line() {
    std::string line;
    const double deadline = wall_seconds() + ready_seconds_max;
    while (wall_seconds() < deadline) {
        pollfd waiting = {output_, POLLIN, 0};
        if (poll(&waiting, 1, 100) <= 0) continue;
        char c = 0;
        if (read(output_, &c, 1) != 1 || c == '\n') break;
        line += c;
    }
    return line;
}

int server_process::stop() {
    if (output_ >= 0) close(std::exchange(output_, -1));
    if (pid_ <= 0) return -1;
    kill(pid_, SIGTERM);
    int status = 0;
    for (const double deadline = wall_seconds() + stop_seconds_max; wall_seconds() < deadline;) {
        if (waitpid(pid_, &status, WNOHANG) == pid_) {
            pid_ = -1;
            return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
        }
        usleep(1000);
    }
    kill(pid_, SIGKILL);
    waitpid(pid_, &status, 0);
    pid_ = -1;
    return -1;
}

temporary_directory::temporary_directory()
    : path_((std::filesystem::temp_directory_path() / "crmlocal-bench.XXXXXX").string()) {
    if (!mkdtemp(path_.data())) throw std::runtime_error("cannot make " + path_);
}

temporary_directory::~temporary_directory() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
}

std::string temporary_directory::write(const std::string& name, const std::string& text) const {
    std::string file = path_ + "/" + name;
    std::ofstream out(file, std::ios::binary);
    out << text;
    if (!out.flush()) throw std::runtime_error("cannot write " + file);
    return file;
}

}  // namespace crmlocal::load
