// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "http/admin_call.hpp"

namespace crmlocal::http {

/// Answers a call of administration. May throw `admin_error`.
using admin_handler = std::function<task<void>(admin_call& call)>;

/// Finds what answers a path below /__admin/. Immutable once everything is added, so safe for use
/// by several threads at once.
class admin_router {
public:
    explicit admin_router(const api_context& context) : context_(context) {}

    /// Adds what answers an HTTP method ("GET": HEAD as well) at paths such as
    /// "/__admin/organisations/{name}/faults/{id}", in which a parameter stands for one segment.
    void add(std::string_view method, std::string_view pattern, admin_handler answers);

    /// True if the target is a path that something answers, by whatever method.
    bool finds(std::string_view target) const;

    /// Answers a request whose target was found.
    task<void> answer(const request& asked, workspace& memory) const;

private:
    struct entry {
        std::string method;
        std::vector<std::string> segments;
        admin_handler answers;
    };

    const api_context& context_;
    std::vector<entry> entries_;
};

}  // namespace crmlocal::http
