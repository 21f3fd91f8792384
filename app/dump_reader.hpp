// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>

#include "app/dumped_events.hpp"
#include "app/json_tree.hpp"
#include "store/memory_ledger.hpp"

namespace crmlocal::app {

/// A dump cannot be read: what is wrong, in which line.
class dump_error : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

/// Puts what a dump says into a ledger, line by line.
class dump_reader {
public:
    /// `file` is for errors; the ledger must be empty.
    dump_reader(std::string file, store::memory_ledger& into);

    /// Takes in the next line, which must end with none. Throws `dump_error`.
    void take(std::string_view line);

    /// To be called after the last line. Throws `dump_error` if there should have been more.
    void finish();

    /// The number of the last frame that the dumped journal had.
    std::uint64_t sequence() const noexcept { return sequence_; }
    std::uint64_t organisations() const noexcept { return organisations_; }
    std::uint64_t entities() const noexcept { return entities_; }
    std::uint64_t events() const noexcept { return events_.count(); }

private:
    /// An organisation of which not all entities are known yet.
    struct draft {
        std::string name;
        std::uint64_t line = 0;  ///< in the dump
        std::uint64_t key = 0, seed = 0, reference_seed = 0;
        std::int64_t expires_on = 0;
        /// As a fixture's text, in which everything has the line that it has in the dump.
        std::string fixture;
        std::uint64_t fixture_line = 1;
        std::string set;  ///< whose entities come
        std::uint32_t in_set = 0;
    };

    void begin();
    void begin_organisation();
    void add_entity();
    void finish_organisation();
    void add_answer();
    void end();
    [[noreturn]] void refuse(const std::string& reason) const;

    const std::string file_;
    store::memory_ledger& into_;
    std::uint64_t line_ = 0;
    json_tree tree_;
    bool begun_ = false, ended_ = false;
    std::uint64_t sequence_ = 0;
    std::uint64_t organisations_ = 0, entities_ = 0, answers_ = 0;
    std::unique_ptr<draft> draft_;
    dumped_events events_;
};

}  // namespace crmlocal::app
