// SPDX-License-Identifier: BSL-1.0
#include "bench/micro/reading.hpp"

#include <algorithm>
#include <stdexcept>
#include <string_view>

#include <boost/asio/co_spawn.hpp>
#include <fmt/format.h>

#include "domain/event_catalogue.hpp"
#include "http/fixture_reader.hpp"
#include "load/cpu_time.hpp"
#include "load/work.hpp"

namespace crmlocal::bench {
namespace {

constexpr std::size_t accounts = 1000;
constexpr std::uint64_t events_per_call = 1000;
constexpr std::uint64_t page = 100;

// The fields of one event; every second one is of the first account.
std::string event_of(std::uint64_t number) {
    const std::uint64_t account = number % 2 == 0 ? 1 : number / 2 % accounts + 1;
    return fmt::format(R"("accounts_receivable_identifier":{{"number":"ACR{:010}"}},)"
                       R"("performed_by_unit_identifier":{{"name":"Admin Unit"}},)"
                       R"("performed_on":"2016-06-22T15:00:00","website":"www.crm.com"}})",
                       account);
}

}  // namespace

reading::reading(std::uint64_t events)
    : events_(events), ledger_(domain::customer_events), api_(ledger_, tokens_, {}) {
    auto fixture = http::read_fixture(load::make_fixture("bench", accounts), "the fixture",
                                      domain::customer_events, 1);
    if (!fixture) throw std::runtime_error(fixture.error().text());
    ledger_.add_organisation(std::move(*fixture), 1);
    api_.set_ready(true);
    token_ = tokens_.issue({ledger_.find_tenant("bench"), 0});
    std::string body;
    for (std::uint64_t number = 0; number < events;) {
        body = R"({"token":")" + token_ + R"(","web_customer_events_set":[)";
        for (std::uint64_t i = 0; i < events_per_call; ++i, ++number)
            body += fmt::format(R"({}{{"request_unique_identifier":"{}",)", i == 0 ? "" : ",", i) +
                    event_of(number);
        call("bulk/web/create", body + "]}", events_per_call);
    }
    index_seconds_ = list_first();
}

double reading::call(const std::string& path, const std::string& body,
                     std::size_t events_expected) {
    const std::string target = "/customer_events/" + path;
    http::request asked;
    asked.method = "POST";
    asked.target = target;
    asked.body = body;
    space_.answer.begin();
    const double began = load::cpu_seconds_of_thread();
    std::exception_ptr thrown;
    asio::co_spawn(loop_, api_.answer(asked, space_), [&](std::exception_ptr e) { thrown = e; });
    loop_.restart();
    loop_.run();
    const double seconds = load::cpu_seconds_of_thread() - began;
    if (thrown) std::rethrow_exception(thrown);
    const std::string_view answer(space_.answer.body().data(), space_.answer.body().size());
    std::size_t found = 0;
    for (std::size_t at = 0; (at = answer.find(R"("number":")", at)) != answer.npos; ++at)
        found +=
            answer[at - 1] != '{' || path.starts_with("bulk");  // an account's has an id before it
    if (found < events_expected)
        throw std::runtime_error("an unexpected answer: " + std::string(answer.substr(0, 300)));
    return seconds;
}

double reading::create() {
    return call("web/create", R"({"token":")" + token_ + R"(",)" + event_of(turn_++), 1);
}

double reading::show() {
    const std::uint64_t number = turn_++ * 7919 % events_ + 1;
    return call("web/show",
                fmt::format(R"({{"token":"{}","customer_event_identifier":{{"number":"{}"}}}})",
                            token_, number),
                1);
}

std::string reading::list_body(std::uint64_t offset) const {
    return fmt::format(R"({{"token":"{}","accounts_receivable_identifier":)"
                       R"({{"number":"ACR{:010}"}},"number_of_results":{},"offset":{}}})",
                       token_, 1, page, offset);
}

double reading::list_first() { return call("web/list", list_body(0), page); }

double reading::list_far() { return call("web/list", list_body(events_ / 2 - page), page); }

}  // namespace crmlocal::bench
