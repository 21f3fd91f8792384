// SPDX-License-Identifier: BSL-1.0
#include "http/envelope.hpp"

#include <string>

#include "http/json_text.hpp"

namespace crmlocal::http {
namespace {

constexpr std::string_view code_prefix = "COM.CRM.EXCEPTION.WEBAPI.";

// "InvalidTokenException" → "COM.CRM.EXCEPTION.WEBAPI.INVALIDTOKENEXCEPTION" [found].
std::string code_of(const domain::fault& f) {
    std::string code(code_prefix);
    for (char c : f.name) code += c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    return code;
}

}  // namespace

void write_refusal(const domain::refusal& why, unsigned http_status, reply& out) {
    out.clear_body();
    out.status = http_status;
    out.append(R"({"data":{},"status":{"code":)");
    append_json_text(out, code_of(*why.why));
    out.append(R"(,"description":)");
    append_json_text(out, why.text());
    out.append(R"(,"message":)");
    append_json_text(out, why.detail);
    out.append("}}");
}

}  // namespace crmlocal::http
