// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "domain/event_type.hpp"
#include "domain/object_form.hpp"
#include "http/api.hpp"
#include "http/call_decoder.hpp"
#include "http/call_reader.hpp"
#include "http/endpoint.hpp"
#include "http/object_writer.hpp"

namespace crmlocal::http {

/// What the methods of one type of event have in common that answer with event objects.
class event_endpoint : public endpoint {
public:
    /// All must outlive it.
    event_endpoint(const api_context& context, const domain::event_type& type,
                   const domain::call_shape& shape)
        : context_(context),
          type_(type),
          form_(domain::object_form::of_event(type)),
          decoder_(shape, shape.is_flat() ? &type : nullptr) {}

    std::size_t body_bytes_max() const noexcept override { return call_bytes_max; }

protected:
    object_writer writer(const store::login& who, const domain::object_form::selection& chosen,
                         reply& out) const {
        return {form_, chosen, *who.in, context_.ledger.ids(*who.in), out};
    }
    std::size_t type_ordinal() const noexcept {
        return context_.ledger.catalogue().ordinal_of(type_);
    }
    /// Answers with one event.
    void write_event(const store::login& who, const domain::object_form::selection& chosen,
                     const store::recorded_event& event, reply& out) const;

    const api_context& context_;
    const domain::event_type& type_;
    const domain::object_form form_;
    const call_decoder decoder_;
};

/// `customer_events/<collection>/create`: one event, judged and recorded as an event of a bulk
/// call; a refusal of the event refuses the call [found].
class event_create final : public event_endpoint {
public:
    event_create(const api_context& context, const domain::event_type& type)
        : event_endpoint(context, type, type.single),
          path_(std::string(type.collection) + "/create") {}

    std::string_view allowed() const noexcept override { return "POST"; }
    std::size_t body_bytes_max() const noexcept override { return context_.options.body_bytes_max; }
    task<void> answer(const request& asked, workspace& memory) override;

private:
    bool judge(const store::login& who, domain::object_form::selection& chosen,
               workspace& memory) const;

    const std::string path_;
};

/// `customer_events/<collection>/show`: one event of that type, by id or number [found].
class event_show final : public event_endpoint {
public:
    event_show(const api_context& context, const domain::event_type& type);

    std::string_view allowed() const noexcept override { return reading_methods; }
    task<void> answer(const request& asked, workspace& memory) override;
};

/// `customer_events/<collection>/list`: the events of an account, a participant or a
/// classification, newest first. Pages that follow the one at offset 0 are of the same list,
/// whatever is created in the meantime, if they are asked for with the same token and the same
/// parameters otherwise.
class event_list final : public event_endpoint {
public:
    event_list(const api_context& context, const domain::event_type& type)
        : event_endpoint(context, type, type.list) {}

    std::string_view allowed() const noexcept override { return reading_methods; }
    task<void> answer(const request& asked, workspace& memory) override;

private:
    store::event_query query_of(const domain::batch& call) const;
};

/// `customer_events/<collection>/cancel`: a posted event becomes a cancelled one [found].
class event_cancel final : public event_endpoint {
public:
    event_cancel(const api_context& context, const domain::event_type& type);

    std::string_view allowed() const noexcept override { return "POST"; }
    task<void> answer(const request& asked, workspace& memory) override;
};

/// The paths of a type's methods, without the base path: "customer_events/web/create".
std::string event_path_of(const domain::event_type& type, std::string_view method);

}  // namespace crmlocal::http
