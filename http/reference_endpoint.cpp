// SPDX-License-Identifier: BSL-1.0
#include "http/reference_endpoint.hpp"

#include <algorithm>

#include "domain/fields.hpp"
#include "http/call_decoder.hpp"
#include "http/call_reader.hpp"
#include "http/envelope.hpp"
#include "http/object_writer.hpp"

namespace crmlocal::http {
namespace {

namespace faults = domain::faults;
namespace fields = domain::fields;

// What the methods of one kind have in common.
class entity_endpoint : public endpoint {
public:
    entity_endpoint(const api_context& context, const domain::entity_kind& kind,
                    const domain::call_shape& shape)
        : context_(context),
          kind_(kind),
          shape_(shape),
          form_(domain::object_form::of_entity(kind)),
          decoder_(shape) {}

    std::size_t body_bytes_max() const noexcept override { return call_bytes_max; }

protected:
    object_writer writer(const store::login& who, const domain::object_form::selection& chosen,
                         reply& out) const {
        return {form_, chosen, *who.in, context_.ledger.ids(*who.in), out};
    }
    void write_entity(const store::login& who, const domain::object_form::selection& chosen,
                      const domain::entity& one, reply& out) const {
        out.append(envelope_begin);
        writer(who, chosen, out).write(kind_, one);
        out.append(envelope_end);
    }

    const api_context& context_;
    const domain::entity_kind& kind_;
    const domain::call_shape& shape_;
    const domain::object_form form_;
    const call_decoder decoder_;
};

class entity_show final : public entity_endpoint {
public:
    using entity_endpoint::entity_endpoint;

    std::string_view allowed() const noexcept override { return reading_methods; }
    task<void> answer(const request& asked, workspace& memory) override {
        const auto who = begin_call(context_, decoder_, asked, memory);
        if (!who) co_return;
        co_await context_.ledger.resolve(*who->in, memory.batch);
        const auto chosen = judge_reading(context_, form_, *who, memory);
        if (!chosen) co_return;
        for (const domain::column& c : shape_.parameters)
            if (c.what->kind == &kind_)
                write_entity(*who, *chosen, *memory.batch.find_parameter(*c.what)->found,
                             memory.answer);
    }
};

// The entities of a kind in the order in which they came, or those of them that belong to what the
// call names.
class entity_list final : public entity_endpoint {
public:
    using entity_endpoint::entity_endpoint;

    std::string_view allowed() const noexcept override { return reading_methods; }
    task<void> answer(const request& asked, workspace& memory) override {
        const auto who = begin_call(context_, decoder_, asked, memory);
        if (!who) co_return;
        co_await context_.ledger.resolve(*who->in, memory.batch);
        const auto chosen = judge_reading(context_, form_, *who, memory);
        if (!chosen) co_return;
        write_page(*who, *chosen, memory);
    }

private:
    void write_page(const store::login& who, const domain::object_form::selection& chosen,
                    workspace& memory) const {
        const domain::batch& call = memory.batch;
        const auto whole_of = [&](const domain::field& what, std::uint64_t otherwise) {
            const domain::value* v = call.find_parameter(what);
            return v ? static_cast<std::uint64_t>(v->whole) : otherwise;
        };
        const domain::value* account = call.find_parameter(fields::account);
        const domain::value* type = call.find_parameter(fields::classification_type);
        // What is not asked for in pages comes whole.
        std::uint64_t left = type ? UINT64_MAX
                                  : whole_of(fields::number_of_results,
                                             static_cast<std::uint64_t>(fields::results_default));
        std::uint64_t skip = whole_of(fields::offset, 0);
        reply& out = memory.answer;
        out.append(envelope_begin);
        char before = '[';
        object_writer write = writer(who, chosen, out);
        const std::uint32_t count = who.in->references.count(kind_);
        for (std::uint32_t i = 0; i < count && left > 0; ++i) {
            const domain::entity* one = who.in->references.at(kind_, i);
            if (!one || (account && one->related != account->found) ||
                (type && one->type != type->text()))
                continue;
            if (skip > 0) {
                --skip;
                continue;
            }
            --left;
            out.append(before);
            before = ',';
            write.write(kind_, *one);
        }
        if (before == '[') out.append(before);
        out.append(']');
        out.append(envelope_end);
    }
};

class entity_create final : public entity_endpoint {
public:
    using entity_endpoint::entity_endpoint;

    std::string_view allowed() const noexcept override { return "POST"; }
    task<void> answer(const request& asked, workspace& memory) override {
        auto who = begin_call(context_, decoder_, asked, memory);
        if (!who) co_return;
        co_await context_.ledger.resolve(*who->in, memory.batch);
        const auto chosen = judge_reading(context_, form_, *who, memory);
        if (!chosen) co_return;
        const store::new_entity entity = entity_of(memory.batch);
        const auto made = co_await context_.ledger.create_entity(*who->in, entity);
        if (made.made) {
            if (made.in) who->in = made.in;
            write_entity(*who, *chosen, *made.made, memory.answer);
        } else if (made.taken) {
            const domain::value* number = memory.batch.find_parameter(fields::new_number);
            context_.refuse_call(domain::refuse(faults::duplicate_value, fields::new_number.name,
                                                number ? number->text() : std::string_view()),
                                 memory.answer);
        } else {
            api_context::refuse_unrecorded(made.how, memory.answer);
        }
    }

private:
    store::new_entity entity_of(const domain::batch& call) const {
        store::new_entity out;
        out.kind = &kind_;
        for (const domain::column& c : shape_.parameters) {
            const domain::value* v = call.find_parameter(*c.what);
            if (!v || c.what == &fields::token || c.what == &fields::fields_set) continue;
            if (c.what == &fields::account) out.attribute("account") = v->found->key;
            else if (c.what == &fields::sign_up_by_unit)
                out.attribute("sign_up_by_unit") = v->found->key;
            else if (const auto key = std::ranges::find(kind_.keys(), c.what->name);
                     key != kind_.keys().end())
                out.keys[static_cast<std::size_t>(key - kind_.keys().begin())] = v->text();
            else out.attribute(c.what->name) = v->text();
        }
        return out;
    }
};

}  // namespace

void add_reference_methods(router& to, const api_context& context,
                           const domain::reference_methods& methods) {
    const std::string path = std::string(methods.path) + "/";
    if (!methods.show.parameters.empty())
        to.add_method(path + "show",
                      std::make_shared<entity_show>(context, *methods.kind, methods.show));
    if (!methods.list.parameters.empty())
        to.add_method(path + "list",
                      std::make_shared<entity_list>(context, *methods.kind, methods.list));
    if (!methods.create.parameters.empty())
        to.add_method(path + "create",
                      std::make_shared<entity_create>(context, *methods.kind, methods.create));
}

}  // namespace crmlocal::http
