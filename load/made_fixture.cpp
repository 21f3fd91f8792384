// SPDX-License-Identifier: BSL-1.0
#include "load/made_fixture.hpp"

#include <array>
#include <iterator>

#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>
#include <fmt/format.h>

#include "domain/event_catalogue.hpp"
#include "store/hash.hpp"

namespace crmlocal::load {
namespace {

constexpr std::size_t portion_bytes = 64 << 10;
constexpr std::size_t classifications_per_type = 4;

constexpr std::array<std::string_view, 16> first_names = {
    "Anna", "Bert", "Chloé",  "Dimitris", "Eleni", "Fatima", "Giorgos", "Hana",
    "Ivan", "Jana", "Κώστας", "Lena",     "Maria", "Nuno",   "Oksana",  "Polina"};
constexpr std::array<std::string_view, 16> last_names = {
    "Abel",    "Berg",   "Costa",        "Dimou", "Evans",  "Fischer", "García", "Haddad",
    "Ivanova", "Jansen", "Konstantinou", "Lopez", "Müller", "Nowak",   "O'Neil", "Papadopoulou"};
constexpr std::array<std::string_view, 4> medium_types = {"Credit Card", "Debit Card", "Cash",
                                                          "Voucher"};
constexpr std::array<std::string_view, 3> medium_brands = {"Visa", "Mastercard",
                                                           "American Express"};
constexpr std::array<std::string_view, 3> currencies = {"EUR", "USD", "GBP"};

class maker {
public:
    maker(const made_fixture_options& options, const std::function<void(std::string_view)>& write)
        : options_(options), write_(write) {}

    void run() {
        const std::string name = boost::json::serialize(boost::json::value(options_.organisation));
        add(R"({{"organisation":{0},"users":[{{"username":{0},"password":{0}}}])", name);
        set("currencies", currencies.size(),
            [&](std::uint64_t i) { add(R"({{"code":"{}"}})", currencies[i]); });
        set("units", options_.units, [&](std::uint64_t i) {
            add(R"({{"name":"Unit {0}","alternative_code":"U{0}","currency":"{1}"}})", i + 1,
                currencies[i == 0 ? 0 : draw("unit", i) % currencies.size()]);
        });
        add_classifications();
        named("payment_medium_types", medium_types);
        named("payment_medium_brands", medium_brands);
        set("products", options_.products, [&](std::uint64_t i) {
            add(R"({{"code":"Product {0}","alternative_code":"P{0}","description":"No. {0}"}})",
                i + 1);
        });
        set("invoices", options_.invoices, [&](std::uint64_t i) {
            add(R"({{"number":"INV{0:08}","reference_number":"R{0:08}","back_office_code":"B{0:08}"}})",
                i + 1);
        });
        set("accounts_receivable", options_.accounts, [&](std::uint64_t i) { add_account(i); });
        set("rewards_participants", options_.accounts == 0 ? 0 : options_.participants,
            [&](std::uint64_t i) { add_participant(i); });
        add("}}\n");
        write_(out_);
    }

private:
    template <class... Arguments>
    void add(fmt::format_string<Arguments...> format, Arguments&&... arguments) {
        fmt::format_to(std::back_inserter(out_), format, std::forward<Arguments>(arguments)...);
        if (out_.size() < portion_bytes) return;
        write_(out_);
        out_.clear();
    }

    template <class Element>
    void set(std::string_view name, std::uint64_t count, Element element) {
        add(",\n\"{}\":[", name);
        for (std::uint64_t i = 0; i < count; ++i) {
            add("{}", i == 0 ? "" : ",\n");
            element(i);
        }
        add("]");
    }

    template <class Names>
    void named(std::string_view set_name, const Names& names) {
        set(set_name, names.size(), [&](std::uint64_t i) {
            add(R"({{"name":"{}","alternative_code":"M{}"}})", names[i], i + 1);
        });
    }

    void add_classifications() {
        const auto types = domain::customer_events.types;
        set("classifications", types.size() * classifications_per_type, [&](std::uint64_t i) {
            const std::string_view type = types[i / classifications_per_type].classification;
            add(R"({{"name":"{0} {1}","alternative_code":"C{2}","type":"{0}"}})", type,
                i % classifications_per_type + 1, i + 1);
        });
    }

    void add_account(std::uint64_t i) {
        const std::uint64_t bits = draw("account", i);
        add(R"({{"number":"ACR{:010}","name":"{} {}","life_cycle_state":"{}")", i + 1,
            first_names[bits % first_names.size()], last_names[bits / 16 % last_names.size()],
            chosen("inactive", i, options_.inactive_share) ? "SUSPENDED" : "ACTIVE");
        if (chosen("restricted", i, options_.restricted_share))
            add(R"(,"payment_media":[{{"type":"{}","brand":"{}"}}])",
                medium_types[bits / 256 % medium_types.size()],
                medium_brands[bits / 1024 % medium_brands.size()]);
        add("}}");
    }

    void add_participant(std::uint64_t i) {
        add(R"({{"number":"RP{:010}","account":"ACR{:010}")", i + 1, i % options_.accounts + 1);
        if (i != 0 && chosen("referred", i, options_.referred_share))
            add(R"(,"referred_by":"RP{:010}")", draw("by", i) % i + 1);
        add("}}");
    }

    std::uint64_t draw(std::string_view purpose, std::uint64_t i) const {
        return store::seed_for(store::seed_for(options_.seed, purpose), std::to_string(i));
    }
    bool chosen(std::string_view purpose, std::uint64_t i, double share) const {
        return static_cast<double>(draw(purpose, i) >> 11) * 0x1p-53 < share;
    }

    const made_fixture_options& options_;
    const std::function<void(std::string_view)>& write_;
    std::string out_;
};

}  // namespace

void make_fixture(const made_fixture_options& options,
                  const std::function<void(std::string_view)>& write) {
    maker(options, write).run();
}

}  // namespace crmlocal::load
