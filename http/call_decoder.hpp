// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string_view>

#include "domain/batch.hpp"
#include "http/member_table.hpp"

namespace crmlocal::http {

/// Reads the bodies of one method by its shape: JSON goes straight into the slots of a batch, in
/// one pass, without a document in between. Knows JSON and no parameter by name. Safe for use by
/// several threads at once; the shape must outlive it.
class call_decoder {
public:
    explicit call_decoder(const domain::call_shape& shape,
                          const domain::event_type* type = nullptr);

    /// Fills the batch, whose texts then are views into the body. Returns the offset of the byte at
    /// which the body stops being a JSON object, or nothing if it is one. Beyond RFC 8259 it is
    /// strict about members given twice, lone surrogates and nesting (contract, section 4).
    std::optional<std::size_t> decode(std::string_view body, domain::batch& out) const;

    /// The same by Boost.JSON's parser alone: for bodies that `decode_quickly` leaves, and to
    /// compare it with.
    std::optional<std::size_t> decode_thoroughly(std::string_view body, domain::batch& out) const;

    /// Its own, given to no other one of the process.
    std::uint64_t id() const noexcept { return id_; }

    const domain::call_shape& shape() const noexcept { return shape_; }
    const domain::event_type* type() const noexcept { return type_; }

    /// The members of the call itself.
    const member_table& parameters() const noexcept { return parameters_; }
    /// The members of an element of the set.
    const member_table& columns() const noexcept { return columns_; }
    /// The members of the rows in that column of an element.
    const member_table& rows(std::uint8_t column) const { return rows_.at(column); }

private:
    std::uint64_t id_;
    const domain::call_shape& shape_;
    const domain::event_type* type_;
    member_table parameters_;
    member_table columns_;
    std::map<std::uint8_t, member_table> rows_;
};

}  // namespace crmlocal::http
