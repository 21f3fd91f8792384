// SPDX-License-Identifier: BSL-1.0
#include "store/token_table.hpp"

#include "store/hash.hpp"

namespace crmlocal::store {
namespace {

constexpr std::uint32_t issues_per_sweep = 64;  // of one stripe, so that dead tokens do not pile up

}  // namespace

std::string token_table::issue(login who, token_life life) {
    const domain::uuid token = {random_bits(), random_bits()};
    const time_point now = who.in->now();
    tokens_.insert(token, {std::move(who), now, life});
    if (issued_.fetch_add(1, std::memory_order_relaxed) % issues_per_sweep == 0)
        tokens_.erase_beside(token, [](const domain::uuid&, const entry& e) { return e.expired(); });
    std::string text(32, '0');
    domain::write_uuid(token, text.data());
    return text;
}

std::optional<login> token_table::find(std::string_view text) {
    const auto token = domain::parse_uuid(text);
    if (!token) return std::nullopt;
    return tokens_.with(*token, [](entry* e) -> std::optional<login> {
        if (!e || e->expired()) return std::nullopt;
        if (e->life == token_life::idle) e->used = e->who.in->now();
        return e->who;
    });
}

bool token_table::release(std::string_view text) {
    if (!find(text)) return false;
    return tokens_.erase(*domain::parse_uuid(text));
}

}  // namespace crmlocal::store
