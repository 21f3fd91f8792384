// SPDX-License-Identifier: BSL-1.0
#include "test/support/batch_text.hpp"

#include <utility>

namespace crmlocal::test {
namespace {

using domain::given_as;

std::string quoted(std::string_view text) { return "\"" + std::string(text) + "\""; }

class writer {
public:
    explicit writer(const domain::batch& call) : call_(call) {}

    void object(const domain::object& o, std::span<const domain::column> columns) {
        if (o.as != given_as::object) {
            domain::value v;
            v.as = o.as;
            v.data = o.data;
            v.size = o.size;
            out += "!";
            return value(v, {});
        }
        out += "{";
        bool first = true;
        for (std::uint8_t c = 0; c < columns.size(); ++c) {
            const domain::value* v = call_.find(o, c);
            if (!v) continue;
            if (!std::exchange(first, false)) out += " ";
            out.append(columns[c].what->name).append("=");
            value(*v, *columns[c].what);
        }
        out += "}";
    }

    void unknown(std::uint32_t event) {
        for (const domain::unknown_member& u : call_.unknown_members.all()) {
            if (u.event != event) continue;
            out.append("?").append(u.name).append("=");
            value(u.given, {});
        }
    }

    std::string out;

private:
    void value(const domain::value& v, const domain::field& what) {
        switch (v.as) {
            case given_as::text: out += quoted(v.text()); break;
            case given_as::array: out += "[]"; break;
            case given_as::object: out += "{}"; break;
            case given_as::identifier:
                out.append("<").append(what.kind->keys()[v.key]).append(" ");
                out.append(quoted(v.text())).append(">");
                break;
            case given_as::parts: parts(v, what); break;
            case given_as::rows: rows(v, what); break;
            default: out.append(v.text());
        }
    }

    void parts(const domain::value& v, const domain::field& what) {
        out += "<";
        for (std::uint32_t i = 0; i < v.size; ++i) {
            const domain::identifier_part& part = call_.parts[v.first + i];
            out.append(i == 0 ? "" : " ").append(what.kind->keys()[part.key]).append(" ");
            value(part.given, {});
        }
        out += ">";
    }

    void rows(const domain::value& v, const domain::field& what) {
        out += "[";
        for (std::uint32_t r = 0; r < v.size; ++r) {
            if (r != 0) out += " ";
            object(call_.rows[v.first + r], what.columns);
        }
        out += "]";
    }

    const domain::batch& call_;
};

}  // namespace

std::string text_of(const domain::batch& call) {
    writer write(call);
    write.object(call.call, call.shape->parameters);
    write.unknown(domain::unknown_member::of_call);
    if (call.set.as == given_as::nothing) return write.out;
    if (call.set.as != given_as::rows) return write.out + " set=" + std::string(call.set.text());
    write.out += " set[" + std::to_string(call.events_given) + "]";
    for (std::size_t i = 0; i < call.events.size(); ++i) {
        write.out += " ";
        write.object(call.events[i], call.shape->columns);
        write.unknown(static_cast<std::uint32_t>(i));
    }
    return write.out;
}

}  // namespace crmlocal::test
