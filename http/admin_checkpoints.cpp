// SPDX-License-Identifier: BSL-1.0
//
// /__admin/organisations/{name}/checkpoints: states of an organisation that are kept, to go back to
// and to compare.
#include <array>
#include <optional>

#include <boost/json/parse.hpp>

#include "http/fixture_writer.hpp"
#include "http/object_writer.hpp"
#include "http/worlds.hpp"
#include "lab/laboratory.hpp"

namespace crmlocal::http {
namespace {

using store::organisation_status;

constexpr std::size_t checkpoints_max = 1000;

lab::laboratory& laboratory_of(const store::tenant& of) {
    lab::laboratory* const found = lab::laboratory::of(of);
    if (!found) throw admin_error{409, "This server has no laboratory."};
    return *found;
}

lab::laboratory::checkpoint find(const store::tenant& of, const std::string& name) {
    const auto all = laboratory_of(of).checkpoints.lock();
    const auto at = all->find(name);
    if (at == all->end())
        throw admin_error{404, "There is no checkpoint '" + name + "' of the organisation '" +
                                   std::string(of.name()) + "'."};
    return at->second;
}

json::object describe(const admin_call& call, const std::string& name,
                      const lab::laboratory::checkpoint& what) {
    json::object events;
    for (const domain::event_type& type : call.context.ledger.catalogue().types)
        events.emplace(type.collection, call.context.ledger.count_events(*what.state, type));
    return {
        {"name", name}, {"saved_on", format_time(what.saved_on)}, {"events", std::move(events)}};
}

// Saved again under a name that is there: the later state is the one that is kept.
task<void> save(admin_call& call) {
    const auto of = call.tenant();
    const std::string& name = call.parameter("checkpoint");
    lab::laboratory::checkpoint what;
    what.state = call.context.ledger.copy_organisation(*current_organisation(*of));
    if (!what.state) throw refused_change(organisation_status::full, std::string(of->name()));
    what.saved_on = of->clock().now();
    {
        const auto all = laboratory_of(*of).checkpoints.lock();
        if (all->size() >= checkpoints_max && !all->contains(name))
            throw admin_error{409, "There are 1000 checkpoints already; remove some first."};
        (*all)[name] = what;
    }
    call.answer(describe(call, name, what), 201);
    co_return;
}

task<void> list(admin_call& call) {
    const auto of = call.tenant();
    json::array out;
    const auto all = laboratory_of(*of).checkpoints.lock();
    for (const auto& [name, what] : *all) out.push_back(describe(call, name, what));
    call.answer(json::object{{"checkpoints", std::move(out)}});
    co_return;
}

task<void> show(admin_call& call) {
    const std::string& name = call.parameter("checkpoint");
    call.answer(describe(call, name, find(*call.tenant(), name)));
    co_return;
}

task<void> remove(admin_call& call) {
    const auto of = call.tenant();
    const std::string& name = call.parameter("checkpoint");
    find(*of, name);
    laboratory_of(*of).checkpoints.lock()->erase(name);
    call.done();
    co_return;
}

task<void> restore(admin_call& call) {
    const auto of = call.tenant();
    const auto what = find(*of, call.parameter("checkpoint"));
    const auto status = co_await call.context.ledger.restore_copy(*of, what.state);
    if (status != organisation_status::done) throw refused_change(status, std::string(of->name()));
    call.done();
}

// Writes what is different, an object for each event and entity.
class difference_writer {
public:
    explicit difference_writer(store::ledger& ledger) : ledger_(ledger) {}

    json::object write(const store::organisation_difference& what) {
        json::object events, entities;
        for (const store::event_difference& d : what.events)
            list_of(events, d.type->collection, index(d.how)).push_back(event(d));
        for (const store::entity_difference& d : what.entities)
            list_of(entities, d.kind->set, index(d.how))
                .push_back(write_entity(d.in->references, *d.kind, d.ordinal));
        json::object out;
        out.emplace("equal", what.events.empty() && what.entities.empty());
        out.emplace("events", std::move(events));
        out.emplace("entities", std::move(entities));
        return out;
    }

private:
    static constexpr std::array<std::string_view, 4> names_of_changes = {"added", "removed",
                                                                         "changed", "cancelled"};
    // Where what has changed so among those of one type or kind is listed, made when first needed.
    static json::array& list_of(json::object& all, std::string_view of, std::size_t change) {
        json::value& changes = all[of];
        if (changes.is_null()) changes = json::object();
        json::value& list = changes.get_object()[names_of_changes[change]];
        if (list.is_null()) list = json::array();
        return list.get_array();
    }

    template <class Change>
    static std::size_t index(Change how) noexcept {
        return static_cast<std::size_t>(how);
    }

    json::value event(const store::event_difference& d) {
        const domain::object_form form = domain::object_form::of_event(*d.type);
        std::string_view unknown;
        const auto all = form.select({}, unknown);
        reply text;
        object_writer(form, all, *d.in, ledger_.ids(*d.in), text)
            .write(*d.type, ledger_.catalogue().ordinal_of(*d.type), d.event);
        return json::parse({text.body().data(), text.body().size()});
    }

    store::ledger& ledger_;
};

// From the beginning, and to what it is now, unless a checkpoint is named.
task<void> diff(admin_call& call) {
    const auto of = call.tenant();
    const auto named = [&](std::string_view name) -> std::shared_ptr<store::organisation> {
        const auto checkpoint = call.query(name);
        return checkpoint ? find(*of, *checkpoint).state : nullptr;
    };
    const auto from = named("from");
    auto to = named("to");
    if (!to) to = current_organisation(*of);
    const auto different = call.context.ledger.compare(from.get(), *to);
    call.answer(difference_writer(call.context.ledger).write(different));
    co_return;
}

}  // namespace

void add_checkpoint_methods(admin_router& to) {
    const std::string path = "/__admin/organisations/{name}/checkpoints";
    to.add("GET", path, list);
    to.add("GET", path + "/{checkpoint}", show);
    to.add("POST", path + "/{checkpoint}", save);
    to.add("PUT", path + "/{checkpoint}", save);
    to.add("DELETE", path + "/{checkpoint}", remove);
    to.add("POST", path + "/{checkpoint}/save", save);
    to.add("POST", path + "/{checkpoint}/restore", restore);
    to.add("POST", path + "/{checkpoint}/remove", remove);
    to.add("GET", "/__admin/organisations/{name}/diff", diff);
}

}  // namespace crmlocal::http
