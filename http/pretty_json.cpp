// SPDX-License-Identifier: BSL-1.0
#include "http/pretty_json.hpp"

#include <algorithm>

#include <boost/json/serialize.hpp>

namespace crmlocal::http {
namespace {

namespace json = boost::json;

constexpr std::size_t line_items_max = 8;

void write(const json::value& v, std::size_t depth, std::string& out);

void begin_line(std::size_t depth, std::string& out) { out.append("\n").append(depth * 2, ' '); }

bool fits_on_a_line(const json::array& items) {
    return items.size() <= line_items_max &&
           std::ranges::none_of(items, [](const json::value& v) { return v.is_structured(); });
}

void write_array(const json::array& items, std::size_t depth, std::string& out) {
    const bool one_line = fits_on_a_line(items);
    out += '[';
    bool first = true;
    for (const json::value& item : items) {
        if (!first) out += one_line ? ", " : ",";
        first = false;
        if (!one_line) begin_line(depth + 1, out);
        write(item, depth + 1, out);
    }
    if (!one_line) begin_line(depth, out);
    out += ']';
}

void write_object(const json::object& members, std::size_t depth, std::string& out) {
    out += '{';
    bool first = true;
    for (const auto& member : members) {
        if (!first) out += ',';
        first = false;
        begin_line(depth + 1, out);
        out.append(json::serialize(json::string(member.key()))).append(": ");
        write(member.value(), depth + 1, out);
    }
    if (!members.empty()) begin_line(depth, out);
    out += '}';
}

void write(const json::value& v, std::size_t depth, std::string& out) {
    if (v.is_array()) write_array(v.get_array(), depth, out);
    else if (v.is_object()) write_object(v.get_object(), depth, out);
    else out += json::serialize(v);
}

}  // namespace

std::string pretty_json(const json::value& document) {
    std::string out;
    write(document, 0, out);
    return out += '\n';
}

}  // namespace crmlocal::http
