// SPDX-License-Identifier: BSL-1.0
#include "test/support/seed.hpp"

#include <algorithm>
#include <regex>
#include <sstream>
#include <stdexcept>

#include "test/support/temporary_directory.hpp"

namespace crmlocal::test {
namespace {

constexpr std::string_view heading = "POST customer_events/bulk/";

std::string trimmed(std::string_view text) {
    const std::size_t from = text.find_first_not_of(" \n");
    if (from == text.npos) return {};
    return std::string(text.substr(from, text.find_last_not_of(" \n") - from + 1));
}

std::string between(std::string_view text, std::string_view before, std::string_view after) {
    const std::size_t found = text.find(before);
    if (found == text.npos) throw std::runtime_error("no " + std::string(before));
    const std::size_t from = found + before.size();
    const std::size_t to = after.empty() ? text.size() : text.find(after, from);
    if (to == text.npos) throw std::runtime_error("no " + std::string(after));
    return std::string(text.substr(from, to - from));
}

std::vector<std::string> lines_of(const std::string& text) {
    std::vector<std::string> out;
    std::istringstream in(text);
    for (std::string line; std::getline(in, line);) out.push_back(line);
    return out;
}

std::vector<std::string> cells_of(const std::string& line) {
    std::vector<std::string> out;
    std::istringstream in(line);
    for (std::string cell; std::getline(in, cell, '|');)
        if (cell = trimmed(cell); !cell.empty()) out.push_back(cell);
    return out;
}

// "performed_on (mandatory)" and the two cells after it.
seed_parameter parameter_of(const std::string& name, const std::string& type,
                            const std::string& description) {
    static const std::regex form(R"((\w+)(?: \((mandatory|semi-optional|optional)\))?)");
    std::smatch parts;
    if (!std::regex_match(name, parts, form)) throw std::runtime_error("not a parameter: " + name);
    return {parts[1], parts[2], type, description, {}};
}

// The line after "---|": all keys of the identifier above, three cells each.
std::vector<seed_parameter> keys_of(const std::string& line) {
    const std::vector<std::string> cells = cells_of(line);
    if (cells.size() % 3 != 0) throw std::runtime_error("not a table of keys: " + line);
    std::vector<seed_parameter> out;
    for (std::size_t i = 0; i < cells.size(); i += 3)
        out.push_back(parameter_of(cells[i], cells[i + 1], cells[i + 2]));
    return out;
}

// The tables of one method, sorted by the title above each.
void read_tables(const std::string& text, seed_method& into) {
    std::vector<seed_parameter>* table = &into.call;
    bool keys_follow = false;
    for (const std::string& line : lines_of(text)) {
        if (line.ends_with("parameter object data")) {
            table = line.find(" product ") == line.npos ? &into.event : &into.line;
        } else if (line == "---|") {
            keys_follow = true;
        } else if (keys_follow) {
            if (table->empty()) throw std::runtime_error("keys of nothing: " + line);
            table->back().keys = keys_of(line);
            keys_follow = false;
        } else if (!line.starts_with("Name |")) {
            const std::vector<std::string> cells = cells_of(line);
            if (cells.size() >= 3) table->push_back(parameter_of(cells[0], cells[1], cells[2]));
        }
    }
}

seed_method read_method(const std::string& text) {
    seed_method out;
    out.path = between(text, "POST ", "\n");
    read_tables(between(text, "\nParameters\n", "\nResponse Data\n"), out);
    out.request = between(text, "\nBody:\n", "\nResponse:\n");
    out.response = between(text, "\nResponse:\n", "");
    return out;
}

}  // namespace

std::string seed_method::request_with(std::string_view token) const {
    constexpr std::string_view place = "{{token}}";
    std::string out = request;
    const std::size_t at = out.find(place);
    if (at == out.npos) throw std::runtime_error("no place for a token in " + path);
    return out.replace(at, place.size(), token);
}

std::string seed_method::collection() const { return between(path, "bulk/", "/create"); }

std::vector<seed_method> read_seed(const std::filesystem::path& page) {
    const std::string text = read_file(page);
    std::vector<seed_method> out;
    for (std::size_t at = text.find(heading); at != text.npos;) {
        const std::size_t next = text.find(heading, at + 1);
        out.push_back(read_method(text.substr(at, next - at)));
        at = next;
    }
    if (out.size() != 6) throw std::runtime_error("not six methods in " + page.string());
    return out;
}

}  // namespace crmlocal::test
