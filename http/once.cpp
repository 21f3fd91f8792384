// SPDX-License-Identifier: BSL-1.0
#include "http/once.hpp"

#include <algorithm>
#include <functional>

#include "http/envelope.hpp"
#include "http/token.hpp"

namespace crmlocal::http {
namespace {

namespace faults = domain::faults;

constexpr std::string_view field_name = "Idempotency-Key";
constexpr std::size_t key_bytes_max = 255;

bool is_sound(std::string_view key) {
    return !key.empty() && key.size() <= key_bytes_max &&
           std::ranges::all_of(key, [](char c) { return c >= ' ' && c <= '~'; });
}

// What the call asks for: its body but for the token, which lies in it unless it was escaped.
store::fingerprint body_of(std::string_view method, std::string_view organisation,
                           std::string_view body, std::string_view token) {
    const std::uint64_t seed = store::seed_for(store::seed_for(0, organisation), method);
    const std::less_equal<> before;
    const bool inside = before(body.data(), token.data()) &&
                        before(token.data() + token.size(), body.data() + body.size());
    if (!inside) return store::digest_of(seed, body, {});
    const auto at = static_cast<std::size_t>(token.data() - body.data());
    return store::digest_of(seed, body.substr(0, at), body.substr(at + token.size()));
}

}  // namespace

once::once(const api_context& context, store::organisation& in, std::string_view method,
           const request& asked, std::string_view token)
    : context_(context), in_(in) {
    const auto field = std::ranges::find_if(
        asked.fields, [](const header_field& f) { return equal_without_case(f.name, field_name); });
    if (field == asked.fields.end()) return;
    has_key_ = true;
    sound_ = is_sound(field->value);
    if (!sound_) return;
    const std::string_view body(asked.body.data(), asked.body.size());
    key_ = {field->value, body_of(method, in.name(), body, token)};
    state_ = context.ledger.begin_once(in, key_, answer_);
    taken_ = state_ == store::once_state::first;
}

once::~once() {
    if (taken_) context_.ledger.forget_once(in_, key_.key);
}

bool once::answer(reply& out) {
    if (!has_key_ || taken_) return false;
    const auto refuse = [&](const domain::refusal& why) {
        write_refusal(why, static_cast<unsigned>(why.why->http_status), out);
    };
    if (!sound_)
        refuse(domain::refuse(faults::malformed_request,
                              "Idempotency-Key Must Have 1 to 255 Printable ASCII Characters."));
    else if (state_ == store::once_state::answered) out.append(answer_);
    else if (state_ == store::once_state::in_progress)
        refuse(domain::refuse(faults::call_in_progress, key_.key));
    else refuse(domain::refuse(faults::key_of_another_call, key_.key));
    return true;
}

}  // namespace crmlocal::http
