// SPDX-License-Identifier: BSL-1.0
//
// A thousand organisations at the same time, each with a seed, a clock, faults and resets of its
// own: in each of them everything is as it is when it is alone.
#include <algorithm>
#include <deque>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "test/app/world_server.hpp"
#include "test/support/json.hpp"

namespace crmlocal::test {
namespace {

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr unsigned organisations = 60;
#else
constexpr unsigned organisations = 1000;
#endif
constexpr unsigned threads = 8;

const std::string all = "/__admin/organisations";

// One test's life in an organisation of its own: what it does, step by step, and what it sees.
class life {
public:
    explicit life(unsigned number)
        : number_(number), name_("organisation " + std::to_string(number)) {}

    static constexpr unsigned steps = 15;

    // The next step, over that connection; false when it is over.
    bool step(http_client& by) {
        switch (const unsigned at = next_++) {
            case 0: make(by); break;
            case 1:
            case 8: begin(by); break;
            case 2:
            case 3:
            case 9:
            case 10: create(by, "web", 3, at); break;
            case 4:
            case 11: create(by, "referrals", 4, at); break;
            case 5:
            case 12: advance(by); break;
            case 6:
            case 13: look(by); break;
            case 7: see(by.post(path() + "/reset", R"({"keep":[]})").body); break;
            default: see(by.post(path() + "/remove", "").body); return false;
        }
        return true;
    }

    const std::string& name() const noexcept { return name_; }
    /// Everything that was seen, in order.
    const std::string& seen() const noexcept { return seen_; }

private:
    std::string path() const { return all + "/organisation%20" + std::to_string(number_); }

    void see(std::string_view what) { seen_.append(what).append("\n"); }

    void make(http_client& by) {
        const response made = by.post(
            all, R"({"name":")" + name_ + R"(","from":"world","seed":)" + std::to_string(number_) +
                     R"(,"next_numbers":{"web":)" + std::to_string(number_ + 1) + "}}");
        seen_ += std::to_string(made.status) + "\n";
    }

    // After making it and after a reset that keeps nothing.
    void begin(http_client& by) {
        by.post(path() + "/clock", R"({"mode":"frozen","now":"2020-01-01T00:00:00"})");
        by.post(path() + "/faults",
                R"([{"match":{"type":"web","probability":0.3},"effect":{"answer":503}},
                    {"match":{"type":"referrals"},"effect":{"refuse_events":{"probability":0.3,
                     "code":"LabException","error":"Lab."}}}])");
        const response token = by.post(path() + "/token", "");
        token_ = std::string(parse_json(token.body).at("token").as_string());
    }

    void create(http_client& by, std::string_view type, unsigned count, unsigned serial) {
        const response answer = by.post(
            bulk_path(type), bulk_body(token_, type, valid_events(type, count, serial * 10)));
        see(std::to_string(answer.status) + " " + answer.body);
    }

    void advance(http_client& by) {
        const std::string seconds = std::to_string(number_ % 3000 + 1);
        see(parse_json(by.post(path() + "/clock/advance", R"({"by":)" + seconds + "}").body)
                .at("now")
                .as_string());
        create(by, "web", 1, 90);
    }

    // Everything there is: events with their dates, faults with their counts, the log of calls.
    void look(http_client& by) {
        see(by.get(path() + "/diff").body);
        see(by.get(path() + "/faults").body);
        const json::value log = parse_json(by.get(path() + "/requests").body);
        see(json::serialize(log.at("dropped")));
        for (const json::value& call : log.at("requests").as_array())
            for (const char* member : {"number", "time", "method", "status", "verdict",
                                       "error_code", "faults", "events"})
                see(json::serialize(call.at(member)));
    }

    unsigned number_;
    std::string name_;
    std::string token_;
    std::string seen_;
    unsigned next_ = 0;
};

// Whoever has nothing to do takes the next step of whichever organisation has waited longest.
class crowd {
public:
    explicit crowd(std::vector<life>& lives) {
        for (life& one : lives) waiting_.push_back(&one);
    }

    void work(std::uint16_t port) {
        http_client client(port);
        while (life* const one = take())
            if (one->step(client)) give_back(one);
    }

private:
    life* take() {
        const std::lock_guard held(guard_);
        if (waiting_.empty()) return nullptr;
        life* const one = waiting_.front();
        waiting_.pop_front();
        return one;
    }
    void give_back(life* one) {
        const std::lock_guard held(guard_);
        waiting_.push_back(one);
    }

    std::mutex guard_;
    std::deque<life*> waiting_;
};

// Where the two begin to differ.
std::string difference(const life& together, const life& alone) {
    const auto [a, b] = std::ranges::mismatch(together.seen(), alone.seen());
    const auto at = static_cast<std::size_t>(a - together.seen().begin());
    const std::size_t begin = at < 200 ? 0 : at - 200;
    return "together:\n" + together.seen().substr(begin, 400) + "\nalone:\n" +
           alone.seen().substr(begin, 400);
}

std::vector<life> some_lives() {
    std::vector<life> out;
    for (unsigned i = 0; i < organisations; ++i) out.emplace_back(i);
    return out;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(organisations_hammered)

BOOST_AUTO_TEST_CASE(not_one_value_crosses_over) {
    const std::vector<std::string> options = {"--threads=4", "--seed=1", "--call-log=on",
                                              "--call-logs-bytes=1GiB"};
    std::vector<life> together = some_lives(), alone = some_lives();
    {
        world_server server(world(), options);
        crowd all_of_them(together);
        std::vector<std::thread> working;
        for (unsigned t = 0; t < threads; ++t)
            working.emplace_back([&] { all_of_them.work(server.port()); });
        for (std::thread& one : working) one.join();
    }
    world_server server(world(), options);
    http_client client(server.port());
    for (life& one : alone)
        while (one.step(client)) continue;
    unsigned faulty = 0;
    for (unsigned i = 0; i < organisations; ++i) {
        BOOST_TEST_REQUIRE(together[i].seen() == alone[i].seen(),
                           together[i].name() + ": " + difference(together[i], alone[i]));
        faulty += alone[i].seen().find("LabException") != std::string::npos;
        if (i > 0) BOOST_TEST((alone[i].seen() != alone[i - 1].seen()));
    }
    BOOST_TEST(faulty > organisations / 2);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace crmlocal::test
