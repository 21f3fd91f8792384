// SPDX-License-Identifier: BSL-1.0
#include "http/head_parser.hpp"

#include <algorithm>

#include <boost/beast/http/basic_parser.hpp>

#include "http/token.hpp"

namespace crmlocal::http {
namespace {

namespace beast = boost::beast;

/// Takes what Beast's parser finds without copying any of it.
class field_collector final : public beast::http::basic_parser<true> {
public:
    field_collector(std::vector<header_field>& fields, std::size_t fields_max, request& out)
        : fields_(fields), fields_max_(fields_max), out_(out) {}

    bool has_too_many_fields() const noexcept { return too_many_; }

private:
    using error_code = beast::error_code;
    using string_view = beast::string_view;

    static std::string_view plain(string_view text) noexcept { return {text.data(), text.size()}; }

    void on_request_impl(beast::http::verb, string_view method, string_view target, int version,
                         error_code&) override {
        out_.method = plain(method);
        out_.target = plain(target);
        out_.version = static_cast<unsigned>(version);
    }
    void on_field_impl(beast::http::field, string_view name, string_view value,
                       error_code& error) override {
        if (fields_.size() == fields_max_) {
            too_many_ = true;
            error = beast::http::error::header_limit;
            return;
        }
        fields_.push_back({plain(name), plain(value)});
    }
    void on_header_impl(error_code&) override {}

    // Never reached: the parser is given the head alone.
    void on_response_impl(int, string_view, int, error_code&) override {}
    void on_body_init_impl(const boost::optional<std::uint64_t>&, error_code&) override {}
    std::size_t on_body_impl(string_view, error_code&) override { return 0; }
    void on_chunk_header_impl(std::uint64_t, string_view, error_code&) override {}
    std::size_t on_chunk_body_impl(std::uint64_t, string_view, error_code&) override { return 0; }
    void on_finish_impl(error_code&) override {}

    std::vector<header_field>& fields_;
    std::size_t fields_max_;
    request& out_;
    bool too_many_ = false;
};

/// Whether the request line ends with a well-formed version that is not ours.
bool names_another_version(std::string_view head) noexcept {
    const std::string_view line = head.substr(0, head.find("\r\n"));
    if (line.size() < 9) return false;
    const std::string_view version = line.substr(line.size() - 9);
    if (!version.starts_with(" HTTP/") || !is_digit(version[6]) || version[7] != '.' ||
        !is_digit(version[8]))
        return false;
    const std::string_view number = version.substr(6);
    return number != "1.0" && number != "1.1";
}

wire_fault fault_of(const beast::error_code& code, std::string_view head) noexcept {
    using beast::http::error;
    if (code == error::bad_version && names_another_version(head))
        return {505, "Only HTTP/1.1 and HTTP/1.0 are spoken here."};
    if (code == error::bad_version || code == error::bad_method || code == error::bad_target)
        return {400, "The request line is malformed."};
    if (code == error::bad_content_length || code == error::multiple_content_length)
        return {400, "Content-Length is malformed."};
    if (code == error::bad_transfer_encoding) return {400, "Transfer-Encoding is malformed."};
    return {400, "A header field is malformed."};
}

}  // namespace

wire_fault head_scanner::check_line_start(char first) const noexcept {
    if (line_ == 0 && !is_token_char(first)) return {400, "The request line is malformed."};
    if (first == ' ' || first == '\t') return {400, "A header field is folded."};
    return {};
}

std::size_t head_scanner::scan(std::string_view bytes, wire_fault& fault) noexcept {
    const std::string_view seen = bytes.substr(0, bounds_.head_bytes_max);
    while (scanned_ < seen.size()) {
        if (scanned_ == line_) {
            fault = check_line_start(seen[line_]);
            if (fault) return 0;
        }
        const std::size_t end = seen.find('\n', scanned_);
        if (end == seen.npos) {
            scanned_ = seen.size();
            break;
        }
        if (end == line_ || seen[end - 1] != '\r') {
            fault = {400, "A line does not end with CR LF."};
            return 0;
        }
        if (end - 1 == line_) return end + 1;
        line_ = scanned_ = end + 1;
    }
    if (seen.size() < bounds_.head_bytes_max) return 0;
    fault = line_ == 0 ? wire_fault{414, "The request target is too long."}
                       : wire_fault{431, "The request's header is too large."};
    return 0;
}

wire_fault parse_head(std::string_view head, const limits& bounds,
                      std::vector<header_field>& fields, request& out) {
    fields.clear();
    field_collector parser{fields, bounds.fields_max, out};
    parser.header_limit(static_cast<std::uint32_t>(head.size() + 1));
    parser.body_limit(boost::none);

    beast::error_code error;
    const std::size_t used = parser.put({head.data(), head.size()}, error);
    if (parser.has_too_many_fields()) return {431, "The request has too many header fields."};
    if (error) return fault_of(error, head);
    if (used != head.size()) return {400, "The request's header is malformed."};
    if (out.target.size() > bounds.target_bytes_max)
        return {414, "The request target is too long."};
    out.fields = fields;
    return {};
}

}  // namespace crmlocal::http
