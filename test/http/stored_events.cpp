// SPDX-License-Identifier: BSL-1.0
//
// From JSON to the record and back: what was sent is what was stored, in every column of every
// type.
#include <charconv>
#include <random>

#include <boost/test/unit_test.hpp>

#include "domain/date_time.hpp"
#include "domain/event_catalogue.hpp"
#include "store/record.hpp"
#include "test/support/json.hpp"
#include "test/support/judging.hpp"

namespace crmlocal::test {
namespace {

using domain::value_type;

// A value as JSON, and as the record has to tell it.
struct sample {
    std::string json;
    std::string stored;
};

class sampler {
public:
    sampler(const store::reference_data& data, unsigned seed) : data_(data), random_(seed) {}

    sample of(const domain::field& what, const domain::event_type& type) {
        switch (what.type) {
            case value_type::text: return text(what);
            case value_type::date: return date();
            case value_type::floating: return floating();
            case value_type::amount: return pick({"0", "-12.50", "1e3", "999999999999.999999"});
            case value_type::quantity: return pick({"1", "0.5", "3.000", "2E0"});
            case value_type::identifier: return identifier(what, type);
            case value_type::whole: return pick({"0", "7"});
            case value_type::boolean: return pick({"true", "false"});
            case value_type::rows: break;
        }
        return rows(what, type);
    }

    bool toss() { return random_() % 2 == 0; }

private:
    sample pick(std::initializer_list<std::string_view> all) {
        const std::string_view one = all.begin()[random_() % all.size()];
        return {std::string(one), std::string(one)};
    }

    sample text(const domain::field& what) {
        std::string out(what.one_of.empty() ? "" : what.one_of[0]);
        constexpr std::string_view pieces[] = {"x",  "\xC3\xA9", "\xF0\x9F\x98\x80",       "\"",
                                               "\\", "\n",       std::string_view("\0", 1)};
        if (out.empty())
            for (auto size = random_() % 100 + 1; size > 0; --size)
                out += pieces[random_() % std::size(pieces)];
        return {json_text(out), out};
    }

    sample date() {
        const auto at = static_cast<std::int64_t>(random_() % 253'402'300'800);
        return {json_text(domain::format_date_time(at)), std::to_string(at)};
    }

    sample floating() {
        sample out = pick({"0", "-0.0", "12.5", "1e308", "-4.9e-324", "123456789.123456789"});
        double number = 0;
        std::from_chars(out.json.data(), out.json.data() + out.json.size(), number);
        out.stored = std::to_string(std::bit_cast<std::uint64_t>(number));
        return out;
    }

    // The first entities of the world are the ones that every event may name.
    sample identifier(const domain::field& what, const domain::event_type& type) {
        const domain::entity_kind& kind = *what.kind;
        std::uint32_t ordinal = 0;
        if (&kind == &domain::kinds::classification)
            while (data_.all(kind)[ordinal].type != type.classification) ++ordinal;
        if (what.name == "referred_rewards_participant_identifier")
            ordinal = next_referred_++;  // R1 and so on
        std::size_t key = random_() % kind.key_count;
        std::string value =
            key == 0 ? data_.id_of(kind, ordinal) : std::string(data_.key_of(kind, ordinal, key));
        if (value.empty()) {
            key = kind.human_key;
            value = data_.key_of(kind, ordinal, key);
        }
        return {"{" + json_text(kind.keys()[key]) + ":" + json_text(value) + "}",
                std::to_string(ordinal)};
    }

    sample rows(const domain::field& what, const domain::event_type& type) {
        sample out{"[", "["};
        for (auto rows = random_() % 3 + 1; rows > 0; --rows) {
            std::string members;
            for (const domain::column& c : what.columns) {
                if (c.how == domain::need::optional && toss()) continue;
                const sample one = of(*c.what, type);
                members += (members.empty() ? "" : ",") + json_text(c.what->name) + ":" + one.json;
                out.stored += std::string(c.what->name) + "=" + one.stored + " ";
            }
            out.json += (out.json.size() == 1 ? "{" : ",{") + members + "}";
            out.stored += ";";
        }
        out.json += "]";
        out.stored += "]";
        return out;
    }

    const store::reference_data& data_;
    std::mt19937_64 random_;
    std::uint32_t next_referred_ = 5;  // after P1 … P5
};

std::string read_back(const domain::field& what, const store::record_reader::value& v,
                      store::record_reader& reader) {
    switch (what.type) {
        case value_type::identifier: return std::to_string(v.ordinal);
        case value_type::date: return std::to_string(v.date);
        case value_type::floating: return std::to_string(std::bit_cast<std::uint64_t>(v.floating));
        case value_type::rows: break;
        default: return std::string(v.text);
    }
    std::string out = "[";
    for (std::uint32_t r = 0; r < v.row_count; ++r, out += ";") {
        reader.row();
        while (const auto in_row = reader.next_in_row()) {
            const domain::field& column = *what.columns[in_row->column].what;
            out += std::string(column.name) + "=" + read_back(column, *in_row, reader) + " ";
        }
    }
    return out + "]";
}

struct made_event {
    std::string json;
    std::vector<std::string> stored;  // "name value"
};

made_event make(sampler& samples, const domain::event_type& type, std::size_t serial) {
    object_text event{{"request_unique_identifier", "\"" + std::to_string(serial) + "\""}};
    made_event out;
    const bool for_account = samples.toss();
    for (const domain::column& c : type.bulk.columns.subspan(1)) {
        const bool is_account = c.what == &domain::fields::account;
        if (c.how == domain::need::semi_optional && is_account != for_account) continue;
        if (c.how == domain::need::optional && samples.toss()) continue;
        const sample one = samples.of(*c.what, type);
        event.set(c.what->name, one.json);
        out.stored.push_back(std::string(c.what->name) + " " + one.stored);
    }
    out.json = event.text();
    return out;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(stored_events)

BOOST_AUTO_TEST_CASE(what_was_sent_is_what_is_stored) {
    world loose;
    loose.settings = R"({"rules":{"amounts_add_up":"off","external_reference_once":"off"}})";
    judging by(loose);
    sampler samples(*by.organisation().described().data, 31);
    for (const domain::event_type& type : domain::customer_events.types) {
        std::vector<made_event> made;
        std::vector<std::string> events;
        for (std::size_t i = 0; i < 100; ++i) {
            made.push_back(make(samples, type, i));
            events.push_back(made.back().json);
        }
        const auto outcomes = by.create(type.collection, events);
        for (std::size_t i = 0; i < made.size(); ++i) {
            BOOST_TEST_REQUIRE(outcomes[i] == outcome(), events[i] << outcomes[i]);
            const std::uint64_t number = by.last().created[i].number;
            const auto found = by.ledger().find_event(by.organisation(), type, number);
            BOOST_TEST_REQUIRE(found.has_value());
            store::record_reader reader(found->record, type.bulk.columns);
            std::vector<std::string> stored;
            while (const auto v = reader.next()) {
                const domain::field& what = *type.bulk.columns[v->column].what;
                stored.push_back(std::string(what.name) + " " + read_back(what, *v, reader));
            }
            BOOST_TEST(reader.complete());
            BOOST_TEST(stored == made[i].stored, boost::test_tools::per_element());
        }
    }
}

// The figure of the documents: a record is about a quarter of its JSON.
BOOST_AUTO_TEST_CASE(a_record_is_a_fraction_of_its_json) {
    judging by;
    for (std::string_view collection : collections) {
        const std::string event = valid_event(collection, 1).text();
        by.create(collection, {event});
        domain::scratch<char> record;
        store::encode_record(by.last(), 0, record);
        BOOST_TEST(record.size() * 4 < event.size(), collection);
    }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace crmlocal::test
