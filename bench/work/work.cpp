// SPDX-License-Identifier: BSL-1.0
#include "bench/work/work.hpp"

#include <iterator>
#include <stdexcept>

#include <fmt/format.h>

#include "bench/work/event_writer.hpp"

namespace crmlocal::bench {
namespace {

// One body, and how many of its accounts are unknown.
body make_body(const collection_shape& shape, const work_options& options, event_writer& writer) {
    const std::size_t unknown_before = writer.unknown_accounts();
    std::string json =
        fmt::format(R"({{"token":"{:T>32}","{}_customer_events_set":[)", "", shape.name);
    for (std::size_t i = 0; i < options.events; ++i) {
        if (i != 0) json += ',';
        writer.write(json);
    }
    json += "]}";
    return {std::move(json), options.events, writer.unknown_accounts() - unknown_before};
}

// An array of `{...}` made of format strings that see the number of the element, from 1.
template <class Element>
void append_array(std::string& out, std::string_view name, std::size_t count, Element element) {
    fmt::format_to(std::back_inserter(out), R"(,"{}":[)", name);
    for (std::size_t i = 1; i <= count; ++i) {
        if (i != 1) out += ',';
        element(i, std::back_inserter(out));
    }
    out += ']';
}

}  // namespace

std::vector<std::string_view> collections_of_work() {
    std::vector<std::string_view> out;
    for (const collection_shape& shape : collection_shapes) out.push_back(shape.collection);
    return out;
}

std::vector<body> make_bodies(std::string_view collection, const work_options& options) {
    for (const collection_shape& shape : collection_shapes) {
        if (shape.collection != collection) continue;
        const auto ordinal = static_cast<std::uint64_t>(&shape - collection_shapes);
        event_writer writer(shape, options.accounts, options.seed * 100 + ordinal);
        std::vector<body> out;
        for (std::size_t i = 0; i < options.bodies; ++i)
            out.push_back(make_body(shape, options, writer));
        return out;
    }
    throw std::invalid_argument(fmt::format("there is no standard work for {}", collection));
}

std::string make_fixture(std::size_t accounts) {
    std::string out =
        R"({"organisation":"bench","users":[{"username":"bench","password":"bench"}],)"
        R"("currencies":[{"code":"EUR"},{"code":"USD"}],)"
        R"("payment_medium_types":[{"name":"Credit Card","alternative_code":"CC"}],)"
        R"("payment_medium_brands":[{"name":"Visa","alternative_code":"VI"},)"
        R"({"name":"Mastercard","alternative_code":"MC"}])";
    append_array(out, "units", std::size(units), [](std::size_t i, auto to) {
        fmt::format_to(to, R"({{"name":"{}","alternative_code":"{}","currency":"EUR"}})",
                       units[i - 1].name, units[i - 1].alternative_code);
    });
    append_array(out, "classifications", std::size(collection_shapes) * classifications_per_type,
                 [](std::size_t i, auto to) {
                     const std::size_t k = 1 + (i - 1) % classifications_per_type;
                     const std::string_view type =
                         collection_shapes[(i - 1) / classifications_per_type].classification;
                     fmt::format_to(to,
                                    R"({{"name":"{0} {1}","alternative_code":"{2}{1}",)"
                                    R"("type":"{0}"}})",
                                    type, k, type.substr(0, 4));
                 });
    append_array(out, "products", std::size(products), [](std::size_t i, auto to) {
        fmt::format_to(to, R"({{"code":"{0}","alternative_code":"P{1}","description":"{0}"}})",
                       products[i - 1], i - 1);
    });
    append_array(out, "accounts_receivable", accounts, [](std::size_t i, auto to) {
        fmt::format_to(to,
                       R"({{"number":"ACR{0:010}","name":"Customer {0}",)"
                       R"("life_cycle_state":"ACTIVE"}})",
                       i);
    });
    append_array(out, "rewards_participants", accounts, [](std::size_t i, auto to) {
        fmt::format_to(to, R"({{"number":"RP{0:010}","account":"ACR{0:010}"}})", i);
    });
    out += '}';
    return out;
}

std::size_t participants_of(std::string_view fixture) {
    constexpr std::string_view participant = R"("number":"RP)";
    std::size_t count = 0;
    for (std::size_t at = fixture.find(participant); at != fixture.npos;
         at = fixture.find(participant, at + participant.size()))
        ++count;
    return count;
}

}  // namespace crmlocal::bench
