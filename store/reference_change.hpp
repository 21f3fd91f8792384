// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <utility>

#include "domain/scratch.hpp"
#include "store/event_log.hpp"
#include "store/references.hpp"

namespace crmlocal::store {

/// How the creation of an entity is written down: the organisation's key, then the entity.
void write_new_entity(std::uint64_t organisation, const new_entity& entity,
                      domain::scratch<char>& out);

struct entity_change {
    std::uint64_t organisation = 0;
    new_entity entity;
};
/// Nothing if the bytes are broken.
std::optional<entity_change> read_new_entity(std::string_view payload);

/// How cancellations are written down: the organisation's key and the type, then one after the
/// other.
void begin_cancellations(std::uint64_t organisation, std::size_t type, domain::scratch<char>& out);
void add_cancellation(std::uint64_t number, const call_origin& by, domain::scratch<char>& out);

/// Reads what those wrote. Safe on any bytes.
class cancellations_reader {
public:
    explicit cancellations_reader(std::string_view payload) noexcept;

    std::uint64_t organisation() const noexcept { return organisation_; }
    std::size_t type() const noexcept { return type_; }
    /// The number of the next event and who cancelled it; nothing at the end and where it is
    /// broken.
    std::optional<std::pair<std::uint64_t, call_origin>> next() noexcept;
    bool broken() const noexcept { return broken_; }

private:
    std::uint64_t organisation_ = 0;
    std::size_t type_ = 0;
    std::string_view rest_;
    bool broken_ = false;
};

}  // namespace crmlocal::store
