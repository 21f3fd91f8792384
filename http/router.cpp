// SPDX-License-Identifier: BSL-1.0
#include "http/router.hpp"

namespace crmlocal::http {
namespace {

constexpr std::size_t path_bytes_max = 4 << 10;  // no longer target is accepted

// The target's path with single slashes and without a trailing one, put into `buffer`; nothing fits
// a path that is longer.
std::string_view normalised(std::string_view target, char (&buffer)[path_bytes_max]) {
    target = target.substr(0, target.find('?'));
    std::size_t size = 0;
    for (char c : target) {
        if (c == '/' && size > 0 && buffer[size - 1] == '/') continue;
        if (size == path_bytes_max) return {};
        buffer[size++] = c;
    }
    if (size > 1 && buffer[size - 1] == '/') --size;
    return {buffer, size};
}

}  // namespace

void router::add_method(std::string_view path, std::shared_ptr<endpoint> answers) {
    const std::string with_slash = "/" + std::string(path);
    const destination to = {std::move(answers), std::string(path)};
    destinations_.emplace(with_slash, to);
    if (!base_path_.empty()) destinations_.emplace(base_path_ + with_slash, to);
}

void router::add_path(std::string_view path, std::shared_ptr<endpoint> answers) {
    destinations_.emplace(std::string(path), destination{std::move(answers), {}});
}

const router::destination& router::find(std::string_view target) const {
    static const destination nowhere;
    auto at = destinations_.find(target);  // most targets are paths as they should be
    if (at != destinations_.end()) return at->second;
    char buffer[path_bytes_max];
    at = destinations_.find(normalised(target, buffer));
    return at == destinations_.end() ? nowhere : at->second;
}

}  // namespace crmlocal::http
