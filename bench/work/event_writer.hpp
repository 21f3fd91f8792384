// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>
#include <random>
#include <span>
#include <string>
#include <string_view>

namespace crmlocal::bench {

/// A type of event as the standard work sees it.
struct collection_shape {
    std::string_view collection;      ///< "web"
    std::string_view name;            ///< "web": what its set is called
    std::string_view classification;  ///< "WEB"
};

inline constexpr collection_shape collection_shapes[] = {
    {"achievements", "achievement", "ACHIEVEMENT"},
    {"purchases", "purchase", "PURCHASE"},
    {"referrals", "referral", "REFERRAL"},
    {"social_media", "social_media", "SOCIAL_MEDIA"},
    {"web", "web", "WEB"},
    {"financial_achievements", "financial_achievement", "FINANCIAL_ACHIEVEMENT"},
};

struct unit_of_work {
    std::string_view name;
    std::string_view alternative_code;
};

inline constexpr unit_of_work units[] = {{"Admin Unit", "AU"},
                                         {"Nicosia Store 01", "NS1"},
                                         {"Limassol Marina Outlet", "LMO"},
                                         {"Online Shop", "OS"}};
inline constexpr std::string_view products[] = {"Serendipity", "Bronze",     "Silver Plan",
                                                "GOLD-2016",   "SKU-000123", "SKU-000987"};
inline constexpr std::size_t classifications_per_type = 4;

/// Writes the events of one type, one after the other, as `corpus.py` shapes them.
class event_writer {
public:
    event_writer(const collection_shape& shape, std::size_t accounts, std::uint64_t seed);

    /// Appends an event as a JSON object.
    void write(std::string& out);

    /// How many of the events so far name an account that does not exist.
    std::size_t unknown_accounts() const noexcept { return unknown_accounts_; }

private:
    std::uint64_t below(std::uint64_t bound) { return random_() % bound; }
    std::string_view any(std::span<const std::string_view> of) { return of[below(of.size())]; }

    void member(std::string_view name, std::string_view text);
    void identifier(std::string_view name, std::string_view key, std::string_view text);
    void member_in_hundredths(std::string_view name, std::uint64_t hundredths);
    void write_customer();
    void write_particular();
    void write_external();
    void write_user_fields();
    void write_payment();
    void write_product();
    std::string date();

    const collection_shape& shape_;
    std::size_t accounts_;
    std::mt19937_64 random_;
    std::size_t unknown_accounts_ = 0;
    std::string* out_ = nullptr;
    char separator_ = '{';
};

}  // namespace crmlocal::bench
