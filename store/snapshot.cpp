// SPDX-License-Identifier: BSL-1.0
#include "store/snapshot.hpp"

#include <chrono>
#include <map>
#include <optional>
#include <vector>

#include "store/bytes.hpp"
#include "store/damage.hpp"
#include "store/event_change.hpp"
#include "store/frame_stream.hpp"
#include "store/organisation_change.hpp"
#include "store/reference_change.hpp"
#include "store/replay.hpp"
#include "store/world_frames.hpp"

namespace crmlocal::store {
namespace {

using clock = std::chrono::steady_clock;

constexpr std::size_t portion_bytes = 256 << 10;

double seconds_since(clock::time_point begin) {
    return std::chrono::duration<double>(clock::now() - begin).count();
}

class writer {
public:
    writer(const std::string& path, const file_head& head, std::uint64_t last_ticket,
           std::chrono::microseconds pause)
        : out_(path, head, pause), last_ticket_(last_ticket) {}

    void add(change_type type, const domain::scratch<char>& payload) {
        out_.add(static_cast<std::uint8_t>(type), {payload.data(), payload.size()});
    }

    void add_begin(const snapshot_begin& begin) {
        payload_.clear();
        byte_writer w(payload_);
        w.varint(begin.cut.segment);
        w.varint(begin.cut.sequence);
        w.varint(begin.cut.group);
        w.fixed(begin.taken_on);
        w.varint(begin.next_key);
        add(change_type::snapshot_cut, payload_);
    }

    void add_organisation(memory_organisation& one) {
        const std::uint64_t reference = add_reference(*one.described().data);
        payload_.clear();
        organisation_record record;
        record.key = one.key;
        record.seed = one.seed;
        record.reference = reference;
        record.is_current = one.current_ticket <= last_ticket_;
        record.from = one.described();
        write_organisation(record, payload_);
        add(change_type::organisation, payload_);
        ++summary_.organisations;
        const world_counts written =
            frames_.write(one, last_ticket_, [this](auto type, auto payload) {
                out_.add(static_cast<std::uint8_t>(type), payload);
            });
        summary_.entities += written.entities;
        summary_.events += written.events;
    }

    snapshot_summary finish() {
        payload_.clear();
        byte_writer w(payload_);
        w.varint(summary_.organisations);
        w.varint(summary_.entities);
        w.varint(summary_.events);
        w.varint(out_.frame_count());
        add(change_type::snapshot_end, payload_);
        summary_.bytes = out_.finish();
        return summary_;
    }

private:
    // Reference data that several organisations share is written once.
    std::uint64_t add_reference(const reference_data& data) {
        const auto [at, is_new] = references_.try_emplace(&data, references_.size() + 1);
        if (!is_new) return at->second;
        payload_.clear();
        write_reference(data, at->second, payload_);
        add(change_type::reference, payload_);
        const auto take = [&](std::string_view portion) {
            out_.add(static_cast<std::uint8_t>(change_type::entities), portion);
        };
        write_entities(data, at->second, portion_bytes, take);
        for (const domain::entity_kind& kind : domain::kinds::all)
            summary_.entities += data.all(kind).size();
        return at->second;
    }

    frame_sink out_;
    const std::uint64_t last_ticket_;
    snapshot_summary summary_;
    std::map<const reference_data*, std::uint64_t> references_;
    world_frames frames_;
    domain::scratch<char> payload_;
};

class reader {
public:
    reader(frame_stream& in, memory_ledger* into) : in_(in), into_(into) {}

    // One frame; false at the end of the snapshot.
    bool take(const frame& f, snapshot_begin& begin) {
        byte_reader r(f.payload);
        const auto type = static_cast<change_type>(f.header.type);
        if (type != change_type::entities) finish_reference();
        switch (type) {
            case change_type::snapshot_cut:
                begin.cut.segment = r.varint();
                begin.cut.sequence = r.varint();
                begin.cut.group = r.varint();
                begin.taken_on = r.fixed<std::int64_t>();
                if (!r.rest().empty()) begin.next_key = r.varint();
                if (into_) into_->set_next_key(begin.next_key);
                if (!r.complete()) broken("a broken beginning");
                return true;
            case change_type::reference: {
                const std::uint64_t number = r.varint();
                entities_.emplace(number, r.fixed<std::uint64_t>());
                if (!r.complete()) broken("broken reference data");
                return true;
            }
            case change_type::entities:
                if (!entities_ || !entities_->add(f.payload)) broken("broken reference data");
                return true;
            case change_type::organisation: take_organisation(f.payload); return true;
            case change_type::events: take_events(f.payload); return true;
            case change_type::answer:
                if (!read_answer(f.payload)) broken("a broken answer");
                if (into_) into_->restore_answer(f.payload);
                return true;
            case change_type::entity: ++summary_.entities; [[fallthrough]];
            case change_type::cancellation: replay(type, f.payload, into_); return true;
            case change_type::snapshot_end: take_end(r, f.header.sequence); return false;
            default: broken("a frame of an unknown type"); return true;
        }
    }

    const snapshot_summary& summary() const noexcept { return summary_; }

private:
    [[noreturn]] void broken(const std::string& what) {
        throw damage(in_.path(), in_.offset(), what);
    }

    void finish_reference() {
        if (!entities_) return;
        summary_.entities += entities_->entity_count();
        auto data = entities_->finish();
        if (!data) broken("reference data that does not fit together");
        references_[entities_->number()] = std::move(data);
        entities_.reset();
    }

    void take_organisation(std::string_view payload) {
        auto one = read_organisation(payload);
        if (!one) broken("a broken organisation");
        const auto data = references_.find(one->reference);
        if (data == references_.end()) broken("an organisation without reference data");
        one->from.data = data->second;
        ++summary_.organisations;
        if (into_)
            into_->restore_organisation(std::make_shared<const fixture>(std::move(one->from)),
                                        one->key, one->seed, one->is_current);
    }

    void take_events(std::string_view payload) {
        if (into_) into_->restore_events(payload);
        events_reader events(payload);
        while (const auto call = events.next()) summary_.events += call->count;
        if (events.broken()) broken("broken events");
    }

    void take_end(byte_reader& r, std::uint64_t sequence) {
        const bool agrees = r.varint() == summary_.organisations &&
                            r.varint() == summary_.entities && r.varint() == summary_.events &&
                            r.varint() + 1 == sequence;
        if (!agrees || !r.complete()) broken("does not hold what its end says");
    }

    frame_stream& in_;
    memory_ledger* into_;
    snapshot_summary summary_;
    std::optional<reference_reader> entities_;
    std::map<std::uint64_t, std::shared_ptr<const reference_data>> references_;
};

}  // namespace

snapshot_summary write_snapshot(std::span<const std::shared_ptr<memory_organisation>> organisations,
                                const std::string& path, const domain::uuid& instance,
                                std::uint64_t number, const snapshot_begin& begin,
                                std::chrono::microseconds pause) {
    const auto began = clock::now();
    file_head head;
    head.kind = file_kind::snapshot;
    head.instance = instance;
    head.number = number;
    head.first_sequence = 1;
    writer out(path, head, begin.cut.ticket, pause);
    out.add_begin(begin);
    for (const auto& one : organisations) out.add_organisation(*one);
    snapshot_summary summary = out.finish();
    summary.number = number;
    summary.seconds = seconds_since(began);
    return summary;
}

snapshot_summary read_snapshot(const std::string& path, const domain::uuid& instance,
                               std::uint64_t number, memory_ledger* into, snapshot_begin& begin,
                               const std::function<void(std::uint64_t bytes)>& progress,
                               bool gently) {
    const auto began = clock::now();
    frame_stream in(path, file_kind::snapshot, instance, number, gently);
    reader content(in, into);
    std::uint64_t expected = 1;
    for (bool goes_on = true; goes_on;) {
        const std::uint64_t at = in.offset();
        const auto f = in.next();
        if (!f || f->header.sequence != expected++)
            throw damage(path, at, in.at_end() ? "the end is missing" : "a damaged frame");
        try {
            goes_on = content.take(*f, begin);
        } catch (const std::runtime_error& error) {
            if (dynamic_cast<const damage*>(&error)) throw;
            throw damage(path, at, error.what());
        }
        if (progress) progress(in.offset() - at);
    }
    if (!in.at_end()) throw damage(path, in.offset(), "bytes behind the end");
    snapshot_summary summary = content.summary();
    summary.number = number;
    summary.bytes = in.size();
    summary.seconds = seconds_since(began);
    return summary;
}

}  // namespace crmlocal::store
