// SPDX-License-Identifier: BSL-1.0
#include "app/directory_report.hpp"

#include <boost/json/value.hpp>
#include <fmt/format.h>

#include "domain/event_catalogue.hpp"
#include "http/pretty_json.hpp"
#include "store/memory_ledger.hpp"

namespace crmlocal::app {
namespace {

namespace json = boost::json;
using store::file_role;

std::string hexadecimal(const domain::uuid& id) {
    std::string out(32, '0');
    domain::write_uuid(id, out.data());
    return out;
}

void count_events(store::memory_ledger& in, directory_report& out) {
    for (const auto& one : in.organisations()) {
        directory_report::organisation counted{std::string(one->name()), {}};
        for (std::size_t t = 0; t < one->logs.size(); ++t) {
            const auto log = one->logs[t].lock();
            counted.types.push_back({std::string(in.catalogue().types[t].collection),
                                     log->events.size(), log->next_number});
        }
        out.organisations.push_back(std::move(counted));
    }
}

std::uint64_t events_in(const directory_report& r) {
    std::uint64_t sum = 0;
    for (const auto& one : r.organisations)
        for (const auto& type : one.types) sum += type.events;
    return sum;
}

std::string journal_text(const directory_report& r) {
    if (r.found.segments == 0) return "none yet";
    return fmt::format("segments {} to {}, {} frames from {} on with {} events, {} bytes",
                       r.contents.first_segment, r.found.segment, r.found.frames,
                       r.found.first_sequence, r.found.events, r.found.journal_bytes);
}

std::string organisation_text(const directory_report::organisation& one) {
    std::string out;
    for (const auto& type : one.types)
        if (type.events != 0)
            out += fmt::format("{}{} {} (next number {})", out.empty() ? "" : ", ", type.events,
                               type.type, type.next_number);
    return out.empty() ? "no events" : out;
}

json::value or_null(bool there, json::value v) { return there ? std::move(v) : json::value(); }

json::value events_json(const directory_report& r) {
    json::object out;
    for (const auto& one : r.organisations) {
        json::object types;
        for (const auto& type : one.types)
            types[type.type] = {{"events", type.events}, {"next_number", type.next_number}};
        out[one.name] = std::move(types);
    }
    return out;
}

json::value damage_json(const store::damage& d) {
    json::object out = {{"file", d.file()}, {"offset", nullptr}, {"reason", d.reason()}};
    if (d.offset()) out["offset"] = *d.offset();
    return out;
}

}  // namespace

directory_report inspect_directory(const std::string& path) {
    const store::data_directory directory(path, store::data_directory::access::examining);
    directory_report out;
    out.path = directory.path();
    out.contents = directory.contents();
    out.has_manifest = !directory.is_new();
    out.damage = directory.manifest_damage();
    out.files = store::list_files(directory);
    if (out.damage) return out;
    if (!out.has_manifest) {
        for (const store::listed_file& f : out.files)
            if (f.name == store::data_directory::lock_name) return out;
        throw store::damage(path, "is no data directory: there is neither a MANIFEST nor a LOCK");
    }
    store::memory_ledger ledger(domain::customer_events);
    try {
        store::read_directory(directory, {.into = &ledger}, out.found);
    } catch (const store::unknown_version&) {
        throw;
    } catch (const store::damage& found) {
        out.damage = found;
    }
    count_events(ledger, out);
    return out;
}

std::string report_text(const directory_report& r) {
    std::string out = fmt::format("{}: {}\n", r.path,
                                  r.damage         ? "damaged"
                                  : r.has_manifest ? "sound"
                                                   : "nothing stored yet");
    const auto line = [&out](std::string_view name, const std::string& text) {
        out += fmt::format("  {:<12} {}\n", name, text);
    };
    if (r.damage) line("damage", r.damage->what());
    if (r.has_manifest) {
        const auto& s = r.found.snapshot;
        line("instance", hexadecimal(r.contents.instance));
        line("snapshot",
             s.number == 0 ? r.contents.snapshot == 0 ? "none yet" : "unreadable"
                           : fmt::format("{}: {} organisations, {} entities, {} events, "
                                         "{} bytes",
                                         s.number, s.organisations, s.entities, s.events, s.bytes));
        line("journal", journal_text(r));
        if (r.found.torn)
            line("torn tail",
                 fmt::format("{}, byte {}: the last {} bytes were being written when the "
                             "power went; never acknowledged, cut at the next start",
                             r.found.torn->file, r.found.torn->offset, r.found.torn->bytes));
        line(r.damage ? "readable" : "holds",
             fmt::format("{} events; the next frame is {}", events_in(r), r.found.next.sequence));
        for (const auto& one : r.organisations) line("", one.name + ": " + organisation_text(one));
    }
    for (const store::listed_file& f : r.files)
        if (f.role != file_role::in_use)
            line(store::name_of(f.role), fmt::format("{}, {} bytes", f.name, f.bytes));
    return out;
}

std::string report_json(const directory_report& r) {
    const auto& s = r.found.snapshot;
    const json::value snapshot = {{"number", s.number},
                                  {"organisations", s.organisations},
                                  {"entities", s.entities},
                                  {"events", s.events},
                                  {"bytes", s.bytes}};
    const json::value journal = {{"first_segment", r.contents.first_segment},
                                 {"last_segment", r.found.segment},
                                 {"first_sequence", r.found.first_sequence},
                                 {"next_sequence", r.found.next.sequence},
                                 {"frames", r.found.frames},
                                 {"events", r.found.events},
                                 {"bytes", r.found.journal_bytes}};
    json::value torn;
    if (const auto& t = r.found.torn)
        torn = {{"file", t->file}, {"offset", t->offset}, {"bytes", t->bytes}};
    json::array files;
    for (const store::listed_file& f : r.files)
        files.push_back({{"name", f.name}, {"bytes", f.bytes}, {"role", store::name_of(f.role)}});
    const json::object out = {
        {"directory", r.path},
        {"sound", r.sound()},
        {"damage", r.damage ? damage_json(*r.damage) : json::value()},
        {"instance", or_null(r.has_manifest, hexadecimal(r.contents.instance).c_str())},
        {"snapshot", or_null(s.number != 0, snapshot)},
        {"journal", or_null(r.found.segments != 0, journal)},
        {"torn_tail", torn},
        {"events", events_in(r)},
        {"organisations", events_json(r)},
        {"files", files}};
    return http::pretty_json(out);
}

}  // namespace crmlocal::app
