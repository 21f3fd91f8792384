// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <initializer_list>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <boost/json/value.hpp>

#include "http/api.hpp"
#include "http/service.hpp"

namespace crmlocal::http {

namespace json = boost::json;

/// Why a call of administration is refused: an HTTP status, and a sentence that says what was wrong
/// and what to do.
struct admin_error {
    unsigned status = 400;
    std::string message;
};

/// One call of administration: what was asked, and the ways to answer. Answers are plain JSON,
/// without the vendor's envelope; refusals are `{"status":"error","message":"..."}`.
class admin_call {
public:
    /// The values of a path's parameters, by name: {"name", "acme"}.
    using parameters = std::vector<std::pair<std::string_view, std::string>>;

    admin_call(const api_context& of, const request& what, workspace& space, parameters in_path)
        : context(of), asked(what), memory(space), in_path_(std::move(in_path)) {}

    const api_context& context;
    const request& asked;
    workspace& memory;

    reply& out() const noexcept { return memory.answer; }

    /// The parameter of the path that is called so, which its pattern must have.
    const std::string& parameter(std::string_view name) const;

    /// The parameters of the query, decoded, in their order. Throws `admin_error`.
    std::vector<std::pair<std::string, std::string>> query() const;
    /// The value of the first parameter of the query of that name; nothing if it is not there.
    /// Throws `admin_error`.
    std::optional<std::string> query(std::string_view name) const;

    /// The body, which must be JSON; an empty object if there is none. Throws `admin_error`.
    json::value body() const;
    /// The body, which must be an object. Throws `admin_error`.
    json::object body_object() const;

    /// The tenant that the parameter {name} of the path names. Throws `admin_error`.
    std::shared_ptr<store::tenant> tenant() const;

    /// Answers.
    void answer(const json::value& what, unsigned status = 200) const;
    /// Answers `{"status":"done"}`.
    void done() const;
    /// Refuses.
    void refuse(const admin_error& why) const;

private:
    parameters in_path_;
};

/// Throws `admin_error` if the object has a member that is not among those known.
void refuse_unknown(const json::object& asked, std::initializer_list<std::string_view> known);

/// A text of a URL with what %XX and, in queries, + stand for; nothing if it is broken.
std::optional<std::string> decode_url(std::string_view text, bool plus_is_space);

}  // namespace crmlocal::http
