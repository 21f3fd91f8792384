// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

#include <boost/system/error_code.hpp>

namespace crmlocal::store {

using boost::system::error_code;

/// A file of the operating system, closed when it goes out of scope. Calls are repeated when a
/// signal interrupts them; nothing is buffered here. Not safe for use by several threads at once.
class file {
public:
    file() = default;
    file(file&& other) noexcept
        : fd_(std::exchange(other.fd_, -1)), path_(std::move(other.path_)) {}
    file& operator=(file&& other) noexcept;
    ~file() { close(); }

    /// Makes a new, empty file; an error if there is one of that name.
    static file create(std::string path, error_code& error);
    /// Opens an existing file for reading, or for reading and writing.
    static file open_to_read(std::string path, error_code& error);
    static file open_to_write(std::string path, error_code& error);
    /// Opens an existing file for writing past the operating system's cache: whole blocks, at
    /// multiples of a block, from memory that begins at one. Not every file system can.
    static file open_directly(std::string path, error_code& error);

    bool is_open() const noexcept { return fd_ >= 0; }
    int handle() const noexcept { return fd_; }
    const std::string& path() const noexcept { return path_; }
    void close() noexcept;

    /// Writes all of the bytes there, or says why not; then some of them may be there.
    error_code write(std::uint64_t at, std::string_view bytes);
    /// Reads up to `count` bytes; fewer at the end of the file only.
    std::size_t read(std::uint64_t at, char* into, std::size_t count, error_code& error);
    std::uint64_t size(error_code& error) const;
    error_code truncate(std::uint64_t size);
    /// Returns when the contents are on the disk, with what it takes to find them.
    error_code sync();
    /// The system reads nothing ahead of what is asked for, so that others wait for little.
    void read_no_further() noexcept;
    /// Gives the operating system's copy of these bytes, which are on the disk, back, so that they
    /// are read from there again. Whole blocks only. The processor does nothing else meanwhile: 20
    /// milliseconds for 200 MiB.
    void drop_cache(std::uint64_t at, std::uint64_t bytes) noexcept;
    /// True if the disk, quotas and limits have room for so many bytes more behind `at`. The file
    /// must end there, and does so afterwards.
    bool has_room(std::uint64_t at, std::uint64_t bytes);

private:
    file(int fd, std::string path) : fd_(fd), path_(std::move(path)) {}

    static file open(std::string path, int flags, error_code& error);

    int fd_ = -1;
    std::string path_;
};

/// Makes the names in a directory as durable as the files they name.
error_code sync_directory(const std::string& path);

/// Gives a file another name, in place of any other one of that name; atomic.
error_code rename_file(const std::string& from, const std::string& to);

error_code remove_file(const std::string& path);

/// Removes a file piece by piece, with pauses: to free all of a large one at once keeps the disk
/// busy for so long that others notice.
error_code remove_file_slowly(const std::string& path, std::chrono::microseconds pause);

}  // namespace crmlocal::store
