// SPDX-License-Identifier: BSL-1.0
#include "app/whole_file.hpp"

#include <cstdio>
#include <fstream>
#include <utility>

namespace crmlocal::app {

bool write_whole_file(const std::string& name, std::string_view text) {
    if (name.empty()) return true;
    const std::string unfinished = name + ".tmp";
    std::ofstream out(unfinished);
    out << text << '\n';
    out.close();
    return out && std::rename(unfinished.c_str(), name.c_str()) == 0;
}

standing_file::standing_file(std::string name) : name_(std::move(name)) { take_down(); }

standing_file::~standing_file() { take_down(); }

void standing_file::take_down() const noexcept {
    if (!name_.empty()) std::remove(name_.c_str());
}

}  // namespace crmlocal::app
