// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace crmlocal::load {

/// Numbers that are written into a body just before it is sent.
struct running_numbers {
    std::uint64_t reference = 0;     ///< the next external reference; unique or it is refused
    std::uint64_t participant = 0;   ///< the next to be referred, from 0; each only once
    std::uint64_t participants = 1;  ///< how many the fixture has
};

/// The body of one bulk call, and where in it something has to be replaced.
class body {
public:
    /// Finds the token, the events, the external references and the participants in a body made
    /// as `make_bodies` and `corpus.py` make them. Throws `std::runtime_error` if it is another.
    explicit body(std::string json);

    /// Puts a head in front, so that both leave in one write.
    void put_in_front(std::string_view head);

    /// Makes room for tokens of that size. To be called before a head is put in front.
    void fit_token(std::size_t bytes);

    /// Replaces the token; one that does not fit throws `std::runtime_error`.
    void set_token(std::string_view token);

    /// Gives every event its external reference and, if it is a referral, its participants.
    void renumber(running_numbers& next);

    std::string_view bytes() const noexcept { return bytes_; }
    std::string_view json() const noexcept { return bytes().substr(head_bytes_); }

    std::size_t events() const noexcept { return created_.size() + refused_.size(); }
    std::size_t referrals() const noexcept { return referred_.size(); }
    std::size_t created_count() const noexcept { return created_.size(); }
    /// How many events are to be refused, because they name a customer that does not exist.
    std::size_t refused_count() const noexcept { return refused_.size(); }

    /// The request identifier of an event that is to be created or refused, counted among its like.
    std::string_view created_request(std::size_t i) const { return request_at(created_[i]); }
    std::string_view refused_request(std::size_t i) const { return request_at(refused_[i]); }

    static constexpr std::size_t request_bytes = 32;

private:
    char* at(std::uint32_t offset) noexcept { return bytes_.data() + head_bytes_ + offset; }
    std::string_view request_at(std::uint32_t offset) const {
        return json().substr(offset, request_bytes);
    }
    void find_token();
    void find_events();

    std::string bytes_;
    std::size_t head_bytes_ = 0;
    std::uint32_t token_ = 0;
    std::size_t token_bytes_ = 0;
    std::vector<std::uint32_t> created_;     // request identifiers
    std::vector<std::uint32_t> refused_;     // request identifiers
    std::vector<std::uint32_t> references_;  // of 12 digits
    std::vector<std::uint32_t> referred_;    // of 10 digits
    std::vector<std::uint32_t> referrers_;   // of 10 digits
};

}  // namespace crmlocal::load
