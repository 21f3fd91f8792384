// SPDX-License-Identifier: BSL-1.0
#include "store/claim_set.hpp"

#include <algorithm>
#include <cstring>
#include <new>

namespace crmlocal::store {
namespace {

constexpr std::size_t first_homes = 8;

// Up to here a set grows to its double: there is little to save, and growing costs time.
constexpr std::uint64_t small_homes = 4096;

// Where a set is full: with so many of 8 homes taken.
constexpr std::size_t full_eighths = 7;

}  // namespace

claim_set::slot claim_set::slot_of(const fingerprint& f) noexcept {
    const std::uint64_t key = key_of(f);
    return {{static_cast<std::uint32_t>(key), static_cast<std::uint32_t>(key >> 32),
             static_cast<std::uint32_t>(f.low)}};
}

// The first slot from the key's home on that is free or has a key not below it.
std::size_t claim_set::find(std::uint64_t key) const noexcept {
    std::size_t at = home_of(key);
    while (slots_[at].key() - 1 < key - 1) ++at;  // a free one's 0 becomes the highest
    return at;
}

// From the first slot of that key on: true if one is the same, and that is where it is then.
bool claim_set::is_at(std::size_t& at, const slot& s) const noexcept {
    for (; slots_[at].key() == s.key(); ++at)
        if (slots_[at].parts[2] == s.parts[2]) return true;
    return false;
}

bool claim_set::contains(const fingerprint& f) const noexcept {
    if (size_ == 0) return false;
    std::size_t at = find(key_of(f));
    return is_at(at, slot_of(f));
}

bool claim_set::insert(const fingerprint& f) {
    const slot s = slot_of(f);
    if (!slots_) grow();
    for (;;) {
        std::size_t at = find(s.key());
        if (is_at(at, s)) return false;
        std::size_t free = at;
        while (slots_[free].key() != 0) ++free;
        if (size_ * 8 >= homes_ * full_eighths || free + 1 == all_slots()) {
            grow();
            continue;
        }
        std::memmove(&slots_[at + 1], &slots_[at], (free - at) * sizeof(slot));
        slots_[at] = s;
        ++size_;
        return true;
    }
}

bool claim_set::erase(const fingerprint& f) noexcept {
    if (size_ == 0) return false;
    std::size_t at = find(key_of(f));
    if (!is_at(at, slot_of(f))) return false;
    // Those behind it that are not at home move up.
    std::size_t end = at + 1;
    while (slots_[end].key() != 0 && home_of(slots_[end].key()) < end) ++end;
    std::memmove(&slots_[at], &slots_[at + 1], (end - at - 1) * sizeof(slot));
    slots_[end - 1] = {};
    --size_;
    return true;
}

void claim_set::grow() {
    const std::size_t old_slots = all_slots();
    std::uint64_t homes = homes_ + homes_ / 4;
    if (homes_ < small_homes) {
        homes = std::max<std::uint64_t>(2 * homes_, first_homes);
        // The last doubling is by up to a quarter more, as the stagger says.
        if (homes >= small_homes) homes += homes * stagger_ / (4 * (stagger_max + 1));
    }
    const std::size_t all = homes + std::min(homes, spare_max);
    auto* const memory = static_cast<slot*>(std::realloc(slots_.get(), all * sizeof(slot)));
    if (!memory) throw std::bad_alloc();
    static_cast<void>(slots_.release());  // realloc has freed or moved it
    slots_.reset(memory);
    homes_ = homes;

    // First all to the end, in order; then, from the beginning, each to its new home.
    std::size_t to = all;
    for (std::size_t from = old_slots; from-- > 0;)
        if (slots_[from].key() != 0) slots_[--to] = slots_[from];
    spread(to);
}

void claim_set::spread(std::size_t from) {
    std::size_t next = 0;
    for (; from < all_slots(); ++from) {
        const slot s = slots_[from];
        const std::size_t place = std::max(next, home_of(s.key()));
        std::fill(&slots_[next], &slots_[place], slot{});
        slots_[place] = s;
        next = place + 1;
    }
    std::fill(&slots_[next], slots_.get() + all_slots(), slot{});
}

}  // namespace crmlocal::store
