// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace crmlocal::load {

/// Counts durations in nanoseconds, as HdrHistogram does: buckets as wide as a 1024th of what they
/// count, so that what it says is within 0.1 % (and exact up to 2 µs), whatever the range.
class latency_histogram {
public:
    /// How far off a percentile may be, as a share of it.
    static constexpr double relative_error = 1.0 / 1024;

    void add(std::uint64_t nanoseconds) {
        const std::size_t index = index_of(nanoseconds);
        if (index >= counts_.size()) counts_.resize(index + 1);
        ++counts_[index];
        ++count_;
        lowest_ = std::min(lowest_, nanoseconds);
        highest_ = std::max(highest_, nanoseconds);
    }

    void add(const latency_histogram& other) {
        counts_.resize(std::max(counts_.size(), other.counts_.size()));
        for (std::size_t i = 0; i < other.counts_.size(); ++i) counts_[i] += other.counts_[i];
        count_ += other.count_;
        lowest_ = std::min(lowest_, other.lowest_);
        highest_ = std::max(highest_, other.highest_);
    }

    std::uint64_t count() const noexcept { return count_; }
    std::uint64_t highest() const noexcept { return highest_; }

    /// The smallest duration that at least that share (0 to 1) of all does not exceed; 0 if there
    /// are none.
    std::uint64_t quantile(double share) const noexcept {
        const double wanted = share * static_cast<double>(count_);
        std::uint64_t below = 0;
        for (std::size_t i = 0; i < counts_.size(); ++i) {
            below += counts_[i];
            if (below != 0 && static_cast<double>(below) >= wanted)
                return std::clamp(upper_bound_of(i), lowest_, highest_);
        }
        return highest_;
    }

private:
    static constexpr unsigned sub_bits = 10;
    static constexpr std::uint64_t sub_count = 1U << sub_bits;  // buckets of each power of two

    // Values below 2 * sub_count are their own index; above, each power of two has sub_count.
    static std::size_t index_of(std::uint64_t value) noexcept {
        if (value < 2 * sub_count) return value;
        const unsigned shift = static_cast<unsigned>(std::bit_width(value)) - sub_bits - 1;
        return shift * sub_count + (value >> shift);
    }

    static std::uint64_t upper_bound_of(std::size_t index) noexcept {
        if (index < 2 * sub_count) return index;
        const unsigned shift = static_cast<unsigned>(index / sub_count) - 1;
        return (((index - shift * sub_count) + 1) << shift) - 1;
    }

    std::vector<std::uint64_t> counts_;
    std::uint64_t count_ = 0;
    std::uint64_t lowest_ = UINT64_MAX;
    std::uint64_t highest_ = 0;
};

}  // namespace crmlocal::load
