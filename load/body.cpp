// SPDX-License-Identifier: BSL-1.0
#include "load/body.hpp"

#include <algorithm>
#include <cstring>
#include <stdexcept>

namespace crmlocal::load {
namespace {

constexpr std::string_view token_member = R"("token":")";
constexpr std::string_view request_member = R"("request_unique_identifier":")";
constexpr std::string_view account_member = R"("accounts_receivable_identifier":{"number":"ACR)";
constexpr std::string_view referred_member =
    R"("referred_rewards_participant_identifier":{"number":"RP)";
constexpr std::string_view referrer_member =
    R"("referred_by_rewards_participant_identifier":{"number":"RP)";
constexpr std::string_view reference_end = R"(-000000000000")";
constexpr char first_digit_of_unknown = '9';  // fixtures count from 1, in ten digits
constexpr std::size_t reference_digits = 12;
constexpr std::size_t participant_digits = 10;

// What follows the member in an event; where the event ends if it has no such member.
std::size_t after(std::string_view member, std::string_view in, std::size_t from, std::size_t end) {
    const std::size_t at = in.substr(0, end).find(member, from);
    return at == in.npos ? end : at + member.size();
}

void write_digits(std::uint64_t number, std::size_t digits, char* to) {
    for (; digits > 0; number /= 10) to[--digits] = static_cast<char>('0' + number % 10);
}

}  // namespace

body::body(std::string json) : bytes_(std::move(json)) {
    find_token();
    find_events();
    if (events() == 0) throw std::runtime_error("a body without events");
}

void body::find_token() {
    const std::size_t begin = after(token_member, bytes_, 0, bytes_.size());
    const std::size_t end = bytes_.find('"', begin);
    if (end == bytes_.npos) throw std::runtime_error("a body without a token");
    token_ = static_cast<std::uint32_t>(begin);
    token_bytes_ = end - begin;
}

void body::find_events() {
    const std::string_view all = bytes_;
    std::size_t begin = after(request_member, all, 0, all.size());
    while (begin < all.size()) {
        const std::size_t next = after(request_member, all, begin, all.size());
        const auto offset = [](std::size_t at) { return static_cast<std::uint32_t>(at); };
        const std::size_t referred = after(referred_member, all, begin, next);
        const std::size_t referrer = after(referrer_member, all, begin, next);
        const std::size_t customer = std::min(after(account_member, all, begin, next), referred);
        const std::size_t reference = all.substr(0, next).find(reference_end, begin);
        if (all.size() - begin <= request_bytes || all[begin + request_bytes] != '"')
            throw std::runtime_error("a request identifier that has not 32 characters");
        if (customer == next || (referred == next) != (referrer == next))
            throw std::runtime_error("an event without a customer");
        const bool unknown = all[customer] == first_digit_of_unknown;
        (unknown ? refused_ : created_).push_back(offset(begin));
        if (reference != all.npos) references_.push_back(offset(reference + 1));
        if (referred != next && !unknown) {
            referred_.push_back(offset(referred));
            referrers_.push_back(offset(referrer));
        }
        begin = next;
    }
}

void body::put_in_front(std::string_view head) {
    bytes_.replace(0, head_bytes_, head);
    head_bytes_ = head.size();
}

void body::fit_token(std::size_t bytes) {
    if (bytes == token_bytes_) return;
    std::string json(this->json());
    *this = body(json.replace(token_, token_bytes_, bytes, 'T'));
}

void body::set_token(std::string_view token) {
    if (token.size() != token_bytes_)
        throw std::runtime_error("tokens of different sizes in one run");
    std::memcpy(at(token_), token.data(), token.size());
}

void body::renumber(running_numbers& next) {
    for (std::uint32_t offset : references_)
        write_digits(next.reference++, reference_digits, at(offset));
    for (std::size_t i = 0; i < referred_.size(); ++i) {
        const std::uint64_t referred = next.participant++ % next.participants;
        const std::uint64_t referrer = (referred + 7) % next.participants;
        write_digits(referred + 1, participant_digits, at(referred_[i]));
        write_digits(referrer + 1, participant_digits, at(referrers_[i]));
    }
}

}  // namespace crmlocal::load
