// SPDX-License-Identifier: BSL-1.0
#include "load/answered_events.hpp"

#include <algorithm>
#include <charconv>
#include <cstring>

#include <fmt/format.h>

namespace crmlocal::load {
namespace {

constexpr std::string_view envelope_begin = R"({"data":{"unprocessed_customer_events_set":[)";
constexpr std::string_view envelope_middle = R"(],"processed_customer_events_set":[)";
constexpr std::string_view envelope_end =
    R"(]},"status":{"code":"OK","description":"","message":""}})";
constexpr std::string_view not_found = "NotFoundAPIValueException";

constexpr std::array<std::uint8_t, 256> digit_values = [] {
    std::array<std::uint8_t, 256> out{};
    out.fill(0xFF);
    for (unsigned c = '0'; c <= '9'; ++c) out[c] = static_cast<std::uint8_t>(c - '0');
    for (unsigned c = 'A'; c <= 'F'; ++c) out[c] = static_cast<std::uint8_t>(c - 'A' + 10);
    return out;
}();

// What is left of an answer. Every `take` is false if something else comes next.
class answer_cursor {
public:
    explicit answer_cursor(std::string_view rest) : rest_(rest) {}

    bool take(std::string_view text) {
        if (!rest_.starts_with(text)) return false;
        rest_.remove_prefix(text.size());
        return true;
    }

    // A text without anything escaped, up to its quote.
    bool take_text() {
        const std::size_t end = rest_.find('"');
        if (end == rest_.npos || end == 0) return false;
        rest_.remove_prefix(end);
        return true;
    }

    bool take_number(std::uint64_t& number) {
        const auto [end, error] =
            std::from_chars(rest_.data(), rest_.data() + rest_.size(), number);
        if (error != std::errc()) return false;
        rest_.remove_prefix(static_cast<std::size_t>(end - rest_.data()));
        return true;
    }

    bool take_id(event_id& id) {
        if (rest_.size() < 32) return false;
        unsigned invalid = 0;
        for (std::size_t half = 0; half < 2; ++half) {
            std::uint64_t value = 0;
            for (std::size_t i = 0; i < 16; ++i) {
                const unsigned digit =
                    digit_values[static_cast<unsigned char>(rest_[16 * half + i])];
                invalid |= digit;
                value = value << 4 | (digit & 0xF);
            }
            id[half] = value;
        }
        rest_.remove_prefix(32);
        return invalid <= 0xF;
    }

    bool take_request(std::string_view request) {
        return take(R"(,"request_unique_identifier":")") && take(request) && take(R"("})");
    }

    bool empty() const { return rest_.empty(); }
    std::string_view rest() const { return rest_; }

private:
    std::string_view rest_;
};

bool take_refused(answer_cursor& at, std::string_view request) {
    return at.take(R"({"error_description":")") && at.take_text() &&
           at.take(R"(","error_code":")") && at.take(not_found) && at.take(R"(")") &&
           at.take_request(request);
}

bool take_created(answer_cursor& at, std::string_view request, created_event& row) {
    return at.take(R"({"number":")") && at.take_number(row.number) && at.take(R"(","id":")") &&
           at.take_id(row.id) && at.take(R"(")") && at.take_request(request);
}

bool take_answer(answer_cursor& at, const body& asked, std::vector<created_event>& out) {
    if (!at.take(envelope_begin)) return false;
    for (std::size_t i = 0; i < asked.refused_count(); ++i) {
        if (i != 0 && !at.take(",")) return false;
        if (!take_refused(at, asked.refused_request(i))) return false;
    }
    if (!at.take(envelope_middle)) return false;
    for (std::size_t i = 0; i < asked.created_count(); ++i) {
        if (i != 0 && !at.take(",")) return false;
        created_event row;
        if (!take_created(at, asked.created_request(i), row)) return false;
        out.push_back(row);
    }
    return at.take(envelope_end) && at.empty();
}

}  // namespace

std::string read_answer(std::string_view answer, const body& asked,
                        std::vector<created_event>& out) {
    answer_cursor at(answer);
    if (take_answer(at, asked, out)) return {};
    const std::size_t offset = answer.size() - at.rest().size();
    const std::size_t from = offset > 200 ? offset - 200 : 0;
    return fmt::format(
        "an answer is not as it must be at byte {} (of {} events {} name nobody and the others had "
        "to be created): ...{}<HERE>{}...",
        offset, asked.events(), asked.refused_count(), answer.substr(from, offset - from),
        at.rest().substr(0, 200));
}

bool number_set::add(std::uint64_t number) {
    if (const std::uint64_t index = number / page_numbers; index != current_index_) {
        std::unique_ptr<page>& found = pages_[index];
        if (!found) found = std::make_unique<page>();
        current_ = found.get();
        current_index_ = index;
    }
    std::uint64_t& word = (*current_)[number % page_numbers / 64];
    const std::uint64_t bit = std::uint64_t{1} << number % 64;
    if (word & bit) return false;
    word |= bit;
    ++size_;
    lowest_ = std::min(lowest_, number);
    highest_ = std::max(highest_, number);
    return true;
}

void answered_events::add(std::size_t sequence, const std::vector<created_event>& created) {
    if (sequence >= numbers_.size()) numbers_.resize(sequence + 1);
    number_set& numbers = numbers_[sequence];
    for (const created_event& event : created) {
        if (!numbers.add(event.number) && fault_.empty())
            fault_ = fmt::format("the number {} was given twice", event.number);
        ids_.push_back(event.id);
    }
}

std::string answered_events::find_fault(bool only_writer) {
    if (!fault_.empty()) return fault_;
    std::ranges::sort(ids_);
    if (const auto twice = std::ranges::adjacent_find(ids_); twice != ids_.end())
        return fmt::format("the id {:016X}{:016X} was given twice", (*twice)[0], (*twice)[1]);
    for (const number_set& numbers : numbers_)
        if (only_writer && numbers.size() != 0 &&
            numbers.highest() - numbers.lowest() + 1 != numbers.size())
            return fmt::format("{} events have the numbers from {} to {}: there are holes",
                               numbers.size(), numbers.lowest(), numbers.highest());
    return {};
}

}  // namespace crmlocal::load
