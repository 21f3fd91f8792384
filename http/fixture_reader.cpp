// SPDX-License-Identifier: BSL-1.0
#include "http/fixture_reader.hpp"

#include <algorithm>
#include <memory_resource>
#include <optional>

#include <boost/json/basic_parser_impl.hpp>

#include "domain/text.hpp"
#include "http/fixture_draft.hpp"
#include "http/fixture_form.hpp"
#include "http/fixture_walker.hpp"

namespace crmlocal::http {
namespace {

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

fixture_error error_at(std::string_view text, std::size_t offset, std::string_view file,
                       std::string reason) {
    const std::string_view before = text.substr(0, offset);
    const std::size_t line_begin = before.rfind('\n') + 1;  // npos + 1 is 0
    const auto is_code_point = [](char c) {
        return (static_cast<unsigned char>(c) & 0xC0) != 0x80;
    };
    return {std::string(file), 1 + static_cast<std::size_t>(std::ranges::count(before, '\n')),
            1 + static_cast<std::size_t>(
                    std::ranges::count_if(before.substr(line_begin), is_code_point)),
            std::move(reason)};
}

std::string sentence_of(const store::reference_fault& fault, std::string_view text,
                        std::optional<std::size_t> first) {
    std::string out(fault.member);
    out.append(" '").append(domain::cut(fault.text, 100)).append("' of ").append(fault.of->set);
    if (fault.why == store::reference_fault::reason::dangling_reference)
        return out.append(" is not among the ").append(fault.refers_to->set);
    out.append(" is used twice");
    if (first)
        out.append(", first in line ")
            .append(std::to_string(1 + std::ranges::count(text.substr(0, *first), '\n')));
    return out;
}

}  // namespace

std::string fixture_error::text() const {
    std::string out = file;
    if (line != 0)
        out.append(":").append(std::to_string(line)).append(":").append(std::to_string(column));
    return out.append(": ").append(reason);
}

fixture_result<store::fixture> read_fixture(std::string_view text, std::string_view file,
                                            const domain::event_catalogue& catalogue,
                                            std::uint64_t seed) {
    if (text.starts_with(byte_order_mark))
        return fixture_error{std::string(file), 1, 1,
                             "begins with a byte order mark; save it as UTF-8 without one"};
    const fixture_form form(catalogue);
    fixture_draft draft(form, catalogue, seed);
    std::pmr::monotonic_buffer_resource texts;
    boost::json::basic_parser<fixture_walker> parser({}, text, form, draft, texts);
    const fixture_walker& walker = parser.handler();

    boost::json::error_code ec;
    const std::size_t consumed = parser.write_some(false, text.data(), text.size(), ec);
    if (const auto& complaint = walker.complaint())
        return error_at(text, walker.offset_of(complaint->at).value_or(consumed), file,
                        complaint->reason);
    if (ec) return error_at(text, consumed, file, "malformed JSON: " + ec.message());
    if (consumed != text.size())
        return error_at(text, consumed, file, "malformed JSON: something follows the fixture");

    auto made = draft.finish();
    if (made) return *std::move(made);
    const store::reference_fault& fault = made.error();
    const auto first = walker.offset_of(fault.first);
    return error_at(text, walker.offset_of(fault.text).value_or(0), file,
                    sentence_of(fault, text, first));
}

}  // namespace crmlocal::http
