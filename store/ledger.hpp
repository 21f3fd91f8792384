// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "domain/batch.hpp"
#include "domain/event_type.hpp"
#include "store/answered_calls.hpp"
#include "store/asio.hpp"
#include "store/event_log.hpp"
#include "store/organisation.hpp"

namespace crmlocal::store {

/// How a commit ended.
enum class commit_status : std::uint8_t {
    done,         ///< recorded as durably as promised
    unavailable,  ///< nothing was recorded; the caller may try again later
    full,         ///< nothing was recorded: memory is used up as far as it may be
};

/// What makes a call that is sent again the same call: its Idempotency-Key, and what it asks for.
struct once_key {
    std::string_view key;
    fingerprint body;
};

/// How a call with an Idempotency-Key is recorded: with its answer, in one piece.
struct once_record {
    once_key key;
    /// Writes the answer when numbers and ids are known. Must not wait and not throw.
    std::function<std::string_view()> write_answer;
};

/// Through which everything is looked up and recorded. Nothing above knows which kind of ledger it
/// talks to: work is handed over in whole batches and may have to wait, so that a journal or a
/// remote engine fits behind it. Safe for use by several threads at once; a batch and the
/// organisation it is for must live until the work on it is done.
class ledger {
public:
    virtual ~ledger() = default;

    /// The types of event it records.
    virtual const domain::event_catalogue& catalogue() const noexcept = 0;

    /// The organisation of that name, or null.
    virtual std::shared_ptr<organisation> find_organisation(std::string_view name) = 0;

    /// Who logs in with a Web API key: the organisation that has it, and the key's position there.
    struct key_holder {
        std::shared_ptr<organisation> in;  ///< null: nobody, or more than one organisation
        std::size_t key = 0;
    };
    virtual key_holder find_web_api_key(std::string_view key) = 0;

    /// Finds what the identifiers of a batch name, those of the call's parameters included. What does
    /// not exist is left null; the judgement says so.
    virtual task<void> resolve(organisation& in, domain::batch& call) = 0;

    /// Records the accepted events of a batch, all or nothing: takes their claims in the order of the
    /// call, refusing events that come too late for one; gives numbers and ids to the rest, which it
    /// leaves in `call.created`; returns when they are recorded as durably as promised.
    /// If `once` is not null, its answer is recorded with them, even if no event was accepted. If
    /// `on_created` is not null it is called when the numbers are known, before anything is waited for;
    /// whether they stay is known at the end only.
    virtual task<commit_status> commit(organisation& in, const call_origin& origin,
                                       domain::batch& call, const once_record* once = nullptr,
                                       const std::function<void()>* on_created = nullptr) = 0;

    /// Looks up a call with an Idempotency-Key; fills in `answer` if it was answered. For `first` the key
    /// is taken until the call is recorded or `forget_once` gives it back.
    virtual once_state begin_once(organisation& in, const once_key& key, std::string& answer) = 0;
    virtual void forget_once(organisation& in, std::string_view key) = 0;
};

}  // namespace crmlocal::store
