// SPDX-License-Identifier: BSL-1.0
#include "http/fixture_file.hpp"

#include <algorithm>
#include <cerrno>
#include <fcntl.h>
#include <span>
#include <string_view>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>

#include "http/gzip.hpp"

namespace crmlocal::http {
namespace {

constexpr std::size_t piece_bytes = 64 * 1024;
constexpr std::string_view gzip_magic = "\x1F\x8B";

// An open file; closes it.
class descriptor {
public:
    explicit descriptor(int number) noexcept : number_(number) {}
    ~descriptor() {
        if (number_ >= 0) ::close(number_);
    }
    descriptor(const descriptor&) = delete;
    descriptor& operator=(const descriptor&) = delete;

    int number() const noexcept { return number_; }

private:
    int number_;
};

std::string last_error() { return std::error_code(errno, std::generic_category()).message(); }

fixture_error error_of(const std::string& path, std::string reason) {
    return {.file = path, .reason = std::move(reason)};
}

fixture_error too_large(const std::string& path, std::size_t bytes_max) {
    return error_of(path, "has more than " + std::to_string(bytes_max) + " bytes");
}

}  // namespace

fixture_result<domain::scratch<char>> read_fixture_file(const std::string& path,
                                                        std::size_t bytes_max) {
    const descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
    if (file.number() < 0) return error_of(path, "cannot be opened: " + last_error());

    // A pipe does not tell its size. One byte more than a file has shows that it has ended.
    struct stat facts = {};
    std::size_t room = piece_bytes;
    if (::fstat(file.number(), &facts) == 0 && facts.st_size > 0)
        room = std::min(static_cast<std::size_t>(facts.st_size), bytes_max) + 1;
    domain::scratch<char> text;
    for (;; room = piece_bytes) {
        const std::size_t at = text.extend(room);
        const ssize_t size = ::read(file.number(), text.data() + at, room);
        text.shrink_to(at + static_cast<std::size_t>(std::max<ssize_t>(size, 0)));
        if (size < 0 && errno != EINTR) return error_of(path, "cannot be read: " + last_error());
        if (size == 0) break;
        if (text.size() > bytes_max) return too_large(path, bytes_max);
    }

    if (!std::string_view(text.data(), text.size()).starts_with(gzip_magic)) return text;
    domain::scratch<char> unpacked;
    if (const wire_fault fault = gzip().unpack(text.all(), bytes_max, unpacked))
        return fault.status == 413 ? too_large(path, bytes_max)
                                   : error_of(path, "is broken gzip, or cut short");
    return unpacked;
}

fixture_result<store::fixture> load_fixture(const std::string& path,
                                            const domain::event_catalogue& catalogue,
                                            std::uint64_t seed) {
    const auto text = read_fixture_file(path);
    if (!text) return text.error();
    return read_fixture({text->data(), text->size()}, path, catalogue, seed);
}

}  // namespace crmlocal::http
