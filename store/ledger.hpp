// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "domain/batch.hpp"
#include "domain/event_type.hpp"
#include "domain/uuid.hpp"
#include "store/answered_calls.hpp"
#include "store/asio.hpp"
#include "store/event_log.hpp"
#include "store/organisation.hpp"
#include "store/tenant.hpp"

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
    /// Writes the answer when numbers and ids are known; an empty one is not kept. Must not wait
    /// and not throw.
    std::function<std::string_view()> write_answer;
};

/// An event as it was recorded, and what became of it. The record lives as long as the
/// organisation.
struct recorded_event {
    std::uint64_t number = 0;
    domain::uuid id = {};
    std::string_view record;
    call_origin origin;
    std::optional<call_origin> cancelled;  ///< who cancelled it and when, if somebody did
};

/// Which events of a type somebody asks for.
struct event_query {
    const domain::event_type* type = nullptr;
    std::uint8_t column = domain::no_column;  ///< of an identifier, by which `type->list` asks
    std::uint32_t ordinal =
        0;  ///< the entity that it names; an account's participants count as well
    std::optional<std::int64_t> after, before;  ///< when they were submitted, in seconds since 1970
    std::uint64_t skip = 0;
    std::uint64_t limit = 0;
    /// Only events that were there when another page was read: its `seen`. The newest if absent.
    std::optional<std::uint64_t> seen;
};

/// A page of events, newest first.
struct event_page {
    std::vector<recorded_event> events;
    std::uint64_t seen = 0;  ///< how many events of the type there were
};

/// How an attempt to cancel an event ended.
struct cancellation {
    enum class status : std::uint8_t { done, not_found, not_posted, unavailable };
    status how = status::not_found;
    recorded_event event;  ///< if it is done
};

/// How an attempt to create an entity ended.
struct creation {
    commit_status how = commit_status::unavailable;
    const domain::entity* made = nullptr;
    std::optional<std::size_t> taken = {};  ///< or the key that another entity has
    /// Where it was created, if the organisation has been described anew since the call began.
    std::shared_ptr<organisation> in = {};
};

/// How a change of which organisations there are ended.
enum class organisation_status : std::uint8_t {
    done,
    taken,        ///< there is one of that name
    gone,         ///< it was removed meanwhile
    changed,      ///< somebody else changed it meanwhile; read it again
    unavailable,  ///< nothing was changed; the caller may try again later
    full,         ///< nothing was changed: memory is used up as far as it may be
};

/// What distinguishes two states of an organisation.
struct event_difference {
    enum class change : std::uint8_t { added, removed, changed, cancelled };
    change how = change::added;
    const domain::event_type* type = nullptr;
    recorded_event event;              ///< as it is later; of a removed one, as it was
    const organisation* in = nullptr;  ///< whose references the record's ordinals belong to
};
struct entity_difference {
    enum class change : std::uint8_t { added, removed, changed };
    change how = change::added;
    const domain::entity_kind* kind = nullptr;
    std::uint32_t ordinal = 0;
    const organisation* in = nullptr;
};
struct organisation_difference {
    std::vector<event_difference> events;
    std::vector<entity_difference> entities;
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

    /// The tenant of that name, or null.
    virtual std::shared_ptr<tenant> find_tenant(std::string_view name) = 0;

    /// The organisation of that name as it is now, or null.
    std::shared_ptr<organisation> find_organisation(std::string_view name) {
        const auto of = find_tenant(name);
        return of ? of->current() : nullptr;
    }

    /// Who logs in with a Web API key: the tenant who has it, and the key's position there.
    struct key_holder {
        std::shared_ptr<tenant> of;  ///< null: nobody, or more than one
        std::size_t key = 0;
    };
    virtual key_holder find_web_api_key(std::string_view key) = 0;

    /// Finds what the identifiers of a batch name, those of the call's parameters included. What
    /// does not exist is left null; the judgement says so.
    virtual task<void> resolve(organisation& in, domain::batch& call) = 0;

    /// Records the accepted events of a batch, all or nothing: takes their claims in the order of
    /// the call, refusing events that come too late for one; gives numbers and ids to the rest,
    /// which it leaves in `call.created`; returns when they are recorded as durably as promised. If
    /// `once` is not null, its answer is recorded with them, even if no event was accepted. If
    /// `on_created` is not null it is called when the numbers are known, before anything is waited
    /// for; whether they stay is known at the end only.
    virtual task<commit_status> commit(organisation& in, const call_origin& origin,
                                       domain::batch& call, const once_record* once = nullptr,
                                       const std::function<void()>* on_created = nullptr) = 0;

    /// Looks up a call with an Idempotency-Key; fills in `answer` if it was answered. For `first`
    /// the key is taken until the call is recorded or `forget_once` gives it back.
    virtual once_state begin_once(organisation& in, const once_key& key, std::string& answer) = 0;
    virtual void forget_once(organisation& in, std::string_view key) = 0;

    /// The event of that type that a key of `kinds::customer_event` names: an id, or a number.
    virtual task<std::optional<recorded_event>> find_event(organisation& in,
                                                           const domain::event_type& type,
                                                           std::size_t key,
                                                           std::string_view text) = 0;

    /// The events that somebody asks for. May take a while for the first of its type and
    /// organisation, in which other calls go on.
    virtual task<void> list_events(organisation& in, const event_query& asked, event_page& out) = 0;

    /// Cancels the event that a key of `kinds::customer_event` names. It stays where it is, with
    /// what it has claimed.
    virtual task<cancellation> cancel_event(organisation& in, const call_origin& origin,
                                            const domain::event_type& type, std::size_t key,
                                            std::string_view text) = 0;

    /// Creates an entity; a number that is absent is given to it. See `references::create`.
    virtual task<creation> create_entity(organisation& in, const new_entity& entity) = 0;

    // --- Organisations that come and go ---

    /// All tenants, in the order in which their organisations were made.
    virtual std::vector<std::shared_ptr<tenant>> tenants() = 0;

    /// Makes an organisation; `like` is one whose reference data it shares, or null. The same seed
    /// and the same calls give the same ids.
    virtual task<organisation_status> make_organisation(std::shared_ptr<const fixture> from,
                                                        std::uint64_t seed,
                                                        std::shared_ptr<organisation> like,
                                                        std::shared_ptr<tenant>& made) = 0;

    /// Begins an organisation anew, without what was recorded in it: as that fixture describes it.
    virtual task<organisation_status> begin_anew(tenant& of, std::shared_ptr<const fixture> from,
                                                 std::uint64_t seed) = 0;

    /// Describes an organisation anew; what was recorded in it stays. The fixture has the users and
    /// the numbering of `was`, and all of its entities in their order.
    virtual task<organisation_status> describe_anew(tenant& of, std::shared_ptr<organisation> was,
                                                    std::shared_ptr<const fixture> from) = 0;

    /// Removes an organisation with all that was recorded in it.
    virtual task<organisation_status> remove_organisation(tenant& of) = 0;

    /// A copy of an organisation at one moment, that nothing changes; null if memory is used up.
    virtual std::shared_ptr<organisation> copy_organisation(organisation& of) = 0;

    /// Puts a tenant's organisation back into the state that was copied.
    virtual task<organisation_status> restore_copy(tenant& of,
                                                   std::shared_ptr<organisation> copy) = 0;

    /// What happened between two states of an organisation; `before` is null for its beginning.
    virtual organisation_difference compare(organisation* before, organisation& after) = 0;

    /// How many events of a type an organisation has.
    virtual std::uint64_t count_events(organisation& in, const domain::event_type& type) = 0;

    /// The number that the next event of a type gets.
    virtual std::uint64_t next_number(organisation& in, const domain::event_type& type) = 0;

    /// Makes the ids of an organisation, other than those its reference data came with.
    virtual const domain::id_maker& ids(const organisation& of) const noexcept = 0;
};

/// What ids of an organisation stand for: the spaces of `domain::id_maker`. Those of events are the
/// positions of their types in the catalogue.
namespace id_spaces {
inline constexpr std::uint16_t entities = 0x100;  ///< and the kind: what was created; by ordinal
inline constexpr std::uint16_t rows = 0x200;   ///< and the type: by the event's number and the row
inline constexpr std::uint16_t users = 0x300;  ///< by position
}  // namespace id_spaces

}  // namespace crmlocal::store
