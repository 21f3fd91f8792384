// SPDX-License-Identifier: BSL-1.0
#include "store/text_index.hpp"

#include <algorithm>
#include <bit>
#include <stdexcept>

namespace crmlocal::store {
namespace {

constexpr std::size_t digits_max = 18;  // what surely fits 64 bits

// A range may have this many places for each text in it: 16 bytes, little more than a hash slot.
constexpr std::size_t places_per_text_max = 4;

// How long the prefix before the number is.
std::size_t prefix_of(std::string_view text) noexcept {
    std::size_t at = text.size();
    while (at > 0 && text.size() - at < digits_max && text[at - 1] >= '0' && text[at - 1] <= '9')
        --at;
    return at;
}

bool same_form(std::string_view a, std::string_view b) noexcept {
    const std::size_t prefix = prefix_of(a);
    return a.size() == b.size() && prefix == prefix_of(b) &&
           a.substr(0, prefix) == b.substr(0, prefix);
}

// The majority by voting (Boyer, Moore 1981): a text of the form that more than half of the texts
// have, if any form does.
std::string_view of_common_form(std::span<const std::string_view> texts) noexcept {
    std::string_view winner;
    std::size_t votes = 0;
    for (std::string_view text : texts) {
        if (text.empty()) continue;
        if (votes == 0) winner = text;
        if (same_form(winner, text)) {
            ++votes;
        } else {
            --votes;
        }
    }
    return winner;
}

}  // namespace

numbered_texts::numbered_texts(std::span<const std::string_view> texts) {
    const std::string_view model = of_common_form(texts);
    const std::size_t prefix = prefix_of(model);
    if (prefix == model.size()) return;

    std::vector<std::uint64_t> numbers;
    numbers.reserve(texts.size());
    for (std::string_view text : texts) {
        if (!same_form(model, text)) continue;
        std::uint64_t number = 0;
        for (char c : text.substr(prefix)) number = number * 10 + static_cast<unsigned>(c - '0');
        numbers.push_back(number);
    }

    // Around the median, so that a few numbers far away do no harm.
    const auto middle = numbers.begin() + static_cast<std::ptrdiff_t>(numbers.size() / 2);
    std::ranges::nth_element(numbers, middle);
    const std::uint64_t reach = numbers.size() * places_per_text_max / 2;
    const std::uint64_t from = *middle > reach ? *middle - reach : 0, to = *middle + reach;
    std::uint64_t low = *middle, high = *middle;
    std::size_t inside = 0;
    for (std::uint64_t number : numbers) {
        if (number < from || number > to) continue;
        low = std::min(low, number);
        high = std::max(high, number);
        ++inside;
    }
    const std::uint64_t places = high - low + 1;
    if (places > inside * places_per_text_max) return;
    prefix_ = model.substr(0, prefix);
    size_ = model.size();
    first_ = low;
    places_ = places;
    ordinals_.assign(places, no_ordinal);
}

void numbered_texts::settle() {
    if (ordinals_.empty()) return;
    std::uint32_t expected = first_ordinal_ = ordinals_.front();
    if (!std::ranges::all_of(ordinals_, [&](std::uint32_t o) { return o == expected++; })) return;
    ordinals_ = {};
}

std::optional<text_index::repetition> text_index::build(std::span<const std::string_view> texts) {
    if (texts.size() >= no_ordinal / 2) throw std::length_error("too many texts for one index");
    numbered_ = numbered_texts(texts);
    std::size_t slot = 0, hashed = 0;
    for (std::string_view text : texts) hashed += !text.empty() && !numbered_.covers(text, slot);
    slots_.assign(hashed == 0 ? 0 : std::bit_ceil(hashed + hashed / 2 + 1), 0);
    position_mask_ = static_cast<std::uint32_t>(std::bit_ceil(texts.size() + 1) - 1);

    std::optional<repetition> repeated;
    const auto text_at = [&](std::uint32_t position) { return texts[position]; };
    for (std::uint32_t position = 0; position < texts.size(); ++position) {
        const std::string_view text = texts[position];
        if (text.empty()) continue;
        std::uint32_t first = no_ordinal;
        if (numbered_.covers(text, slot)) {
            std::uint32_t& place = numbered_.place(slot);
            if (place == no_ordinal) {
                place = position;
            } else {
                first = place;
            }
        } else if (std::uint32_t& place = slots_[slot = probe(text, text_at)]; place == 0) {
            place = (tag_of(hash_text(text)) & ~position_mask_) | (position + 1);
        } else {
            first = position_in(place);
        }
        if (first != no_ordinal && !repeated) repeated = {first, position};
    }
    numbered_.settle();
    return repeated;
}

}  // namespace crmlocal::store
