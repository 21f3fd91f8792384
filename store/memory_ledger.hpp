// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <atomic>
#include <functional>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "store/change.hpp"
#include "store/hash.hpp"
#include "store/ledger.hpp"
#include "store/memory_limit.hpp"
#include "store/memory_organisation.hpp"
#include "store/organisation_change.hpp"
#include "store/reclaimer.hpp"
#include "store/striped_map.hpp"

namespace crmlocal::store {

class journal;

/// A ledger in memory, which may have a journal: without one everything it does completes at once.
class memory_ledger final : public ledger {
public:
    explicit memory_ledger(const domain::event_catalogue& catalogue,
                           std::function<time_point()> clock = std::chrono::system_clock::now);
    ~memory_ledger() override;

    /// Makes an organisation from a fixture; false if there is one of that name. `seed` rules the
    /// ids of its events: the same seed and the same calls give the same ids.
    bool add_organisation(fixture from, std::uint64_t seed);

    /// What was stored of the event of that type and number, if there is one and readers may see
    /// it.
    std::optional<event_log::stored_event> find_event(organisation& in,
                                                      const domain::event_type& type,
                                                      std::uint64_t number);

    /// How many organisations were added by `add_organisation`.
    std::uint64_t added_count() const noexcept { return added_.load(); }

    /// What is attached to every tenant. Before the first one.
    void attach_with(std::function<std::unique_ptr<tenant::attachment>()> make) {
        make_attachment_ = std::move(make);
    }

    /// Nothing is recorded while the process has so much memory, in bytes; 0: no limit.
    void limit_memory(std::uint64_t bytes) noexcept { limit_.set(bytes); }

    /// What the events of an organisation take of memory, in bytes; claims not included.
    std::size_t memory(organisation& of);

    const domain::event_catalogue& catalogue() const noexcept override { return catalogue_; }
    std::shared_ptr<tenant> find_tenant(std::string_view name) override;
    task<std::optional<recorded_event>> find_event(organisation& in, const domain::event_type& type,
                                                   std::size_t key, std::string_view text) override;
    task<void> list_events(organisation& in, const event_query& asked, event_page& out) override;
    task<cancellation> cancel_event(organisation& in, const call_origin& origin,
                                    const domain::event_type& type, std::size_t key,
                                    std::string_view text) override;
    task<creation> create_entity(organisation& in, const new_entity& entity) override;
    std::vector<std::shared_ptr<tenant>> tenants() override;
    task<organisation_status> make_organisation(std::shared_ptr<const fixture> from,
                                                std::uint64_t seed,
                                                std::shared_ptr<organisation> like,
                                                std::shared_ptr<tenant>& made) override;
    task<organisation_status> begin_anew(tenant& of, std::shared_ptr<const fixture> from,
                                         std::uint64_t seed) override;
    task<organisation_status> describe_anew(tenant& of, std::shared_ptr<organisation> was,
                                            std::shared_ptr<const fixture> from) override;
    task<organisation_status> remove_organisation(tenant& of) override;
    std::shared_ptr<organisation> copy_organisation(organisation& of) override;
    task<organisation_status> restore_copy(tenant& of, std::shared_ptr<organisation> copy) override;
    organisation_difference compare(organisation* before, organisation& after) override;
    std::uint64_t count_events(organisation& in, const domain::event_type& type) override;
    std::uint64_t next_number(organisation& in, const domain::event_type& type) override;
    const domain::id_maker& ids(const organisation& of) const noexcept override;
    key_holder find_web_api_key(std::string_view key) override;
    task<void> resolve(organisation& in, domain::batch& call) override;
    task<commit_status> commit(organisation& in, const call_origin& origin, domain::batch& call,
                               const once_record* once = nullptr,
                               const std::function<void()>* on_created = nullptr) override;
    once_state begin_once(organisation& in, const once_key& key, std::string& answer) override;
    void forget_once(organisation& in, std::string_view key) override;

    // --- For recovery, snapshots and the journal ---

    /// From now on every change goes through this journal, which must outlive all calls.
    void attach(journal& to) noexcept { journal_ = &to; }

    /// Makes an organisation as it was: its key and the seed of its ids. Throws
    /// `std::runtime_error` if the key or the name is taken.
    void restore_organisation(std::shared_ptr<const fixture> from, std::uint64_t key,
                              std::uint64_t seed, bool is_current = true);

    /// The organisation of that key, or null.
    std::shared_ptr<memory_organisation> organisation_of(std::uint64_t key);
    /// All organisations, in the order of their keys.
    std::vector<std::shared_ptr<memory_organisation>> organisations();

    /// Puts events back that were written down; those that are there already are skipped. Throws
    /// `std::runtime_error` if they cannot have been. Not while calls are served.
    void restore_events(std::string_view payload);

    /// The same for the answer to a call with an Idempotency-Key, and its events if it has any.
    void restore_answer(std::string_view payload);
    void undo_answer(std::string_view payload);

    /// Takes events back that were appended to the journal but never became durable.
    void undo_events(std::string_view payload);

    /// The same for a cancellation and for a created entity.
    void restore_cancellations(std::string_view payload);
    void undo_cancellation(std::string_view payload);
    void restore_entity(std::string_view payload);
    void undo_entity(std::string_view payload);

    /// Counts what was recorded since the ledger was made.
    std::uint64_t change_count() const noexcept { return changes_.load(std::memory_order_relaxed); }

    /// Tickets up to this one may be seen by readers.
    std::uint64_t visible() const noexcept;

    /// Of the journal: organisations that came and went.
    void restore_reference(change_type type, std::string_view payload);
    void restore_new_organisation(std::string_view payload);
    void restore_current(std::string_view payload);
    void restore_removal(std::string_view payload);
    void undo_new_organisation(std::string_view payload);
    void undo_current(std::string_view payload);
    void undo_removal(std::string_view payload);

    /// Keys of organisations begin here from now on; smaller ones that are not there are gone.
    void set_next_key(std::uint64_t key);
    std::uint64_t next_key() { return worlds_.lock()->next_key; }
    /// Drops organisations that never became the current ones of their names. At the end of
    /// recovery.
    void drop_unfinished();

private:
    /// Which organisations there are.
    struct worlds {
        std::map<std::uint64_t, std::shared_ptr<memory_organisation>> by_key;
        std::uint64_t next_key = 1;
        /// What changes have put an end to that may not stay: by the key of what took its place, or
        /// its own.
        struct replaced {
            std::uint64_t key;
            std::uint64_t ticket;
            std::shared_ptr<memory_organisation> was;
            std::shared_ptr<tenant> of;
        };
        std::vector<replaced> undoable;
    };

    bool is_gone(std::uint64_t key);
    void tell_cancelled(memory_organisation& in, std::size_t type,
                        std::span<recorded_event> events);
    void add_web_api_keys(const std::shared_ptr<tenant>& of, const fixture& from);
    void forget_web_api_keys(const tenant& of, const fixture& from);
    void publish(worlds& all, std::shared_ptr<memory_organisation> one);
    void retire(worlds& all, const std::shared_ptr<memory_organisation>& one, std::uint64_t ticket);
    task<bool> write_portions(const reference_data& data, std::uint64_t number);
    task<bool> write_down(memory_organisation& one);
    std::optional<std::uint64_t> append_organisation(memory_organisation& one,
                                                     organisation_record how);
    std::optional<std::uint64_t> append_current(std::uint64_t key, std::uint64_t replaces);
    std::shared_ptr<memory_organisation> current_of(const tenant& of);
    void replace(worlds& all, const std::shared_ptr<memory_organisation>& was,
                 std::shared_ptr<memory_organisation> by, std::uint64_t ticket);
    void undo_publication(std::uint64_t key);
    task<organisation_status> settle(std::uint64_t ticket);
    std::shared_ptr<memory_organisation> make_world(std::shared_ptr<const fixture> from,
                                                    std::shared_ptr<organisation_clock> clock,
                                                    std::uint64_t key, std::uint64_t seed) const;

    const domain::event_catalogue& catalogue_;
    std::shared_ptr<organisation_clock> make_clock() const;

    std::function<time_point()> clock_;
    std::function<std::unique_ptr<tenant::attachment>()> make_attachment_;
    striped_map<std::string, std::shared_ptr<tenant>, text_hash> tenants_;
    striped_map<std::string, std::vector<key_holder>, text_hash, 16> web_api_keys_;
    guarded<worlds> worlds_;
    // At recovery only: reference data that comes before its organisation.
    std::map<std::uint64_t, reference_reader> references_read_;
    journal* journal_ = nullptr;
    memory_limit limit_;
    std::atomic<std::uint64_t> added_ = 0;
    reclaimer reclaimer_;
    std::atomic<std::uint64_t> changes_ = 0;
};

}  // namespace crmlocal::store
