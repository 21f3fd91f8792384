// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "http/reply.hpp"
#include "http/request.hpp"

namespace crmlocal::http {

/// Who may do what, as far as it can be told before a call is looked at.
struct admission_options {
    bool administration = true;    ///< false: of what is below /__admin only health is served
    std::string admin_token = {};  ///< what administration asks for; empty: nothing
    std::vector<std::string> cors_origins = {};        ///< that may call the API; "*": all
    std::vector<std::string> cors_admin_origins = {};  ///< that may administer; "*": all
};

/// What stands at the entrance: which paths are found there, who may administer, and what browsers
/// are told of other origins (CORS). Immutable, so safe for use by several threads at once.
class admission {
public:
    /// Where data is kept, the network needs a token to administer.
    admission(admission_options options, bool keeps_data);

    /// True if the request may be answered; `out` may have been given fields of its head. False if
    /// it has been answered: refused, or a preflight.
    bool admit(const request& asked, reply& out) const;

private:
    // An origin with the lines that are written for it.
    struct origin {
        std::string name, answer, preflight;
    };

    bool refuse_path(const request& asked, bool is_admin, bool is_health, reply& out) const;
    bool refuse_caller(const request& asked, reply& out) const;
    static const origin* find(const std::vector<origin>& among, std::string_view name) noexcept;
    static std::vector<origin> read(const std::vector<std::string>& names);

    admission_options options_;
    bool keeps_data_;
    std::vector<origin> api_origins_;
    std::vector<origin> admin_origins_;
};

/// True for paths of administration, however many slashes there are.
bool is_admin_path(std::string_view target) noexcept;

}  // namespace crmlocal::http
