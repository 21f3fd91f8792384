// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <boost/json/object.hpp>

#include "domain/fault.hpp"
#include "lab/delay.hpp"
#include "lab/header_test.hpp"
#include "lab/json_reader.hpp"
#include "lab/value_condition.hpp"

namespace crmlocal::lab {

/// The code and the texts of a refusal that a fault makes up, and which it owns.
class made_up_refusal {
public:
    /// The code alone decides where the vendor's table knows it; what is not given is filled in.
    made_up_refusal(std::string code, std::optional<std::string> error,
                    std::optional<std::string> description, int http_status);

    made_up_refusal(const made_up_refusal&) = delete;
    made_up_refusal& operator=(const made_up_refusal&) = delete;

    /// Points into this object, which must outlive it.
    domain::refusal made() const;
    const std::string& code() const noexcept { return code_; }

private:
    std::string code_, error_, description_;
    domain::fault fault_;
};

/// Which calls a fault is for. All that is given must hold. A call that fits by what it is (method,
/// type, header, body, time) is a candidate; candidates are counted from 1, and the rest goes by
/// that number.
struct call_match {
    std::vector<std::string> methods;  ///< "authentication/token"; * stands for anything; none: all
    std::vector<std::string> types;    ///< "web"; none: all
    std::vector<header_test> headers;
    std::vector<value_condition> body;
    std::int64_t from = INT64_MIN;   ///< ms since 1970 by the organisation's clock, inclusive
    std::int64_t until = INT64_MAX;  ///< the same, exclusive

    std::vector<std::uint64_t> nth;  ///< none: any
    std::uint64_t every = 1;
    std::uint64_t first = UINT64_MAX;
    std::uint64_t after = 0;
    double probability = 1;
};

/// What is answered in place of the real answer.
struct made_up_answer {
    unsigned status = 0;  ///< of HTTP; 0: as the server refuses calls
    std::uint32_t retry_after_seconds = 0;
    std::shared_ptr<const made_up_refusal> refusal;  ///< null: the body is given
    std::string body;
    std::string content_type;
};

/// Which events of a bulk call are refused, and how. All that is given must hold.
struct event_refusal {
    std::vector<std::int64_t> index;  ///< from 0; from the end if negative; none: any
    std::uint64_t range_first = 0;    ///< indices, inclusive
    std::uint64_t range_last = UINT64_MAX;
    std::uint64_t every = 1;
    double probability = 1;
    std::vector<value_condition> where;   ///< of the event
    std::uint64_t attempts = UINT64_MAX;  ///< how often each event, known by its request identifier
    std::shared_ptr<const made_up_refusal> refusal;
};

/// What happens to an answer on its way.
struct transport_fault {
    enum class kind : std::uint8_t {
        reset,            ///< the connection is reset, nothing is sent
        empty,            ///< the connection is closed, nothing is sent
        truncate,         ///< it is closed in the middle of the answer's body
        garbage,          ///< random bytes are sent in place of an answer, then it is closed
        malformed_chunk,  ///< a sound head, then bytes that are no chunk, then it is closed
        wrong_length      ///< Content-Length is not that of the body
    };

    kind what = kind::reset;
    std::optional<std::uint64_t> bytes;  ///< of the body, sent before it is truncated
    double fraction = 0.5;               ///< the same, if `bytes` is not given
    std::int64_t by = 1;                 ///< added to Content-Length
};

/// The word for it: "reset" and so on.
std::string_view name_of(transport_fault::kind what) noexcept;

/// An answer's body in pieces, with a delay before each.
struct dribble {
    std::uint64_t chunks = 0;
    delay each;
};

/// One failure on demand: which calls, and what happens to them. Immutable; safe for use by several
/// threads at once.
struct fault {
    /// Whether the call is carried out before what the fault does to it.
    enum class moment : std::uint8_t { by_kind, before, after };

    std::string id;  ///< may be empty until the plan gives it one
    call_match match;
    std::uint64_t times = UINT64_MAX;  ///< how often it fires at most
    moment when = moment::by_kind;

    std::optional<delay> late;
    std::optional<dribble> slow;
    std::optional<event_refusal> events;
    std::optional<transport_fault> transport;
    std::optional<made_up_answer> answer;
    bool expires_token = false;

    boost::json::object given;  ///< as it was written

    /// True if no other fault is looked at for the call.
    bool ends_call() const noexcept { return transport || answer || expires_token; }
    /// What it does, a word each: "delay", "refuse_events", "reset", "answer 503" and so on.
    std::vector<std::string> effects() const;
    /// True if the call is carried out, if the answer is then lost.
    bool carries_out() const noexcept;
};

/// Reads which calls a fault is for. What is wrong goes to the complaint.
call_match read_match(const boost::json::value& given, const std::string& pointer,
                      std::span<const std::string_view> types,
                      std::optional<json_complaint>& wrong);

/// Reads what a fault does into `out`. What is wrong goes to the complaint.
void read_effect(const boost::json::value& given, const std::string& pointer, fault& out,
                 std::optional<json_complaint>& wrong);

/// Reads a fault as `docs/testing.md` describes it; what is wrong goes to the complaint. `types`
/// are the types of event that there are.
std::shared_ptr<fault> read_fault(const boost::json::value& given, const std::string& pointer,
                                  std::span<const std::string_view> types,
                                  std::optional<json_complaint>& wrong);

}  // namespace crmlocal::lab
