// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <iosfwd>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "domain/batch.hpp"
#include "http/call_decoder.hpp"
#include "store/memory_ledger.hpp"
#include "test/support/world.hpp"

namespace crmlocal::test {

/// What became of an event or a call: the fault's name and the sentence after "Error:"; both empty
/// if it was accepted.
struct outcome {
    std::string fault;
    std::string detail;

    bool operator==(const outcome&) const = default;
};
std::ostream& operator<<(std::ostream& out, const outcome& o);

/// The way of a bulk call from JSON to its verdicts, without a socket: decode, resolve, judge and,
/// for `create`, commit. One organisation in memory.
class judging {
public:
    explicit judging(const world& of = {});

    /// The verdict on one event, which is not created.
    outcome judge(std::string_view collection, const std::string& event);

    /// The verdicts on the events of one call; those accepted are created. `more` is put before the
    /// events in the body: `"fields_set":"id",`.
    std::vector<outcome> create(std::string_view collection, const std::vector<std::string>& events,
                                std::string_view more = "");

    /// The verdict on the call as a whole. Throws `std::runtime_error` if the body is malformed.
    outcome judge_call(std::string_view collection, std::string body);

    /// The call judged last.
    domain::batch& last() noexcept { return call_; }

    /// What the organisation keeps.
    store::memory_ledger& ledger() noexcept { return ledger_; }
    store::organisation& organisation() noexcept { return *in_; }

private:
    void decode(std::string_view collection, std::string body);

    store::memory_ledger ledger_;
    std::shared_ptr<store::organisation> in_;
    std::map<std::string, http::call_decoder, std::less<>> decoders_;
    std::string body_;
    domain::batch call_;
};

/// Changes some members of an object: those of `by`, a JSON object written without blanks, take the
/// place of members of the same name or are added. A value `absent` removes the member.
void change(object_text& object, std::string_view by);

/// The text of the object after such a change.
std::string changed(object_text object, std::string_view by);

}  // namespace crmlocal::test
