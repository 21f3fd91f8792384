// SPDX-License-Identifier: BSL-1.0
#include <cstring>
#include <stdexcept>

#include "bench/work/work.hpp"

namespace crmlocal::bench {
namespace {

constexpr std::string_view token_member = R"("token":")";
constexpr std::string_view reference_end = R"(-000000000000")";
constexpr std::string_view referred_member =
    R"("referred_rewards_participant_identifier":{"number":"RP)";
constexpr std::string_view referrer_member =
    R"("referred_by_rewards_participant_identifier":{"number":"RP)";
constexpr std::size_t token_bytes = 32;
constexpr std::size_t reference_digits = 12;
constexpr std::size_t participant_digits = 10;

// Where the text occurs, `skip` bytes further on.
std::vector<std::uint32_t> places_of(std::string_view text, std::string_view in, std::size_t skip) {
    std::vector<std::uint32_t> out;
    for (std::size_t at = in.find(text); at != in.npos; at = in.find(text, at + text.size()))
        out.push_back(static_cast<std::uint32_t>(at + skip));
    return out;
}

void write_digits(std::uint64_t number, std::size_t digits, char* to) {
    for (; digits > 0; number /= 10) to[--digits] = static_cast<char>('0' + number % 10);
}

}  // namespace

body::body(std::string json, std::size_t events, std::size_t unknown_accounts)
    : bytes_(std::move(json)), events_(events), unknown_accounts_(unknown_accounts) {
    const std::size_t token = bytes_.find(token_member);
    if (token == bytes_.npos) throw std::runtime_error("a body without a token");
    token_ = static_cast<std::uint32_t>(token + token_member.size());
    references_ = places_of(reference_end, bytes_, 1);
    referred_ = places_of(referred_member, bytes_, referred_member.size());
    referrers_ = places_of(referrer_member, bytes_, referrer_member.size());
    if (referred_.size() != referrers_.size()) throw std::runtime_error("half a referral");
}

void body::put_in_front(std::string_view head) {
    bytes_.replace(0, head_bytes_, head);
    head_bytes_ = head.size();
}

void body::set_token(std::string_view token) {
    if (token.size() != token_bytes) throw std::runtime_error("a token not of 32 characters");
    std::memcpy(at(token_), token.data(), token_bytes);
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

}  // namespace crmlocal::bench
