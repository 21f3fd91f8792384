// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "domain/event_type.hpp"
#include "domain/rule.hpp"
#include "domain/scratch.hpp"
#include "store/answered_calls.hpp"
#include "store/event_log.hpp"
#include "store/hash.hpp"

namespace crmlocal::store {

/// How events are written down: which organisation and type, then call by call its entry and the
/// run of its records. A journal's frame holds one call, a snapshot's many.

void begin_events(std::uint64_t organisation, std::size_t type, domain::scratch<char>& out);
/// Appends what precedes the run of a call of so many events and bytes.
void begin_call(const call_entry& call, std::uint64_t count, std::size_t run_bytes,
                domain::scratch<char>& out);

/// Reads what those wrote. Safe on any bytes.
class events_reader {
public:
    explicit events_reader(std::string_view payload) noexcept;

    std::uint64_t organisation() const noexcept { return organisation_; }
    std::size_t type() const noexcept { return type_; }

    struct call {
        call_entry entry;
        std::uint64_t count;
        std::string_view run;
    };
    /// The next call, or nothing at the end and where it is broken.
    std::optional<call> next() noexcept;
    bool broken() const noexcept { return broken_; }

private:
    std::uint64_t organisation_ = 0;
    std::size_t type_ = 0;
    std::string_view rest_;
    bool broken_ = false;
};

/// An answer as it is written down; the events of its call, as above, are what follows it.
struct answer_change {
    std::uint64_t organisation = 0;
    std::string_view key;
    kept_answer answer;
    std::string_view events;  ///< empty if the call created none
};
/// Appends all of it but the events.
void begin_answer(const answer_change& one, domain::scratch<char>& out);
/// Nothing if the bytes are broken; the events are not looked at.
std::optional<answer_change> read_answer(std::string_view payload) noexcept;

/// Spells out what a claim is about: which one it is, then each of its values with its size. The
/// fingerprint of that stands for the claim in this process; the same for an event in a call and
/// for its record.
class claim_speller {
public:
    explicit claim_speller(const domain::claim& what, domain::scratch<char>& memory);

    void entity(std::uint32_t ordinal);
    void text(std::string_view text);
    fingerprint finish() const noexcept;

private:
    domain::scratch<char>& out_;
};

/// The claim of an event of a batch; nothing if a value is absent or an empty text.
std::optional<fingerprint> claim_of(const domain::event& e, const domain::bound<domain::claim>& c,
                                    domain::scratch<char>& memory);

/// The claim of a stored event; nothing if it has none or is broken.
std::optional<fingerprint> claim_of(std::string_view record,
                                    std::span<const domain::column> columns,
                                    const domain::bound<domain::claim>& c,
                                    domain::scratch<char>& memory);

/// Calls f(fingerprint) for every claim that the events of a call have taken. Their run must be
/// sound.
template <class F>
void for_each_claim(const call_entry& entry, std::uint64_t count, std::string_view run,
                    const domain::event_type& type, F f) {
    thread_local domain::scratch<char> memory;
    for (std::uint64_t i = 0; i < count; ++i) {
        const record_run::first one = record_run::read(run);
        run.remove_prefix(one.bytes);
        for (std::size_t k = 0; k < type.claims.size(); ++k) {
            if (!(entry.claims >> k & 1)) continue;
            if (const auto key = claim_of(one.record, type.columns(), type.claims[k], memory))
                f(*key);
        }
    }
}

}  // namespace crmlocal::store
