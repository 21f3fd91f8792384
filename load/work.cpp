// SPDX-License-Identifier: BSL-1.0
#include "load/work.hpp"

#include <stdexcept>

#include <fmt/format.h>

#include "domain/event_catalogue.hpp"
#include "load/event_writer.hpp"

namespace crmlocal::load {
namespace {

body make_body(const domain::event_type& type, const work_options& options, event_writer& writer) {
    std::string json = fmt::format(R"({{"token":"{:T>32}","{}":[)", "", type.bulk.set);
    for (std::size_t i = 0; i < options.events; ++i) {
        if (i != 0) json += ',';
        writer.write(json);
    }
    json += "]}";
    return body(std::move(json));
}

}  // namespace

std::vector<std::string_view> collections_of_work() {
    std::vector<std::string_view> out;
    for (const domain::event_type& type : domain::customer_events.types)
        out.push_back(type.collection);
    return out;
}

std::vector<body> make_bodies(std::string_view collection, const work_options& options) {
    for (const domain::event_type& type : domain::customer_events.types) {
        if (type.collection != collection) continue;
        event_writer writer(type, options,
                            options.seed * 100 + domain::customer_events.ordinal_of(type));
        std::vector<body> out;
        for (std::size_t i = 0; i < options.bodies; ++i)
            out.push_back(make_body(type, options, writer));
        return out;
    }
    throw std::invalid_argument(fmt::format("there is no standard work for {}", collection));
}

}  // namespace crmlocal::load
