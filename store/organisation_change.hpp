// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

#include "domain/scratch.hpp"
#include "store/fixture.hpp"
#include "store/reference_builder.hpp"

namespace crmlocal::store {

/// How organisations and their reference data are written down. Several organisations may share
/// reference data: it has a number of its own within a snapshot.

/// An organisation as it began.
struct organisation_record {
    std::uint64_t key = 0;
    std::uint64_t seed = 0;  ///< of the ids of its events
    /// In a snapshot the number of its reference data. In a journal the key of the organisation
    /// with which it shares it; its own if the data came in frames before, or if it stays as it is.
    std::uint64_t reference = 0;
    bool is_current = true;  ///< false: it becomes the one of its name later
    std::uint64_t replaces =
        0;         ///< in a journal: the key of the one that it takes the place of, or 0
    fixture from;  ///< without its reference data
};

void write_organisation(const organisation_record& one, domain::scratch<char>& out);
/// Nothing if the bytes are broken.
std::optional<organisation_record> read_organisation(std::string_view payload);

/// How it is written down that the organisation of that key is the current one of its name, in
/// place of another one (0: there was none), and that one is gone.
void write_current(std::uint64_t key, std::uint64_t replaces, domain::scratch<char>& out);
void write_removal(std::uint64_t key, domain::scratch<char>& out);
struct current_change {
    std::uint64_t key = 0;
    std::uint64_t replaces = 0;
};
/// Nothing if the bytes are broken.
std::optional<current_change> read_current(std::string_view payload) noexcept;
std::optional<std::uint64_t> read_removal(std::string_view payload) noexcept;

/// How it is written down that reference data begins, and what says so: its number and seed.
void write_reference(const reference_data& data, std::uint64_t number, domain::scratch<char>& out);
std::optional<std::pair<std::uint64_t, std::uint64_t>> read_reference(
    std::string_view payload) noexcept;

/// Reference data in portions of about so many bytes, each handed to `take`; what
/// `reference_reader` reads.
void write_entities(const reference_data& data, std::uint64_t number, std::size_t portion_bytes,
                    const std::function<void(std::string_view payload)>& take);

/// Puts reference data together again, portion by portion.
class reference_reader {
public:
    reference_reader(std::uint64_t number, std::uint64_t seed) : number_(number), builder_(seed) {}

    std::uint64_t number() const noexcept { return number_; }

    /// False if the portion is broken or belongs to other reference data.
    bool add(std::string_view payload);

    /// The reference data, or null if its entities do not fit together.
    std::shared_ptr<const reference_data> finish();

    std::uint64_t entity_count() const noexcept { return count_; }

private:
    std::uint64_t number_;
    std::uint64_t count_ = 0;
    reference_builder builder_;
    std::vector<std::unique_ptr<char[]>> portions_;  // the builder's texts are views into them
    std::vector<std::unique_ptr<medium_names[]>> media_;
};

}  // namespace crmlocal::store
