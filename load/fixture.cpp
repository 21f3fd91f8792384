// SPDX-License-Identifier: BSL-1.0
#include <iterator>

#include <fmt/format.h>

#include "domain/event_catalogue.hpp"
#include "load/event_writer.hpp"
#include "load/work.hpp"

namespace crmlocal::load {
namespace {

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

std::string make_fixture(std::string_view organisation, std::size_t accounts) {
    std::string out = fmt::format(
        R"({{"organisation":"{0}","users":[{{"username":"{0}","password":"{0}"}}],)", organisation);
    out += R"("currencies":[{"code":"EUR"},{"code":"USD"}],)"
           R"("payment_medium_types":[{"name":"Credit Card","alternative_code":"CC"}],)"
           R"("payment_medium_brands":[{"name":"Visa","alternative_code":"VI"},)"
           R"({"name":"Mastercard","alternative_code":"MC"}])";
    const auto types = domain::customer_events.types;
    append_array(out, "units", std::size(units), [](std::size_t i, auto to) {
        fmt::format_to(to, R"({{"name":"{}","alternative_code":"{}","currency":"EUR"}})",
                       units[i - 1].name, units[i - 1].alternative_code);
    });
    append_array(out, "classifications", types.size() * classifications_per_type,
                 [types](std::size_t i, auto to) {
                     const std::size_t k = 1 + (i - 1) % classifications_per_type;
                     const std::string_view type =
                         types[(i - 1) / classifications_per_type].classification;
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

}  // namespace crmlocal::load
