// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <boost/json/value.hpp>

#include "domain/event_type.hpp"
#include "lab/logged_call.hpp"

namespace crmlocal::lab {

/// What became of a call or an event. A call is `unprocessed` if some of its events are.
enum class call_verdict : std::uint8_t {
    processed,
    unprocessed,  ///< an event was refused
    refused       ///< the call as a whole was refused: nothing was recorded
};
inline constexpr std::string_view call_verdict_names[] = {"processed", "unprocessed", "refused"};

/// One event of a logged call and its verdict. What `fields_set` kept out of the answer is empty.
struct event_row {
    std::size_t index = 0;
    std::string written;                        ///< the event as it was sent, JSON
    const boost::json::value* event = nullptr;  ///< the same, in the body
    std::string request_unique_identifier;
    call_verdict verdict = call_verdict::processed;
    std::string number, id;
    std::string error_code, error_description;
    std::string_view rule;           ///< the rule or stage of judgement that refused it
    std::string_view rule_sentence;  ///< what that rule says
};

/// A logged call as its readers see it: without secrets, body and answer understood, with a row for
/// each event. All of that is computed when it is first asked for. For use by one thread.
class call_view {
public:
    /// The catalogue must outlive it. The organisation is empty for calls that reached none.
    call_view(std::string organisation, std::shared_ptr<const logged_call> what,
              const domain::event_catalogue& catalogue);

    call_view(const call_view&) = delete;
    call_view& operator=(const call_view&) = delete;

    const logged_call& call() const noexcept { return *what_; }
    const std::string& organisation() const noexcept { return organisation_; }
    /// "acme:17"; unique in a server as long as it runs.
    std::string id() const { return organisation_ + ":" + std::to_string(what_->number); }
    std::string target() const;
    std::vector<named_text> fields() const;

    /// The body, or the query of a GET, as JSON; null if it is neither.
    const boost::json::value& body();
    /// The body as it was sent; valid JSON if `body_is_json`.
    const std::string& body_text();
    bool body_is_json();
    const boost::json::value& answer();
    const std::string& answer_text();
    bool answer_is_json();

    call_verdict verdict();
    /// Of a refused call: the fault's name, or as the answer had it if no fault is called so.
    const std::string& error_code();
    const std::vector<event_row>& events();
    /// The members that the catalogue does not know, each once: "foo",
    /// "web_customer_events_set[].foo".
    const std::vector<std::string>& unknown_members();

private:
    struct document {
        std::string text;
        bool is_json = false;
        boost::json::value root;
    };
    struct outcome {
        call_verdict verdict = call_verdict::processed;
        std::string error_code;
    };

    static document understand(std::string_view raw);
    document& request_document();
    document& answer_document();
    const outcome& find_outcome();
    const domain::event_type* type() const noexcept;
    bool is_bulk() const noexcept;

    std::string organisation_;
    std::shared_ptr<const logged_call> what_;
    const domain::event_catalogue& catalogue_;
    std::optional<document> body_, answer_;
    std::optional<outcome> outcome_;
    std::optional<std::vector<event_row>> events_;
    std::optional<std::vector<std::string>> unknown_;
};

/// The parameters of a query as a JSON object, identifiers (`name=key=value`) as objects.
boost::json::object query_parameters(std::string_view target);

}  // namespace crmlocal::lab
