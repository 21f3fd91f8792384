// SPDX-License-Identifier: BSL-1.0
//
// Any bytes are read as a record: to their end, or until they are found to be none. The first byte
// chooses the type of event.
#include "store/record.hpp"

#include <bit>
#include <cstdint>

#include "test/fuzz/demo_world.hpp"

namespace crmlocal::fuzz {
namespace {

using domain::value_type;
using store::record_reader;

// What was read, as one text: two runs over the same bytes must agree.
class walk {
public:
    walk(std::string_view record, std::span<const domain::column> columns)
        : record_(record), reader_(record, columns) {
        while (const auto v = reader_.next()) {
            const domain::field& what = *columns[v->column].what;
            insist(v->column > last_ || last_ == 0, "columns come in their order");
            last_ = v->column;
            take(what, *v);
            if (what.type == value_type::rows) rows(what, *v);
        }
        insist(!(reader_.complete() && reader_.broken()), "what is broken is not complete");
    }

    std::string seen;
    bool complete() const { return reader_.complete(); }

private:
    void rows(const domain::field& what, const record_reader::value& v) {
        for (std::uint32_t r = 0; r < v.row_count && !reader_.broken(); ++r) {
            reader_.row();
            seen += '/';
            while (const auto in_row = reader_.next_in_row())
                take(*what.columns[in_row->column].what, *in_row);
        }
    }

    void take(const domain::field& what, const record_reader::value& v) {
        seen.append(std::to_string(v.column)).append("=");
        switch (what.type) {
            case value_type::identifier: seen += std::to_string(v.ordinal); break;
            case value_type::date: seen += std::to_string(v.date); break;
            case value_type::floating:
                seen += std::to_string(std::bit_cast<std::uint64_t>(v.floating));
                break;
            case value_type::rows:
                insist(v.row_count <= record_.size(), "there are no more rows than bytes");
                seen += std::to_string(v.row_count);
                break;
            default:
                insist(v.text.empty() ||
                           (v.text.data() >= record_.data() &&
                            v.text.data() + v.text.size() <= record_.data() + record_.size()),
                       "a text lies in the record");
                seen += v.text;
        }
    }

    std::string_view record_;
    record_reader reader_;
    std::uint8_t last_ = 0;
};

}  // namespace
}  // namespace crmlocal::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace crmlocal;
    if (size == 0) return 0;
    const auto types = domain::customer_events.types;
    const auto columns = types[data[0] % types.size()].columns();
    // In memory of its own size, so that a sanitizer sees who reads beyond the end.
    const std::string record(reinterpret_cast<const char*>(data) + 1, size - 1);
    const fuzz::walk first(record, columns), second(record, columns);
    fuzz::insist(first.seen == second.seen && first.complete() == second.complete(),
                 "the same bytes read the same");
    if (!first.complete()) return 0;
    for (std::size_t cut = 0; cut < record.size(); ++cut)
        fuzz::insist(!fuzz::walk(record.substr(0, cut), columns).complete(),
                     "a part of a record is no record");
    return 0;
}
