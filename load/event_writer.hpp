// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>
#include <random>
#include <span>
#include <string>
#include <string_view>

#include "domain/event_type.hpp"
#include "load/work.hpp"

namespace crmlocal::load {

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
    event_writer(const domain::event_type& type, const work_options& options, std::uint64_t seed);

    /// Appends an event as a JSON object.
    void write(std::string& out);

private:
    std::uint64_t below(std::uint64_t bound) { return random_() % bound; }
    bool happens(double share) { return static_cast<double>(random_() >> 11) < share * 0x1p53; }
    std::string_view any(std::span<const std::string_view> of) { return of[below(of.size())]; }

    void member(std::string_view name, std::string_view text);
    void identifier(std::string_view name, std::string_view key, std::string_view text);
    void member_in_hundredths(std::string_view name, std::uint64_t hundredths);
    void write_customer();
    void write_particular();
    void write_external();
    void write_user_fields();
    void write_user_field(const domain::field& what);
    bool is_filled_in(const domain::field& what);
    void write_payment();
    void write_product();
    std::string date();

    const domain::event_type& type_;
    const work_options& options_;
    std::mt19937_64 random_;
    std::string* out_ = nullptr;
    char separator_ = '{';
};

}  // namespace crmlocal::load
