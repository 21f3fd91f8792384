// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "domain/scratch.hpp"
#include "store/memory_ledger.hpp"
#include "store/record.hpp"

namespace crmlocal::app {

/// Writes what a ledger holds as text, one JSON object a line. Nobody may change the ledger
/// meanwhile.
class dump_writer {
public:
    /// Whole lines are handed to `take`, many at once.
    explicit dump_writer(std::function<void(std::string_view lines)> take)
        : take_(std::move(take)) {}

    /// The first line; `sequence` is the number of the last frame of the journal that is in it.
    void begin(std::uint64_t sequence);
    void add(store::memory_organisation& one, const domain::event_catalogue& catalogue);
    /// The last line: how many of each there are.
    void end();

private:
    void add_organisation(const store::memory_organisation& one,
                          const domain::event_catalogue& catalogue);
    void add_entity(const store::memory_organisation& one, const domain::entity_kind& kind,
                    const domain::entity& e);
    void add_events(store::memory_organisation& one, std::size_t type,
                    const domain::event_type& what);
    void add_event(const store::memory_organisation& one, std::size_t type,
                   const domain::event_type& what, const store::call_entry& call,
                   std::uint64_t number, std::string_view record,
                   const store::call_origin* cancelled);
    void add_answers(store::memory_organisation& one);
    void finish_line();

    std::function<void(std::string_view)> take_;
    std::string lines_;
    domain::scratch<char> run_;
    std::uint64_t organisations_ = 0, entities_ = 0, events_ = 0, answers_ = 0;
};

}  // namespace crmlocal::app
