// SPDX-License-Identifier: BSL-1.0
#include "http/call_decoder.hpp"

#include <atomic>

#include "http/call_handler.hpp"
#include "http/exponents.hpp"
#include "http/quick_decoder.hpp"

namespace crmlocal::http {

namespace {

std::uint64_t next_id() noexcept {
    static std::atomic<std::uint64_t> last = 0;
    return ++last;
}

}  // namespace

call_decoder::call_decoder(const domain::call_shape& shape, const domain::event_type* type)
    : id_(next_id()),
      shape_(shape),
      type_(type),
      parameters_(shape.parameters),
      columns_(shape.columns, shape.is_flat() ? 1 : 0) {
    for (std::size_t c = 0; c < shape.columns.size(); ++c)
        if (shape.columns[c].what->type == domain::value_type::rows)
            rows_.emplace(static_cast<std::uint8_t>(c),
                          member_table(shape.columns[c].what->columns));
}

std::optional<std::size_t> call_decoder::decode(std::string_view body, domain::batch& out) const {
    if (!shape_.is_flat() && decode_quickly(*this, body, out)) return std::nullopt;
    return decode_thoroughly(body, out);
}

std::optional<std::size_t> call_decoder::decode_thoroughly(std::string_view body,
                                                           domain::batch& out) const {
    boost::json::error_code error;
    const auto offset = parse_call(*this, body, out, error);
    if (error != boost::json::error::exponent_overflow) return offset;

    // Sound JSON that Boost's parser cannot hold. Escapes were resolved into the batch's own texts.
    const std::string shorter = with_short_exponents(body);
    const auto second_offset = parse_call(*this, shorter, out, error);
    point_into(body, shorter, out);
    return second_offset;
}

}  // namespace crmlocal::http
