// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

/// The standard work: what every measurement of this project is made with.
namespace crmlocal::bench {

/// How much of it. The same options make the same bytes on every machine.
struct work_options {
    std::size_t bodies = 24;    ///< different ones of each type, or a parser learns them by heart
    std::size_t events = 1000;  ///< in each body
    std::size_t accounts = 100'000;  ///< in the fixture, and as many participants
    std::uint64_t seed = 1;
};

/// Numbers that are written into a body just before it is sent.
struct running_numbers {
    std::uint64_t reference = 0;     ///< the next external reference; unique or it is refused
    std::uint64_t participant = 0;   ///< the next to be referred, from 0; each only once
    std::uint64_t participants = 1;  ///< how many the fixture has
};

/// The body of one bulk call, and where in it something has to be replaced.
class body {
public:
    /// Finds the token, the external references and the participants in a body made as
    /// `write_body` and `corpus.py` make them.
    body(std::string json, std::size_t events, std::size_t unknown_accounts);

    /// Puts a head in front, so that both leave in one write.
    void put_in_front(std::string_view head);

    /// Replaces the token, of 32 characters.
    void set_token(std::string_view token);

    /// Gives every event its external reference and, if it is a referral, its participants.
    void renumber(running_numbers& next);

    std::string_view bytes() const noexcept { return bytes_; }
    std::string_view json() const noexcept { return bytes().substr(head_bytes_); }
    std::size_t events() const noexcept { return events_; }
    /// How many of its events name an account that does not exist.
    std::size_t unknown_accounts() const noexcept { return unknown_accounts_; }
    std::size_t referrals() const noexcept { return referred_.size(); }

private:
    char* at(std::uint32_t offset) noexcept { return bytes_.data() + head_bytes_ + offset; }

    std::string bytes_;
    std::size_t head_bytes_ = 0;
    std::size_t events_;
    std::size_t unknown_accounts_;
    std::uint32_t token_ = 0;
    std::vector<std::uint32_t> references_;  // of 12 digits
    std::vector<std::uint32_t> referred_;    // of 10 digits
    std::vector<std::uint32_t> referrers_;   // of 10 digits
};

/// The types of event there is standard work for, as paths name them.
std::vector<std::string_view> collections_of_work();

/// The bodies of one type. Throws `std::invalid_argument` if there is no such type.
std::vector<body> make_bodies(std::string_view collection, const work_options& options);

/// The organisation that all bodies are for: `bench`, user `bench`, password `bench`.
std::string make_fixture(std::size_t accounts);

/// What `corpus.py` left in a directory. Throws `std::runtime_error` if it is not there.
std::vector<body> read_bodies(const std::string& directory, std::string_view collection);
std::string read_fixture_text(const std::string& directory);

/// How many participants the text of a fixture has.
std::size_t participants_of(std::string_view fixture);

}  // namespace crmlocal::bench
