// SPDX-License-Identifier: BSL-1.0
#include "app/dump_writer.hpp"

#include "app/dump_format.hpp"
#include "app/json_line.hpp"
#include "domain/date_time.hpp"
#include "store/reference_attributes.hpp"

namespace crmlocal::app {
namespace {

using domain::entity_kind;
using domain::value_type;
using store::record_reader;

constexpr std::size_t lines_bytes = 256 << 10;

std::string hexadecimal(const domain::uuid& id) {
    std::string out(32, '0');
    domain::write_uuid(id, out.data());
    return out;
}

// Where a JSON number may be no more than a double: seeds have 64 bits.
void write_seed(std::string_view name, std::uint64_t seed, json_line& out) {
    out.name(name).text(std::to_string(seed));
}

void write_settings(const store::organisation_settings& s, json_line& out) {
    out.name("settings").open('{');
    out.name("numbering").text(s.global_numbering ? "global" : "per_type");
    out.name("unknown_members").text(s.rules.refuse_unknown_members ? "refuse" : "ignore");
    out.name("rules").open('{');
    for (std::string_view rule : s.rules.switched_off()) out.name(rule).text("off");
    out.close('}').close('}');
}

void write_media(const domain::entity& e, json_line& out) {
    out.name("payment_media").open('[');
    for (const domain::payment_medium& m : e.media) {
        out.open('{');
        if (m.type) out.name("type").text(m.type->key);
        if (m.brand) out.name("brand").text(m.brand->key);
        out.close('}');
    }
    out.close(']');
}

// Writes the values of a record by the names of its columns.
class value_writer {
public:
    value_writer(const store::references& data, json_line& out) : data_(data), out_(out) {}

    void event(std::string_view record, std::span<const domain::column> columns) {
        record_reader in(record, columns);
        while (const auto v = in.next()) {
            const domain::field& what = *columns[v->column].what;
            out_.name(what.name);
            if (what.type != value_type::rows) value(what, *v);
            else rows(what, v->row_count, in);
        }
    }

private:
    void rows(const domain::field& what, std::uint32_t count, record_reader& in) {
        out_.open('[');
        for (std::uint32_t i = 0; i < count; ++i) {
            in.row();
            out_.open('{');
            while (const auto v = in.next_in_row()) {
                const domain::field& in_row = *what.columns[v->column].what;
                out_.name(in_row.name);
                value(in_row, *v);
            }
            out_.close('}');
        }
        out_.close(']');
    }

    void value(const domain::field& what, const record_reader::value& v) {
        switch (what.type) {
            case value_type::text: out_.text(v.text); return;
            case value_type::amount:
            case value_type::quantity:
            case value_type::whole: out_.digits(v.text); return;
            case value_type::boolean:
                out_.digits(v.text == "true" || v.text == "1" ? "true" : "false");
                return;
            case value_type::date: out_.text(domain::format_date_time(v.date)); return;
            case value_type::floating: out_.number(v.floating); return;
            case value_type::identifier: {
                const entity_kind& kind = *what.kind;
                out_.open('{').name(kind.key_names[kind.human_key]);
                out_.text(data_.key_of(kind, v.ordinal, kind.human_key)).close('}');
                return;
            }
            case value_type::rows: return;  // rows hold no rows
        }
    }

    const store::references& data_;
    json_line& out_;
};

}  // namespace

void dump_writer::begin(std::uint64_t sequence) {
    json_line out(lines_);
    out.open('{').name("kind").text(dump_format::kinds::begin);
    out.name("version").number(dump_format::version);
    out.name("sequence").number(sequence).close('}').end();
    finish_line();
}

void dump_writer::add(store::memory_organisation& one, const domain::event_catalogue& catalogue) {
    add_organisation(one, catalogue);
    for (const entity_kind& kind : domain::kinds::all)
        for (std::uint32_t i = 0; i < one.references.count(kind); ++i)
            add_entity(one, kind, *one.references.at(kind, i));
    for (std::size_t t = 0; t < one.logs.size(); ++t) add_events(one, t, catalogue.types[t]);
    add_answers(one);
}

void dump_writer::add_organisation(const store::memory_organisation& one,
                                   const domain::event_catalogue& catalogue) {
    const store::fixture& from = one.described();
    json_line out(lines_);
    out.open('{').name("kind").text(dump_format::kinds::organisation);
    out.name("organisation").text(from.organisation);
    out.name("key").number(one.key);
    write_seed("seed", one.seed, out);
    write_seed("reference_seed", from.data->seed(), out);
    out.name("users").open('[');
    for (const store::user& u : from.users) {
        out.open('{').name("username").text(u.username).name("password").text(u.password);
        out.close('}');
    }
    out.close(']').name("web_api_keys").open('[');
    for (const std::string& key : from.web_api_keys) out.text(key);
    out.close(']').name("next_numbers").open('{');
    for (std::size_t t = 0; t < from.next_numbers.size(); ++t)
        out.name(catalogue.types[t].collection).number(from.next_numbers[t]);
    out.close('}');
    write_settings(from.settings, out);
    if (from.settings.expires_on != 0) out.name("expires_on").number(from.settings.expires_on);
    out.close('}').end();
    ++organisations_;
    finish_line();
}

void dump_writer::add_entity(const store::memory_organisation& one, const entity_kind& kind,
                             const domain::entity& e) {
    const store::references& data = one.references;
    json_line out(lines_);
    out.open('{').name("kind").text(dump_format::kinds::entity);
    out.name("organisation").text(one.name()).name("set").text(kind.set);
    const auto member = [&out](std::string_view name, std::string_view text) {
        if (!text.empty()) out.name(name).text(text);
    };
    for (std::size_t key = 0; key < kind.keys().size(); ++key)
        member(kind.key_names[key],
               key == 0 ? data.id_of(kind, e.ordinal) : data.key_of(kind, e.ordinal, key));
    for (const store::attribute& a : store::attributes)
        if (a.of == &kind) member(a.name, data.text_of(kind, e.ordinal, a.name));
    if (e.media_restricted) write_media(e, out);
    out.close('}').end();
    ++entities_;
    finish_line();
}

void dump_writer::add_events(store::memory_organisation& one, std::size_t type,
                             const domain::event_type& what) {
    const auto cancelled = one.cancelled[type].lock();
    const auto log = one.logs[type].lock();
    for (std::size_t i = 0; i < log->events.call_count(); ++i) {
        const auto call = log->events.call_at(i);
        run_.clear();
        store::event_log::copy_run(call.first_record, call.count, run_);
        std::string_view rest(run_.data(), run_.size());
        for (std::uint64_t k = 0; k < call.count; ++k) {
            const auto record = store::record_run::read(rest);
            const std::uint64_t number = call.entry.first_number + k;
            const auto by = cancelled->find(number);
            add_event(one, type, what, call.entry, number, record.record,
                      by == cancelled->end() ? nullptr : &by->second.by);
            rest.remove_prefix(record.bytes);
        }
    }
}

void dump_writer::add_event(const store::memory_organisation& one, std::size_t type,
                            const domain::event_type& what, const store::call_entry& call,
                            std::uint64_t number, std::string_view record,
                            const store::call_origin* cancelled) {
    json_line out(lines_);
    out.open('{').name("kind").text(dump_format::kinds::event);
    out.name("organisation").text(one.name()).name("type").text(what.collection);
    out.name("number").text(std::to_string(number));
    out.name("id").text(hexadecimal(one.ids.make({static_cast<std::uint16_t>(type), number})));
    out.name("submitted_on").number(call.origin.submitted_on);
    // A key has no name, and a user may have any.
    const std::size_t users = one.described().users.size();
    if (call.origin.user < users) out.name("user").text(one.name_of_user(call.origin.user));
    else out.name("web_api_key").number(call.origin.user - users + 1);
    if (cancelled) {
        out.name("cancelled_on").number(cancelled->submitted_on);
        out.name("cancelled_by").number(cancelled->user);
    }
    value_writer(one.references, out).event(record, what.columns());
    out.close('}').end();
    ++events_;
    finish_line();
}

void dump_writer::add_answers(store::memory_organisation& one) {
    one.answered.for_each(~std::uint64_t{0},
                          [&](std::string_view key, const store::kept_answer& a) {
                              json_line out(lines_);
                              out.open('{').name("kind").text(dump_format::kinds::answer);
                              out.name("organisation").text(one.name()).name("key").text(key);
                              out.name("body").text(hexadecimal({a.body.high, a.body.low}));
                              out.name("answered_on").number(a.answered_on);
                              out.name("answer").text(a.answer).close('}').end();
                              ++answers_;
                              finish_line();
                          });
}

void dump_writer::end() {
    json_line out(lines_);
    out.open('{').name("kind").text(dump_format::kinds::end);
    out.name("organisations").number(organisations_);
    out.name("entities").number(entities_);
    out.name("events").number(events_);
    out.name("answers").number(answers_).close('}').end();
    take_(lines_);
    lines_.clear();
}

void dump_writer::finish_line() {
    if (lines_.size() < lines_bytes) return;
    take_(lines_);
    lines_.clear();
}

}  // namespace crmlocal::app
