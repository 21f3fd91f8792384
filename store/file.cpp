// SPDX-License-Identifier: BSL-1.0
#include "store/file.hpp"

#include <cerrno>
#include <cstdio>
#include <fcntl.h>
#include <sys/stat.h>
#include <thread>
#include <unistd.h>

namespace crmlocal::store {
namespace {

constexpr mode_t owner_and_group_read = 0640;
constexpr std::uint64_t removed_at_once = 1 << 20;

error_code last_error() { return {errno, boost::system::system_category()}; }

#if defined(CRMLOCAL_FAULT_NO_DIRECTORY_FSYNC)
constexpr bool syncs_directories = false;
#else
constexpr bool syncs_directories = true;
#endif

// Repeats a system call while signals interrupt it.
template <class Call>
auto uninterrupted(Call call) {
    auto result = call();
    while (result == -1 && errno == EINTR) result = call();
    return result;
}

}  // namespace

file& file::operator=(file&& other) noexcept {
    if (this != &other) {
        close();
        fd_ = std::exchange(other.fd_, -1);
        path_ = std::move(other.path_);
    }
    return *this;
}

file file::open(std::string path, int flags, error_code& error) {
    const int fd = uninterrupted(
        [&] { return ::open(path.c_str(), flags | O_CLOEXEC, owner_and_group_read); });
    error = fd == -1 ? last_error() : error_code();
    return {fd, std::move(path)};
}

file file::create(std::string path, error_code& error) {
    return open(std::move(path), O_RDWR | O_CREAT | O_EXCL, error);
}

file file::open_to_read(std::string path, error_code& error) {
    return open(std::move(path), O_RDONLY, error);
}

file file::open_to_write(std::string path, error_code& error) {
    return open(std::move(path), O_RDWR, error);
}

file file::open_directly(std::string path, error_code& error) {
    return open(std::move(path), O_WRONLY | O_DIRECT, error);
}

void file::close() noexcept {
    if (fd_ >= 0) ::close(std::exchange(fd_, -1));
}

error_code file::write(std::uint64_t at, std::string_view bytes) {
    while (!bytes.empty()) {
        const ssize_t written = uninterrupted(
            [&] { return ::pwrite(fd_, bytes.data(), bytes.size(), static_cast<off_t>(at)); });
        if (written == -1) return last_error();
        if (written == 0) return {ENOSPC, boost::system::system_category()};
        bytes.remove_prefix(static_cast<std::size_t>(written));
        at += static_cast<std::uint64_t>(written);
    }
    return {};
}

std::size_t file::read(std::uint64_t at, char* into, std::size_t count, error_code& error) {
    std::size_t all = 0;
    error.clear();
    while (all < count) {
        const ssize_t got = uninterrupted(
            [&] { return ::pread(fd_, into + all, count - all, static_cast<off_t>(at + all)); });
        if (got == -1) error = last_error();
        if (got <= 0) break;
        all += static_cast<std::size_t>(got);
    }
    return all;
}

std::uint64_t file::size(error_code& error) const {
    struct stat about = {};
    error = ::fstat(fd_, &about) == -1 ? last_error() : error_code();
    return error ? 0 : static_cast<std::uint64_t>(about.st_size);
}

error_code file::truncate(std::uint64_t size) {
    const int result = uninterrupted([&] { return ::ftruncate(fd_, static_cast<off_t>(size)); });
    return result == -1 ? last_error() : error_code();
}

error_code file::sync() {
    const int result = uninterrupted([&] { return ::fdatasync(fd_); });
    return result == -1 ? last_error() : error_code();
}

void file::read_no_further() noexcept { ::posix_fadvise(fd_, 0, 0, POSIX_FADV_RANDOM); }

void file::drop_cache(std::uint64_t at, std::uint64_t bytes) noexcept {
    ::posix_fadvise(fd_, static_cast<off_t>(at), static_cast<off_t>(bytes), POSIX_FADV_DONTNEED);
}

bool file::has_room(std::uint64_t at, std::uint64_t bytes) {
    const int error = ::posix_fallocate(fd_, static_cast<off_t>(at), static_cast<off_t>(bytes));
    return !truncate(at) && error == 0;
}

error_code sync_directory(const std::string& path) {
    if (!syncs_directories) return {};
    const int fd =
        uninterrupted([&] { return ::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC); });
    if (fd == -1) return last_error();
    const error_code error =
        uninterrupted([&] { return ::fsync(fd); }) == -1 ? last_error() : error_code();
    ::close(fd);
    return error;
}

error_code rename_file(const std::string& from, const std::string& to) {
    return std::rename(from.c_str(), to.c_str()) == -1 ? last_error() : error_code();
}

error_code remove_file(const std::string& path) {
    return ::unlink(path.c_str()) == -1 ? last_error() : error_code();
}

error_code remove_file_slowly(const std::string& path, std::chrono::microseconds pause) {
    error_code error;
    file shrinking = file::open_to_write(path, error);
    std::uint64_t bytes = error ? 0 : shrinking.size(error);
    while (!error && bytes > removed_at_once) {
        bytes -= removed_at_once;
        error = shrinking.truncate(bytes);
        std::this_thread::sleep_for(pause);
    }
    return remove_file(path);
}

}  // namespace crmlocal::store
