// SPDX-License-Identifier: BSL-1.0
#include "load/yardstick.hpp"

#include <cstdint>

#include <boost/json/basic_parser_impl.hpp>

namespace crmlocal::load {
namespace {

struct empty_handler {
    static constexpr std::size_t max_array_size = SIZE_MAX;
    static constexpr std::size_t max_object_size = SIZE_MAX;
    static constexpr std::size_t max_string_size = SIZE_MAX;
    static constexpr std::size_t max_key_size = SIZE_MAX;
    using error_code = boost::json::error_code;
    using piece = boost::json::string_view;

    bool on_document_begin(error_code&) { return true; }
    bool on_document_end(error_code&) { return true; }
    bool on_object_begin(error_code&) { return true; }
    bool on_object_end(std::size_t, error_code&) { return true; }
    bool on_array_begin(error_code&) { return true; }
    bool on_array_end(std::size_t, error_code&) { return true; }
    bool on_key_part(piece, std::size_t, error_code&) { return true; }
    bool on_key(piece, std::size_t, error_code&) { return true; }
    bool on_string_part(piece, std::size_t, error_code&) { return true; }
    bool on_string(piece, std::size_t, error_code&) { return true; }
    bool on_number_part(piece, error_code&) { return true; }
    bool on_int64(std::int64_t, piece, error_code&) { return true; }
    bool on_uint64(std::uint64_t, piece, error_code&) { return true; }
    bool on_double(double, piece, error_code&) { return true; }
    bool on_bool(bool, error_code&) { return true; }
    bool on_null(error_code&) { return true; }
    bool on_comment_part(piece, error_code&) { return true; }
    bool on_comment(piece, error_code&) { return true; }
};

}  // namespace

bool read_and_forget(std::string_view json) {
    boost::json::basic_parser<empty_handler> parser{boost::json::parse_options()};
    boost::json::error_code error;
    const std::size_t read = parser.write_some(false, json.data(), json.size(), error);
    return !error && read == json.size();
}

}  // namespace crmlocal::load
