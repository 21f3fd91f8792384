// SPDX-License-Identifier: BSL-1.0
#include "test/support/temporary_directory.hpp"

#include <cerrno>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <stdlib.h>
#include <string>
#include <system_error>

namespace crmlocal::test {

temporary_directory::temporary_directory() {
    std::string name = (std::filesystem::temp_directory_path() / "crmlocal-test-XXXXXX").string();
    if (!::mkdtemp(name.data()))
        throw std::system_error(errno, std::generic_category(), "mkdtemp " + name);
    path_ = name;
}

temporary_directory::~temporary_directory() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
}

std::filesystem::path temporary_directory::write(std::string_view name,
                                                 std::string_view content) const {
    const std::filesystem::path at = path_ / name;
    std::ofstream out(at, std::ios::binary);
    out << content;
    if (!out.flush()) throw std::runtime_error("cannot write " + at.string());
    return at;
}

std::string read_file(const std::filesystem::path& from) {
    std::ifstream in(from, std::ios::binary);
    if (!in) throw std::runtime_error("cannot read " + from.string());
    return {std::istreambuf_iterator<char>(in), {}};
}

}  // namespace crmlocal::test
