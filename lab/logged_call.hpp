// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

#include "domain/batch.hpp"
#include "domain/scratch.hpp"
#include "lab/call_facts.hpp"

namespace crmlocal::lab {

/// A fault that was ordered for a call and came about.
struct noted_fault {
    std::string_view id;
    std::string_view effect;
};

/// A call that is over, as the log is told of it. Views need to live only as long as the telling.
struct finished_call {
    std::int64_t time_ms = 0;      ///< since 1970, by the organisation's clock
    std::int64_t received_us = 0;  ///< since 1970, by the server's
    std::uint32_t duration_us = 0;
    std::string_view http_method;
    std::string_view target;
    std::string_view method;  ///< of the API: "customer_events/bulk/web/create"; empty if unknown
    std::string_view type;    ///< the collection of its type of event: "web"; empty if none
    std::span<const named_text> fields;  ///< of the header
    unsigned status = 0;
    std::string_view answer;                ///< its body
    const domain::batch* events = nullptr;  ///< judged; null if the call created none
    std::span<const noted_fault> faults;
};

/// One entry of a call log: the call as it came and as it was answered, secrets included.
/// Immutable.
class logged_call {
public:
    /// An event of a call that was refused, and as what.
    struct refused_event {
        std::size_t index = 0;
        std::string_view error_code;
        bool ordered = false;  ///< a test has asked for it
    };

    /// From how many bytes a body is taken over rather than copied.
    static constexpr std::size_t moved_bytes_min = 16 << 10;

    /// Copies what it is told; takes over a large body, and a large answer goes into `room`.
    logged_call(const finished_call& told, domain::scratch<char>& body, domain::scratch<char> room);

    std::uint64_t number = 0;  ///< within its log, from 1
    std::int64_t time_ms = 0;
    std::int64_t received_us = 0;
    std::uint32_t duration_us = 0;
    std::uint32_t status = 0;

    std::string_view http_method() const noexcept { return part(0); }
    std::string_view target() const noexcept { return part(1); }
    std::string_view method() const noexcept { return part(2); }
    std::string_view type() const noexcept { return part(3); }
    std::vector<named_text> fields() const;
    std::vector<refused_event> refused_events() const;
    std::vector<noted_fault> faults() const;
    std::string_view body() const noexcept;
    std::string_view answer() const noexcept;

    /// The memory that it takes.
    std::size_t bytes() const noexcept;

    /// The memory of a body or answer that was taken over, for another one. The call is not to be
    /// used after that.
    domain::scratch<char> give_body() noexcept { return std::move(body_); }
    domain::scratch<char> give_answer() noexcept { return std::move(answer_); }

private:
    // The texts lie one after the other: method, target and so on. Lists are made of lines.
    static constexpr std::size_t parts = 9;
    std::string_view part(std::size_t i) const noexcept;

    std::uint32_t ends_[parts] = {};
    std::unique_ptr<char[]> texts_;
    domain::scratch<char> body_;
    domain::scratch<char> answer_;
};

}  // namespace crmlocal::lab
