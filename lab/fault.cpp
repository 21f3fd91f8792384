// SPDX-License-Identifier: BSL-1.0
#include "lab/fault.hpp"

#include <algorithm>

namespace crmlocal::lab {
namespace {

constexpr std::string_view moments[] = {"before", "after"};
constexpr std::size_t id_bytes_max = 100;
constexpr char id_characters[] =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";

// The vendor's sentence if it has no argument to fill in.
std::string sentence(const std::optional<std::string>& given, std::string_view known,
                     std::string_view otherwise) {
    if (given) return *given;
    return std::string(known.empty() || known.find("{}") != known.npos ? otherwise : known);
}

const domain::fault* find_in_table(std::string_view code) {
    const auto at = std::ranges::find(domain::faults::table, code, &domain::fault::name);
    return at == std::end(domain::faults::table) ? nullptr : at;
}

bool needs_an_answer(const transport_fault& what) noexcept {
    return what.what == transport_fault::kind::truncate ||
           what.what == transport_fault::kind::wrong_length;
}

void check_moment(const fault& is, object_reader& from) {
    if (is.when != fault::moment::before) return;
    if (is.transport && needs_an_answer(*is.transport) && !is.answer)
        from.complain("when",
                      "must be \"after\": before a call is carried out there is no answer "
                      "to spoil (or give one with /effect/answer)");
    if ((is.slow || is.events) && !is.ends_call())
        from.complain("when",
                      "must be \"after\": a dribble and refused events belong to a call "
                      "that is carried out");
}

}  // namespace

made_up_refusal::made_up_refusal(std::string code, std::optional<std::string> error,
                                 std::optional<std::string> description, int http_status)
    : code_(std::move(code)), fault_{} {
    const domain::fault* known = find_in_table(code_);
    error_ = sentence(error, known ? known->detail : "", "Refused for a Test.");
    description_ =
        sentence(description, known ? known->general : "", "The refusal was asked for by a test.");
    const int status = http_status != 0 ? http_status : known ? known->http_status : 500;
    fault_ = {
        code_, error_, description_, status, domain::standing::assumed, domain::standing::assumed};
}

domain::refusal made_up_refusal::made() const { return {&fault_, error_, description_}; }

bool fault::carries_out() const noexcept {
    if (when != moment::by_kind) return when == moment::after || !ends_call();
    if (answer || expires_token) return false;
    return !transport || needs_an_answer(*transport);
}

std::vector<std::string> fault::effects() const {
    std::vector<std::string> out;
    if (late) out.emplace_back("delay");
    if (slow) out.emplace_back("dribble");
    if (events) out.emplace_back("refuse_events");
    if (answer && answer->status != 0) out.push_back("answer " + std::to_string(answer->status));
    else if (answer) out.push_back("answer " + answer->refusal->code());
    if (transport) out.emplace_back(name_of(transport->what));
    if (expires_token) out.emplace_back("expire_token");
    return out;
}

std::shared_ptr<fault> read_fault(const boost::json::value& given, const std::string& pointer,
                                  std::span<const std::string_view> types,
                                  std::optional<json_complaint>& wrong) {
    auto out = std::make_shared<fault>();
    object_reader from(given, pointer, wrong);
    out->id = from.text("id", id_bytes_max).value_or("");
    if (out->id.find_first_not_of(id_characters) != std::string::npos)
        from.complain("id",
                      "must consist of letters, digits, -, ., _ and ~, so that it can stand "
                      "in a path");
    if (const auto* match = from.find("match"))
        out->match = read_match(*match, from.pointer_of("match"), types, wrong);
    if (const auto* effect = from.find("effect"))
        read_effect(*effect, from.pointer_of("effect"), *out, wrong);
    else if (from.sound()) from.complain("effect", "is missing: what is to happen");
    out->times = from.whole_number("times", 1, UINT64_MAX).value_or(UINT64_MAX);
    if (const auto when = from.one_of("when", moments))
        out->when = *when == 0 ? fault::moment::before : fault::moment::after;
    from.find("counts");  // so that what was listed can be given back
    from.finish();
    check_moment(*out, from);
    if (wrong) return nullptr;
    out->given = given.as_object();
    out->given.erase("counts");
    return out;
}

}  // namespace crmlocal::lab
