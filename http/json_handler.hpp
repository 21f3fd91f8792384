// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>
#include <functional>
#include <memory_resource>
#include <string>
#include <string_view>
#include <vector>

#include <boost/json/basic_parser.hpp>
#include <boost/json/parse_options.hpp>
#include <boost/unordered/unordered_flat_set.hpp>

#include "store/hash.hpp"

namespace crmlocal::http {

/// The deepest that arrays and objects may nest; one more is malformed.
inline constexpr std::size_t json_depth_max = 32;

/// The handler side of Boost.JSON's `basic_parser`, made convenient: texts and numbers arrive
/// whole, as views into the document or, where escapes had to be resolved, into `texts`. Derived
/// supplies, each returning false to stop the parser:
///   on_open(char kind)                    '{' or '['
///   on_close(char kind)                   '}' or ']'
///   on_member(std::string_view name)
///   on_text(std::string_view), on_number(std::string_view digits), on_literal(std::string_view)
/// The document must be handed to the parser in one piece, and be the one named here.
template <class Derived>
class json_handler {
public:
    static constexpr std::size_t max_array_size = SIZE_MAX;
    static constexpr std::size_t max_object_size = SIZE_MAX;
    static constexpr std::size_t max_string_size = SIZE_MAX;
    static constexpr std::size_t max_key_size = SIZE_MAX;
    using error_code = boost::json::error_code;
    using piece = boost::json::string_view;

    json_handler(std::string_view document, std::pmr::memory_resource& texts)
        : document_(document), texts_(texts) {}

    bool on_document_begin(error_code&) { return true; }
    bool on_document_end(error_code&) { return true; }
    bool on_object_begin(error_code& ec) { return done(self().on_open('{'), ec); }
    bool on_object_end(std::size_t, error_code& ec) { return done(self().on_close('}'), ec); }
    bool on_array_begin(error_code& ec) { return done(self().on_open('['), ec); }
    bool on_array_end(std::size_t, error_code& ec) { return done(self().on_close(']'), ec); }
    bool on_key_part(piece part, std::size_t, error_code&) { return keep(part); }
    bool on_key(piece part, std::size_t, error_code& ec) {
        return done(self().on_member(whole(part)), ec);
    }
    bool on_string_part(piece part, std::size_t, error_code&) { return keep(part); }
    bool on_string(piece part, std::size_t, error_code& ec) {
        return done(self().on_text(whole(part)), ec);
    }
    bool on_number_part(piece part, error_code&) { return keep(part); }
    bool on_int64(std::int64_t, piece part, error_code& ec) {
        return done(self().on_number(whole(part)), ec);
    }
    bool on_uint64(std::uint64_t, piece part, error_code& ec) {
        return done(self().on_number(whole(part)), ec);
    }
    bool on_double(double, piece part, error_code& ec) {
        return done(self().on_number(whole(part)), ec);
    }
    bool on_bool(bool v, error_code& ec) {
        return done(self().on_literal(v ? "true" : "false"), ec);
    }
    bool on_null(error_code& ec) { return done(self().on_literal("null"), ec); }
    bool on_comment_part(piece, error_code&) { return false; }
    bool on_comment(piece, error_code&) { return false; }

private:
    Derived& self() noexcept { return static_cast<Derived&>(*this); }

    bool keep(piece part) {
        parts_.append(part.data(), part.size());
        return true;
    }

    // The text that the pieces before and this last one make up. A piece outside of the document is
    // in a buffer on the parser's stack: a text that begins with an escape has no other pieces.
    std::string_view whole(piece last) {
        const std::less<const char*> before;
        const bool in_document = !before(last.data(), document_.data()) &&
                                 before(last.data(), document_.data() + document_.size());
        if (parts_.empty() && in_document) return {last.data(), last.size()};
        parts_.append(last.data(), last.size());
        char* copy = static_cast<char*>(texts_.allocate(parts_.size(), 1));
        std::copy(parts_.begin(), parts_.end(), copy);
        const std::string_view out(copy, parts_.size());
        parts_.clear();
        return out;
    }

    static bool done(bool ok, error_code& ec) {
        if (!ok) ec = boost::json::error::syntax;
        return ok;
    }

    std::string_view document_;
    std::pmr::memory_resource& texts_;
    std::string parts_;  // of a text with escapes, until its end is seen
};

/// Finds members that are given twice in one object, for objects of any number of members. Cleared
/// for every document.
class member_names {
public:
    void clear() {
        seen_.clear();
        objects_ = 0;
        open_.clear();
    }
    void open() { open_.push_back(++objects_); }
    void close() { open_.pop_back(); }

    /// False if the innermost open object had a member of that name before. The text must live
    /// until `clear`.
    bool add(std::string_view name) { return seen_.insert({open_.back(), name}).second; }

private:
    struct key {
        std::uint32_t object;
        std::string_view name;

        bool operator==(const key&) const = default;
        friend std::size_t hash_value(const key& k) noexcept {
            return store::hash_text(k.name) ^ (k.object * 0x9E3779B97F4A7C15ULL);
        }
    };
    boost::unordered_flat_set<key> seen_;
    std::vector<std::uint32_t> open_;
    std::uint32_t objects_ = 0;
};

}  // namespace crmlocal::http
