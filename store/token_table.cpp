// SPDX-License-Identifier: BSL-1.0
#include "store/token_table.hpp"

#include "store/hash.hpp"

namespace crmlocal::store {
namespace {

constexpr std::uint32_t issues_per_sweep = 64;  // of one stripe, so that dead tokens do not pile up

}  // namespace

std::string token_table::issue(login who, token_life life) {
    const domain::uuid token = {random_bits(), random_bits()};
    const time_point now = who.of->clock().now();
    who.in = nullptr;  // a token must not keep alive what its organisation was
    tokens_.insert(token, {std::move(who), now, life, {}});
    if (issued_.fetch_add(1, std::memory_order_relaxed) % issues_per_sweep == 0)
        tokens_.erase_beside(token, [](const domain::uuid&, const entry& e) {
            return e.expired(e.who.of->clock().now());
        });
    std::string text(32, '0');
    domain::write_uuid(token, text.data());
    return text;
}

std::optional<login> token_table::find(std::string_view text) {
    const auto token = domain::parse_uuid(text);
    if (!token) return std::nullopt;
    auto found = tokens_.with(*token, [&](entry* e) -> std::optional<login> {
        if (!e) return std::nullopt;
        const time_point now = e->who.of->clock().now();
        if (e->expired(now)) return std::nullopt;
        if (e->life == token_life::idle) e->used = now;
        login who = e->who;
        who.at = now;
        who.token = *token;
        return who;
    });
    if (!found) return std::nullopt;
    found->in = found->of->current();
    if (!found->in) return std::nullopt;
    return found;
}

void token_table::set_mark(const domain::uuid& token, const fingerprint& list, std::uint64_t seen) {
    tokens_.with(token, [&](entry* e) {
        if (!e) return;
        std::erase_if(e->marks, [&](const auto& mark) { return mark.first == list; });
        if (e->marks.size() == marks_max) e->marks.erase(e->marks.begin());
        e->marks.emplace_back(list, seen);
    });
}

std::optional<std::uint64_t> token_table::find_mark(const domain::uuid& token,
                                                    const fingerprint& list) {
    return tokens_.with(token, [&](const entry* e) -> std::optional<std::uint64_t> {
        if (!e) return std::nullopt;
        for (const auto& [of, seen] : e->marks)
            if (of == list) return seen;
        return std::nullopt;
    });
}

bool token_table::release(std::string_view text) {
    if (!find(text)) return false;
    return tokens_.erase(*domain::parse_uuid(text));
}

void token_table::release_all(const tenant& of) {
    tokens_.erase_all([&of](const domain::uuid&, const entry& e) { return e.who.of.get() == &of; });
}

}  // namespace crmlocal::store
