// SPDX-License-Identifier: BSL-1.0
#include "load/call_replay.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <optional>
#include <stdexcept>
#include <thread>

#include <boost/asio/buffer.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/write.hpp>
#include <boost/json/parse.hpp>
#include <fmt/format.h>

#include "domain/date_time.hpp"
#include "lab/json_path.hpp"
#include "lab/redaction.hpp"
#include "lab/value_condition.hpp"
#include "load/answer_reader.hpp"

namespace crmlocal::load {
namespace {

namespace json = boost::json;
using boost::asio::ip::tcp;

constexpr std::size_t differences_max = 10;  // of one call

bool same_letters(std::string_view a, std::string_view lower) noexcept {
    return std::ranges::equal(a, lower, [](char x, char y) {
        return (x >= 'A' && x <= 'Z' ? static_cast<char>(x - 'A' + 'a') : x) == y;
    });
}

// What belongs to the connection, or is made anew.
bool is_own_field(std::string_view name) noexcept {
    constexpr std::string_view own[] = {"host",
                                        "content-length",
                                        "connection",
                                        "transfer-encoding",
                                        "expect",
                                        "authorization",
                                        "accept-encoding",
                                        "content-encoding",
                                        "cookie",
                                        "te",
                                        "keep-alive"};
    return std::ranges::any_of(own, [name](auto o) { return same_letters(name, o); });
}

// One connection that is made anew when the server closes it.
class line {
public:
    explicit line(const destination& at) : at_(at) {}

    // Sends a request and returns the answer; once more if the connection had gone idle.
    void exchange(const std::string& request, unsigned& status, std::string& body) {
        for (int attempt = 0;; ++attempt) {
            const bool fresh = !socket_;
            if (try_exchange(request, status, body)) return;
            socket_.reset();
            if (fresh || attempt > 0) {
                status = 0;
                body.clear();
                return;
            }
        }
    }

private:
    bool try_exchange(const std::string& request, unsigned& status, std::string& body) {
        boost::system::error_code error;
        if (!socket_) {
            socket_.emplace(loop_);
            socket_->connect(at_.server, error);
            if (error)
                throw std::runtime_error("cannot connect to " + at_.host + ": " + error.message());
            socket_->set_option(tcp::no_delay(true), error);
        }
        boost::asio::write(*socket_, boost::asio::buffer(request), error);
        if (error) return false;
        reader_.begin();
        std::string pending;
        while (!reader_.done()) {
            std::array<char, 65536> room;
            const std::size_t got = socket_->read_some(boost::asio::buffer(room), error);
            if (error) return false;
            pending.append(room.data(), got);
            try {
                pending.erase(0, reader_.put(pending));
            } catch (const std::runtime_error&) {
                return false;  // a fault of the laboratory, for instance
            }
        }
        status = reader_.status();
        body = reader_.body();
        if (!reader_.keep_alive()) socket_.reset();
        return true;
    }

    const destination& at_;
    boost::asio::io_context loop_;
    std::optional<tcp::socket> socket_;
    answer_reader reader_;
};

// The path below the base path, with the query.
std::string_view method_of(const recorded_call& call, std::string_view base) {
    std::string_view out = call.target;
    if (!base.empty() && out.starts_with(base)) out.remove_prefix(base.size());
    out.remove_prefix(std::min(out.find_first_not_of('/'), out.size()));
    return out;
}

std::string request_for(const recorded_call& call, const destination& at, const std::string& token,
                        std::string_view method) {
    json::error_code error;
    json::parse(call.body, error);
    const std::string body = error ? call.body : lab::redact_json(call.body, token);
    std::string out =
        fmt::format("{} {} HTTP/1.1\r\nHost: {}\r\n", call.http_method,
                    lab::redact_target(fmt::format("{}/{}", at.base_path, method), token), at.host);
    for (const auto& [name, value] : call.fields)
        if (!is_own_field(name) && !name.starts_with(':'))
            out += fmt::format("{}: {}\r\n", name, value);
    if (!body.empty() || call.http_method == "POST")
        out += fmt::format("Content-Length: {}\r\n", body.size());
    return out + "\r\n" + body;
}

void compare(const json::value& a, const json::value& b, const std::string& at, bool strict,
             std::vector<std::string>& out) {
    if (out.size() == differences_max) return;
    const auto differ = [&] {
        out.push_back(fmt::format("{} was {}, is {}", at.empty() ? "the answer" : at, lab::brief(a),
                                  lab::brief(b)));
    };
    if (const auto* x = a.if_array(), *y = b.if_array(); x && y) {
        if (x->size() != y->size())
            out.push_back(fmt::format("{} had {} elements, has {}", at, x->size(), y->size()));
        for (std::size_t i = 0; i < std::min(x->size(), y->size()); ++i)
            compare((*x)[i], (*y)[i], fmt::format("{}/{}", at, i), strict, out);
        return;
    }
    const auto *x = a.if_object(), *y = b.if_object();
    if (!x || !y) {
        const bool dates = a.is_string() && b.is_string() &&
                           domain::parse_date_time(a.get_string()) &&
                           domain::parse_date_time(b.get_string());
        if (!lab::same_json(a, b) && (strict || !dates)) differ();
        return;
    }
    for (const auto& [name, value] : *x) {
        const std::string below = fmt::format("{}/{}", at, std::string_view(name));
        const bool free = name == "token" || (!strict && (name == "id" || name == "number"));
        const json::value* other = y->if_contains(name);
        if (!other) out.push_back(fmt::format("{} was {}, is not there", below, lab::brief(value)));
        else if (!free) compare(value, *other, below, strict, out);
    }
    for (const auto& [name, value] : *y)
        if (!x->contains(name))
            out.push_back(fmt::format("{}/{} was not there, is {}", at, std::string_view(name),
                                      lab::brief(value)));
}

}  // namespace

std::vector<std::string> differences(std::string_view recorded, std::string_view replayed,
                                     bool strict) {
    std::vector<std::string> out;
    json::error_code no_json, no_json_now;
    const json::value was = json::parse(recorded, no_json);
    const json::value is = json::parse(replayed, no_json_now);
    if (!no_json && !no_json_now) compare(was, is, "", strict, out);
    else if (recorded != replayed) out.push_back("the answers are different texts");
    return out;
}

replay_result replay(
    const std::vector<recorded_call>& calls, const destination& at, const std::string& token,
    const replay_plan& plan,
    const std::function<void(const recorded_call&, const std::vector<std::string>&)>& tell) {
    using clock = std::chrono::steady_clock;
    replay_result out;
    line to(at);
    const auto begin = clock::now();
    for (const recorded_call& call : calls) {
        const std::string_view method = method_of(call, plan.recorded_base_path);
        if (method.starts_with("authentication/")) {
            ++out.skipped;
            continue;
        }
        if (plan.speed > 0) {
            const std::chrono::duration<double, std::micro> after(
                static_cast<double>(call.at_us - calls.front().at_us) / plan.speed);
            const auto due = begin + std::chrono::duration_cast<clock::duration>(after);
            std::this_thread::sleep_until(due);
            const std::chrono::duration<double> late = clock::now() - due;
            out.late_seconds = std::max(out.late_seconds, late.count());
        }
        unsigned status = 0;
        std::string body;
        to.exchange(request_for(call, at, token, method), status, body);
        ++out.sent;
        std::vector<std::string> differ;
        if (status == 0) differ.push_back("there was no answer");
        else if (status != call.status)
            differ.push_back(fmt::format("HTTP status was {}, is {}", call.status, status));
        if (status != 0)
            for (std::string& one : differences(call.answer, body, plan.strict))
                differ.push_back(std::move(one));
        if (differ.empty()) continue;
        ++out.differed;
        tell(call, differ);
    }
    return out;
}

}  // namespace crmlocal::load
