// SPDX-License-Identifier: BSL-1.0
#include "store/record.hpp"

#include <algorithm>
#include <bit>
#include <random>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "domain/event_catalogue.hpp"
#include "test/support/batch_maker.hpp"

namespace crmlocal::store {
namespace {

namespace fields = domain::fields;
using domain::value_type;

// A value as it was put in or read back: bits of doubles, so that -0.0 is not 0.0.
struct plain_value {
    std::size_t row;  // 0 of the event itself, else 1 + its row
    std::uint8_t column;
    std::string text;
    std::int64_t number;  // an ordinal, a date, the bits of a double, a count of rows

    bool operator==(const plain_value&) const = default;
};

plain_value plain(std::size_t row, const domain::column& c, const record_reader::value& v) {
    switch (c.what->type) {
        case value_type::identifier: return {row, v.column, "", v.ordinal};
        case value_type::date: return {row, v.column, "", v.date};
        case value_type::floating:
            return {row, v.column, "", std::bit_cast<std::int64_t>(v.floating)};
        case value_type::rows: return {row, v.column, "", v.row_count};
        default: return {row, v.column, std::string(v.text), 0};
    }
}

plain_value plain(std::size_t row, std::uint8_t column, const domain::field& what,
                  const domain::value& v) {
    switch (what.type) {
        case value_type::identifier: return {row, column, "", v.found->ordinal};
        case value_type::date: return {row, column, "", v.whole};
        case value_type::floating:
            return {row, column, "", std::bit_cast<std::int64_t>(v.floating)};
        case value_type::rows: return {row, column, "", v.size};
        default: return {row, column, std::string(v.text()), 0};
    }
}

// Everything that a reader finds, and whether it found a whole record.
std::vector<plain_value> read_all(std::string_view record, std::span<const domain::column> columns,
                                  bool& complete) {
    std::vector<plain_value> out;
    record_reader reader(record, columns);
    while (const auto v = reader.next()) {
        const domain::column& c = columns[v->column];
        out.push_back(plain(0, c, *v));
        if (c.what->type != value_type::rows) continue;
        for (std::size_t r = 0; r < v->row_count && !reader.broken(); ++r) {
            reader.row();
            while (const auto in_row = reader.next_in_row())
                out.push_back(plain(r + 1, c.what->columns[in_row->column], *in_row));
        }
    }
    complete = reader.complete();
    BOOST_TEST(!(complete && reader.broken()));
    return out;
}

std::vector<plain_value> put_in(const domain::batch& call, std::size_t event) {
    std::vector<plain_value> out;
    const auto columns = call.shape->columns;
    for (std::uint8_t c = 1; c < columns.size(); ++c) {
        const domain::value* v = call.find(call.events[event], c);
        if (!v) continue;
        out.push_back(plain(0, c, *columns[c].what, *v));
        if (columns[c].what->type != value_type::rows) continue;
        const auto row_columns = columns[c].what->columns;
        for (std::size_t r = 0; r < v->size; ++r)
            for (std::uint8_t rc = 0; rc < row_columns.size(); ++rc)
                if (const domain::value* in_row = call.find(call.rows_of(*v)[r], rc))
                    out.push_back(plain(r + 1, rc, *row_columns[rc].what, *in_row));
    }
    return out;
}

class random_events {
public:
    explicit random_events(const domain::event_type& type, unsigned seed)
        : made(type), type_(type), random_(seed) {}

    void add() {
        made.event();
        const unsigned chance = static_cast<unsigned>(random_() % 101);
        for (const domain::column& c : type_.bulk.columns.subspan(1)) {
            if (random_() % 100 >= chance) continue;
            if (c.what->type != value_type::rows) {
                put(*c.what);
                continue;
            }
            for (auto rows = random_() % 4 + 1; rows > 0; --rows) {
                made.row(*c.what);
                for (const domain::column& rc : c.what->columns)
                    if (random_() % 4 != 0) put(*rc.what);
            }
            made.end_rows();
        }
    }

    test::batch_maker made;

private:
    std::string text() {
        std::string out(random_() % 10 == 0 ? random_() % 1000 : random_() % 20, '\0');
        for (char& c : out) c = static_cast<char>(random_());
        return out;
    }

    void put(const domain::field& what) {
        constexpr std::uint32_t ordinals[] = {0, 1, 127, 128, 16'383, 16'384, 0xFFFF'FFFF};
        constexpr std::int64_t dates[] = {-62'135'596'800, -1, 0, 1, 253'402'300'799};
        constexpr std::string_view floats[] = {"0", "-0", "0.1", "-1e308", "4.9e-324", "1e-310"};
        switch (what.type) {
            case value_type::identifier:
                entities_[next_entity_ %= std::size(entities_)].ordinal =
                    random_() % 2 ? ordinals[random_() % std::size(ordinals)]
                                  : static_cast<std::uint32_t>(random_());
                made.identifier(what, 0, text(), &entities_[next_entity_++]);
                break;
            case value_type::date: made.date(what, dates[random_() % std::size(dates)]); break;
            case value_type::floating:
                made.number(what, floats[random_() % std::size(floats)]);
                break;
            default: made.text(what, text());
        }
    }

    const domain::event_type& type_;
    std::mt19937_64 random_;
    domain::entity entities_[4096];
    std::size_t next_entity_ = 0;
};

std::string encoded(const domain::batch& call, std::size_t event) {
    domain::scratch<char> out;
    encode_record(call, event, out);
    return {out.data(), out.size()};
}

const domain::event_type& purchases = domain::customer_events.types[1];

}  // namespace

BOOST_AUTO_TEST_SUITE(records)

BOOST_AUTO_TEST_CASE(a_float_of_hundredths_is_short_and_every_float_comes_back) {
    struct {
        std::string_view digits;
        std::size_t bytes;
    } constexpr rows[] = {{"0", 1},
                          {"0.01", 1},
                          {"-0.01", 1},
                          {"0.63", 1},
                          {"0.64", 2},
                          {"12.5", 2},
                          {"999.99", 3},
                          {"-999.99", 3},
                          {"1e9", 6},
                          {"-0", 9},
                          {"0.001", 9},
                          {"1e13", 9},
                          {"1e300", 9},
                          {"-1e300", 9},
                          {"5e-324", 9},
                          {"0.1", 1},
                          {"0.30000000000000004", 9}};
    for (const auto& r : rows) {
        test::batch_maker made(domain::customer_events.types[4]);
        made.event().number(fields::user_floats[0], r.digits);
        const std::string record = encoded(made.call(), 0);
        BOOST_TEST_CONTEXT(r.digits) {
            bool complete = false;
            BOOST_TEST(
                (read_all(record, made.call().shape->columns, complete) == put_in(made.call(), 0)));
            BOOST_TEST(complete);
            BOOST_TEST(record.size() == 3 + r.bytes);
        }
    }
}

BOOST_AUTO_TEST_CASE(every_value_is_read_back_bit_by_bit) {
    for (const domain::event_type& type : domain::customer_events.types) {
        random_events events(type, 11);
        for (std::size_t i = 0; i < 200; ++i) {
            events.add();
            bool complete = false;
            const auto read = read_all(encoded(events.made.call(), i), type.bulk.columns, complete);
            BOOST_TEST(complete);
            BOOST_TEST((read == put_in(events.made.call(), i)));
        }
    }
}

BOOST_AUTO_TEST_CASE(an_event_without_values_is_one_byte) {
    test::batch_maker made(purchases);
    made.event();
    const std::string record = encoded(made.call(), 0);
    BOOST_TEST(record.size() == 1U);
    bool complete = false;
    BOOST_TEST(read_all(record, purchases.bulk.columns, complete).empty());
    BOOST_TEST(complete);
}

BOOST_AUTO_TEST_CASE(the_identifier_of_the_request_is_not_stored) {
    test::batch_maker made(purchases);
    made.event().text(fields::request_unique_identifier, std::string(200, 'q'));
    made.text(fields::reference_number, "RF01");
    BOOST_TEST(encoded(made.call(), 0).find('q') == std::string::npos);
}

BOOST_AUTO_TEST_CASE(records_are_appended_one_after_the_other) {
    random_events events(purchases, 12);
    domain::scratch<char> all;
    std::vector<std::size_t> ends;
    for (std::size_t i = 0; i < 50; ++i) {
        events.add();
        encode_record(events.made.call(), i, all);
        ends.push_back(all.size());
    }
    for (std::size_t i = 0, begin = 0; i < 50; begin = ends[i++])
        BOOST_TEST(std::string(all.data() + begin, ends[i] - begin) ==
                   encoded(events.made.call(), i));
}

BOOST_AUTO_TEST_CASE(a_part_of_a_record_is_not_complete) {
    random_events events(purchases, 13);
    for (std::size_t i = 0; i < 30; ++i) {
        events.add();
        const std::string record = encoded(events.made.call(), i);
        for (std::size_t size = 0; size < record.size(); ++size) {
            const std::vector<char> part(record.data(), record.data() + size);
            bool complete = true;
            read_all({part.data(), part.size()}, purchases.bulk.columns, complete);
            BOOST_TEST_REQUIRE(!complete, size << " of " << record.size());
        }
        bool complete = true;
        read_all(record + '\0', purchases.bulk.columns, complete);
        BOOST_TEST(!complete);
    }
}

BOOST_AUTO_TEST_CASE(any_bytes_can_be_read) {
    std::mt19937_64 random(14);
    for (int i = 0; i < 20'000; ++i) {
        std::vector<char> bytes(random() % 60);
        for (char& b : bytes) b = static_cast<char>(random() % 3 == 0 ? random() % 8 : random());
        for (const domain::event_type& type : domain::customer_events.types) {
            bool complete = false;
            read_all({bytes.data(), bytes.size()}, type.bulk.columns, complete);
        }
    }
}

BOOST_AUTO_TEST_CASE(changed_records_can_be_read) {
    random_events events(purchases, 15);
    std::mt19937_64 random(16);
    for (std::size_t i = 0; i < 200; ++i) {
        events.add();
        const std::string record = encoded(events.made.call(), i);
        for (int change = 0; change < 20; ++change) {
            std::vector<char> bytes(record.begin(), record.end());
            bytes[random() % bytes.size()] ^= static_cast<char>(1 << random() % 8);
            bool complete = false;
            read_all({bytes.data(), bytes.size()}, purchases.bulk.columns, complete);
        }
    }
}

BOOST_AUTO_TEST_CASE(a_column_that_the_type_does_not_have_breaks_the_record) {
    const domain::event_type& web = domain::customer_events.types[4];
    for (std::size_t bit = web.bulk.columns.size() - 1; bit < 64; ++bit) {
        std::string record(bit / 7, '\x80');
        record += static_cast<char>(1 << bit % 7);
        BOOST_TEST(record_reader(record, web.bulk.columns).broken(), bit);
    }
    BOOST_TEST(record_reader(std::string(20, '\x80'), web.bulk.columns).broken());
    BOOST_TEST(record_reader("", web.bulk.columns).broken());
}

BOOST_AUTO_TEST_CASE(a_count_of_rows_that_cannot_be_there_breaks_the_record) {
    const std::uint8_t column = domain::column_of(purchases.bulk.columns, fields::products);
    std::string record;
    std::uint64_t given = std::uint64_t{1} << (column - 1);
    for (; given >= 0x80; given >>= 7) record += static_cast<char>(given | 0x80);
    record += static_cast<char>(given);
    record += "\xFF\xFF\xFF\xFF\x0F";
    record_reader reader(record, purchases.bulk.columns);
    BOOST_TEST(!reader.next().has_value());
    BOOST_TEST(reader.broken());
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace crmlocal::store
