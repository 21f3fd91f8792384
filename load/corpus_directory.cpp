// SPDX-License-Identifier: BSL-1.0
#include <fstream>
#include <iterator>
#include <stdexcept>

#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>
#include <fmt/format.h>

#include "load/work.hpp"

namespace crmlocal::load {
namespace {

std::string read_file(const std::string& path) {
    std::ifstream in(path, std::ios::binary);
    if (!in) throw std::runtime_error("cannot read " + path);
    return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

}  // namespace

std::vector<body> read_bodies(const std::string& directory, std::string_view collection) {
    const boost::json::value expected = boost::json::parse(read_file(directory + "/expected.json"));
    std::vector<body> out;
    for (std::size_t i = 0;; ++i) {
        const std::string name = fmt::format("{}-{:02}.json", collection, i);
        const boost::json::value* of_body = expected.as_object().if_contains(name);
        if (!of_body) break;
        out.emplace_back(read_file(directory + "/" + name));
        const body& read = out.back();
        if (read.events() != of_body->at("events").to_number<std::size_t>() ||
            read.refused_count() != of_body->at("unknown_accounts").to_number<std::size_t>())
            throw std::runtime_error(directory + "/" + name + " is not what expected.json says");
    }
    if (out.empty()) throw std::runtime_error(fmt::format("no {} in {}", collection, directory));
    return out;
}

std::string read_fixture_text(const std::string& directory) {
    return read_file(directory + "/fixture.json");
}

}  // namespace crmlocal::load
