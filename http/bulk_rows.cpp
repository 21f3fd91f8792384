// SPDX-License-Identifier: BSL-1.0
#include "http/bulk_rows.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstring>

#include "domain/call_judgement.hpp"
#include "domain/uuid.hpp"
#include "http/envelope.hpp"
#include "http/json_text.hpp"

namespace crmlocal::http {
namespace {

using domain::row_member;

constexpr std::size_t number_bytes_max = 22;  // 20 digits in quotes
constexpr std::size_t id_bytes = 34;          // 32 digits in quotes

// Writes the rows of a set one after the other, then those of the next; each makes room for itself
// once.
class row_writer {
public:
    row_writer(std::uint8_t members, reply& out) : out_(out) {
        for (std::size_t m = 0; m < names_.size(); ++m)
            if (members >> m & 1) names_[m].set(domain::row_member_names[m]);
    }

    // Writes what opens a set, whose rows follow.
    void begin_set(std::string_view opened) {
        out_.append(opened);
        first_ = true;
    }

    void refused(std::string_view request, const domain::refusal& why) {
        const std::string text = why.text();
        begin(json_text_bytes_max(text.size()) + json_text_bytes_max(why.why->name.size()) +
              json_text_bytes_max(request.size()));
        if (member(row_member::error_description)) at_ = write_json_text(text, at_);
        if (member(row_member::error_code)) at_ = write_json_text(why.why->name, at_);
        if (member(row_member::request_unique_identifier)) at_ = write_json_text(request, at_);
        end();
    }

    void created(std::string_view request, const domain::created_event& event) {
        begin(number_bytes_max + id_bytes + json_text_bytes_max(request.size()));
        if (member(row_member::number)) {
            *at_++ = '"';
            at_ = std::to_chars(at_, at_ + 20, event.number).ptr;
            *at_++ = '"';
        }
        if (member(row_member::id)) {
            *at_++ = '"';
            domain::write_uuid(event.id, at_);
            at_ += 32;
            *at_++ = '"';
        }
        if (member(row_member::request_unique_identifier)) at_ = write_json_text(request, at_);
        end();
    }

private:
    // A member's name with what stands around it: `,"number":`. Empty if it was not asked for.
    struct written_name {
        static constexpr std::size_t bytes_max = 32;

        std::array<char, bytes_max> bytes = {};
        std::size_t size = 0;

        void set(std::string_view name) noexcept {
            bytes[0] = ',', bytes[1] = '"';
            name.copy(bytes.data() + 2, name.size());
            bytes[name.size() + 2] = '"', bytes[name.size() + 3] = ':';
            size = name.size() + 4;
        }
    };
    static_assert(std::ranges::all_of(domain::row_member_names, [](std::string_view name) {
        return name.size() + 4 <= written_name::bytes_max;
    }));

    void begin(std::size_t values_bytes_max) {
        room_ = (names_.size() + 1) * written_name::bytes_max + values_bytes_max;
        begin_ = at_ = out_.extend(room_);
        if (!first_) *at_++ = ',';
        first_ = false;
        open_ = at_++;  // for the brace, in place of the first name's comma
    }

    // Writes the member's name if it was asked for.
    bool member(row_member m) {
        const written_name& name = names_[static_cast<std::size_t>(m)];
        if (name.size == 0) return false;
        // All of it, in one go: what comes next is written over the rest.
        char* const to = at_ == open_ + 1 ? open_ : at_;
        std::memcpy(to, name.bytes.data(), written_name::bytes_max);
        at_ = to + name.size;
        return true;
    }

    void end() {
        *open_ = '{';
        *at_++ = '}';
        out_.give_back(room_ - static_cast<std::size_t>(at_ - begin_));
    }

    reply& out_;
    std::array<written_name, std::size(domain::row_member_names)> names_ = {};
    std::size_t room_ = 0;
    char* begin_ = nullptr;
    char* open_ = nullptr;
    char* at_ = nullptr;
    bool first_ = true;
};

// What the caller called the event; empty if that could not be read.
std::string_view request_of(const domain::batch& call, std::size_t event) {
    const domain::value* id = call.find(call.events[event], 0);
    return id && id->as == domain::given_as::text ? id->text() : std::string_view();
}

}  // namespace

void write_bulk_rows(const domain::batch& call, std::uint8_t members, reply& out) {
    out.append(envelope_begin);
    row_writer rows(members, out);
    rows.begin_set(R"({"unprocessed_customer_events_set":[)");
    if (call.refused_count() != 0)
        for (std::size_t i = 0; i < call.events.size(); ++i)
            if (const domain::refusal* why = call.refused(i))
                rows.refused(request_of(call, i), *why);
    rows.begin_set(R"(],"processed_customer_events_set":[)");
    for (std::size_t i = 0; i < call.events.size(); ++i)
        if (!call.refused(i)) rows.created(request_of(call, i), call.created[i]);
    out.append("]}");
    out.append(envelope_end);
}

}  // namespace crmlocal::http
