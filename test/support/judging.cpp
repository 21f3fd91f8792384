// SPDX-License-Identifier: BSL-1.0
#include "test/support/judging.hpp"

#include <ostream>
#include <stdexcept>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>

#include "domain/call_judgement.hpp"
#include "domain/event_catalogue.hpp"
#include "domain/judgement.hpp"
#include "http/fixture_reader.hpp"

namespace crmlocal::test {
namespace {

task<void> resolve(store::ledger& ledger, store::organisation& in, domain::batch& call) {
    co_await ledger.resolve(in, call);
}

task<void> commit(store::ledger& ledger, store::organisation& in, domain::batch& call) {
    const store::call_origin origin = {};
    const store::commit_status status = co_await ledger.commit(in, origin, call);
    if (status != store::commit_status::done) throw std::runtime_error("not recorded");
}

void run(task<void> work) {
    asio::io_context loop(1);
    std::exception_ptr thrown;
    asio::co_spawn(loop, std::move(work), [&](std::exception_ptr e) { thrown = e; });
    loop.run();
    if (thrown) std::rethrow_exception(thrown);
}

outcome outcome_of(const domain::refusal* why) {
    return why ? outcome{std::string(why->why->name), why->detail} : outcome{};
}

// Where the JSON value that starts at `at` ends: at the comma or brace that follows it.
std::size_t end_of_value(std::string_view json, std::size_t at) {
    bool in_string = false;
    for (int depth = 0; at < json.size(); ++at) {
        const char c = json[at];
        if (in_string) {
            if (c == '\\') ++at;
            in_string = c != '"';
            continue;
        }
        if (depth == 0 && (c == ',' || c == '}')) return at;
        if (c == '"') in_string = true;
        if (c == '{' || c == '[') ++depth;
        if (c == '}' || c == ']') --depth;
    }
    throw std::runtime_error("no object: " + std::string(json));
}

}  // namespace

std::ostream& operator<<(std::ostream& out, const outcome& o) {
    return o.fault.empty() ? out << "accepted" : out << o.fault << ": " << o.detail;
}

judging::judging(const world& of) : ledger_(domain::customer_events) {
    auto fixture = http::read_fixture(of.fixture(), "world", domain::customer_events, 1);
    if (!fixture) throw std::runtime_error(fixture.error().text());
    ledger_.add_organisation(*std::move(fixture), 1);
    in_ = ledger_.find_organisation(of.organisation);
    for (const domain::event_type& type : domain::customer_events.types)
        decoders_.try_emplace(std::string(type.collection), type.bulk, &type);
}

void judging::decode(std::string_view collection, std::string body) {
    body_ = std::move(body);
    const auto offset = decoders_.find(collection)->second.decode(body_, call_);
    if (offset) throw std::runtime_error("malformed at " + std::to_string(*offset) + ": " + body_);
    run(resolve(ledger_, *in_, call_));
}

outcome judging::judge(std::string_view collection, const std::string& event) {
    decode(collection, "{\"" + set_name(collection) + "\":[" + event + "]}");
    domain::judge_events(call_, in_->settings().rules);
    return outcome_of(call_.refused(0));
}

std::vector<outcome> judging::create(std::string_view collection,
                                     const std::vector<std::string>& events,
                                     std::string_view more) {
    decode(collection, "{" + std::string(more) + "\"" + set_name(collection) +
                           "\":" + array_text(events) + "}");
    if (const auto refused = domain::judge_call(call_, in_->settings().rules))
        throw std::runtime_error("call refused: " + refused->detail);
    domain::judge_events(call_, in_->settings().rules);
    run(commit(ledger_, *in_, call_));
    std::vector<outcome> out;
    for (std::size_t i = 0; i < call_.events.size(); ++i)
        out.push_back(outcome_of(call_.refused(i)));
    return out;
}

outcome judging::judge_call(std::string_view collection, std::string body) {
    decode(collection, std::move(body));
    const domain::verdict refused = domain::judge_call(call_, in_->settings().rules);
    return outcome_of(refused ? &*refused : nullptr);
}

void change(object_text& object, std::string_view by) {
    for (std::size_t at = 1; by.at(at) != '}';) {
        const std::size_t name_end = by.find('"', at + 1);
        const std::string_view name = by.substr(at + 1, name_end - at - 1);
        const std::size_t value_end = end_of_value(by, name_end + 2);
        const std::string_view value = by.substr(name_end + 2, value_end - name_end - 2);
        if (value == "absent") object.remove(name);
        else object.set(name, value);
        at = by[value_end] == ',' ? value_end + 1 : value_end;
    }
}

std::string changed(object_text object, std::string_view by) {
    change(object, by);
    return object.text();
}

}  // namespace crmlocal::test
