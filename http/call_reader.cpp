// SPDX-License-Identifier: BSL-1.0
#include "http/call_reader.hpp"

#include <chrono>

#include "domain/call_judgement.hpp"
#include "domain/fields.hpp"
#include "http/call_body.hpp"
#include "http/envelope.hpp"
#include "http/query_reader.hpp"

namespace crmlocal::http {

namespace faults = domain::faults;

std::optional<store::login> begin_call(const api_context& context, const call_decoder& by,
                                       const request& asked, workspace& memory) {
    if (asked.method == "POST") {
        if (!decode_body(by, asked, memory)) return std::nullopt;
    } else if (const auto wrong = read_query(by, asked.target, memory.batch)) {
        const domain::fault& why = faults::malformed_request;
        write_refusal(domain::refuse(why, *wrong), static_cast<unsigned>(why.http_status),
                      memory.answer);
        return std::nullopt;
    }
    auto who = context.tokens.find(memory.batch);
    if (!who) context.refuse_call(domain::refuse(faults::invalid_token), memory.answer);
    if (who && !begin_watching(context, asked, memory, who->of)) return std::nullopt;
    return who;
}

std::optional<domain::object_form::selection> judge_reading(const api_context& context,
                                                            const domain::object_form& form,
                                                            const store::login& who,
                                                            workspace& memory) {
    domain::batch& call = memory.batch;
    domain::object_form::selection chosen;
    domain::verdict refused = domain::check_fields_set_shape(call);
    if (!refused) {
        const domain::value* names = call.find_parameter(domain::fields::fields_set);
        std::string_view unknown;
        chosen = form.select(names ? names->text() : std::string_view(), unknown);
        if (!unknown.empty()) refused = domain::refuse_field_name(unknown);
    }
    if (!refused) refused = domain::judge_parameters(call, who.in->settings().rules);
    if (!refused) return chosen;
    context.refuse_call(*refused, memory.answer);
    return std::nullopt;
}

void refuse_event(const api_context& context, const domain::value& named, reply& out) {
    const std::string_view label = domain::kinds::customer_event.label;
    context.refuse_call(domain::refuse(faults::not_found, label, named.text()), out);
}

store::call_origin origin_of(const store::login& who) {
    const auto since_1970 = who.at.time_since_epoch();
    return {std::chrono::duration_cast<std::chrono::milliseconds>(since_1970).count(), who.user};
}

}  // namespace crmlocal::http
