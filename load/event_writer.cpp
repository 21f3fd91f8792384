// SPDX-License-Identifier: BSL-1.0
#include "load/event_writer.hpp"

#include <chrono>
#include <iterator>

#include <fmt/format.h>

#include "domain/field.hpp"

namespace crmlocal::load {
namespace {

constexpr std::string_view sites[] = {
    "www.crm.com", "https://www.example.com/campaigns/summer-2016?utm_source=newsletter",
    "shop.example.com/cart"};
constexpr std::string_view descriptions[] = {
    "Visited landing page", R"(Clicked banner #3 \"Summer sale\")", "Κατάλογος προϊόντων",
    "Signed up", "Completed survey"};
constexpr std::string_view brands[] = {"Visa", "Mastercard"};
constexpr std::string_view user_texts[] = {"campaign-summer", "tier gold", "EN", "channel:web"};
constexpr std::uint64_t days = 30;

template <class... T>
void append(std::string& out, fmt::format_string<T...> text, T&&... values) {
    fmt::format_to(std::back_inserter(out), text, std::forward<T>(values)...);
}

}  // namespace

event_writer::event_writer(const domain::event_type& type, const work_options& options,
                           std::uint64_t seed)
    : type_(type), options_(options), random_(seed) {}

void event_writer::member(std::string_view name, std::string_view text) {
    append(*out_, R"({}"{}":"{}")", separator_, name, text);
    separator_ = ',';
}

void event_writer::identifier(std::string_view name, std::string_view key, std::string_view text) {
    append(*out_, R"({}"{}":{{"{}":"{}"}})", separator_, name, key, text);
    separator_ = ',';
}

void event_writer::member_in_hundredths(std::string_view name, std::uint64_t hundredths) {
    append(*out_, R"({}"{}":{}.{})", separator_, name, hundredths / 100, hundredths / 10 % 10);
    if (hundredths % 10 != 0) append(*out_, "{}", hundredths % 10);
    separator_ = ',';
}

std::string event_writer::date() {
    using namespace std::chrono;
    const sys_seconds first = sys_days(2016y / June / 22) + hours(15);
    const sys_seconds when = first + seconds(below(days * 86'400));
    const year_month_day day(floor<std::chrono::days>(when));
    const hh_mm_ss time(when - floor<std::chrono::days>(when));
    return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}", static_cast<int>(day.year()),
                       static_cast<unsigned>(day.month()), static_cast<unsigned>(day.day()),
                       time.hours().count(), time.minutes().count(), time.seconds().count());
}

void event_writer::write(std::string& out) {
    out_ = &out;
    separator_ = '{';
    member("request_unique_identifier", fmt::format("{:016X}{:016X}", random_(), random_()));
    write_customer();
    identifier("performed_by_unit_identifier", "name", units[below(std::size(units))].name);
    member("performed_on", date());
    identifier("classification_identifier", "name",
               fmt::format("{} {}", type_.classification, 1 + below(classifications_per_type)));
    write_particular();
    member("description", any(descriptions));
    write_external();
    write_user_fields();
    if (type_.collection == "purchases") write_payment();
    out += '}';
}

void event_writer::write_customer() {
    const bool unknown = happens(options_.refused_share);
    const std::uint64_t nobody = below(1'000'000'000);
    if (type_.collection == "referrals") {  // known ones are written before sending
        identifier("referred_rewards_participant_identifier", "number",
                   unknown ? fmt::format("RP9{:09}", nobody) : "RP0000000001");
        identifier("referred_by_rewards_participant_identifier", "number", "RP0000000002");
        return;
    }
    identifier("accounts_receivable_identifier", "number",
               unknown ? fmt::format("ACR9{:09}", nobody)
                       : fmt::format("ACR{:010}", 1 + below(options_.accounts)));
}

void event_writer::write_particular() {
    if (type_.collection == "web") member("website", any(sites));
    if (type_.collection == "social_media") {
        member("social_media", "FACEBOOK");
        member("profile", fmt::format("www.facebook.com/user{}", below(1'000'000)));
        member("action", "LIKE");
    }
    if (type_.collection == "purchases")
        member("reference_number", fmt::format("RF{:08}", below(100'000'000)));
}

void event_writer::write_external() {
    member("external_system", type_.collection == "purchases" ? "POS" : "WEBTRACK");
    const std::string_view c = type_.collection;
    member("external_system_reference_number",
           fmt::format("{}{}-000000000000", static_cast<char>(c[0] - 'a' + 'A'),
                       static_cast<char>(c[1] - 'a' + 'A')));
}

void event_writer::write_user_fields() {
    for (const domain::column& c : type_.columns())
        if (c.what->name.starts_with("udf_") && is_filled_in(*c.what)) write_user_field(*c.what);
}

// As corpus.py does it, unless a density was asked for.
bool event_writer::is_filled_in(const domain::field& what) {
    if (options_.udf_density) return happens(*options_.udf_density);
    const std::string_view texts = type_.collection == "purchases" ? "1234" : "123";
    const std::string_view number = what.name.substr(what.name.rfind('_') + 1);
    return number.size() == 1 &&
           (what.type == domain::value_type::text ? texts : "1").find(number) != texts.npos;
}

void event_writer::write_user_field(const domain::field& what) {
    switch (what.type) {
        case domain::value_type::date: member(what.name, date()); break;
        case domain::value_type::floating: member_in_hundredths(what.name, below(100'000)); break;
        default: {
            const std::uint64_t which = below(std::size(user_texts) + 1);
            member(what.name, which < std::size(user_texts)
                                  ? std::string(user_texts[which])
                                  : fmt::format("Ref A/{}", below(1'000'000)));
        }
    }
}

void event_writer::write_payment() {
    identifier("payment_medium_type_identifier", "name", "Credit Card");
    identifier("payment_medium_brand_identifier", "name", any(brands));
    member("payment_medium_identifier", fmt::format("************{:04}", below(10'000)));
    append(*out_, R"(,"products_set":)");
    constexpr int lines_of[] = {1, 2, 2, 3};
    char before = '[';
    for (int lines = lines_of[below(std::size(lines_of))]; lines > 0; --lines) {
        *out_ += before;
        before = ',';
        write_product();
    }
    *out_ += ']';
}

void event_writer::write_product() {
    const std::uint64_t net = 1 + below(29'999);
    const std::uint64_t vat = net * 19 / 100;
    separator_ = '{';
    identifier("product_identifier", "code", any(products));
    append(*out_, R"(,"quantity":{})", 1 + below(8));
    member_in_hundredths("total_amount", net + vat);
    member_in_hundredths("net_amount", net);
    member_in_hundredths("vat_amount", vat);
    *out_ += '}';
}

}  // namespace crmlocal::load
