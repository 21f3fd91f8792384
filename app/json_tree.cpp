// SPDX-License-Identifier: BSL-1.0
#include "app/json_tree.hpp"

#include <boost/json/basic_parser_impl.hpp>

#include "http/json_handler.hpp"

namespace crmlocal::app {
namespace {

using form = json_tree::form;

class builder : public http::json_handler<builder> {
public:
    builder(std::string_view document, std::vector<json_tree::node>& nodes,
            std::pmr::memory_resource& texts)
        : json_handler(document, texts), document_(document), nodes_(nodes), texts_(texts) {}

    const std::string& complaint() const noexcept { return complaint_; }

    bool on_open(char kind) {
        open_.push_back(nodes_.size());
        names_.open();
        add(kind == '{' ? form::object : form::array, {});
        return true;
    }
    bool on_close(char) {
        nodes_[open_.back()].end = nodes_.size();
        open_.pop_back();
        names_.close();
        return true;
    }
    bool on_member(std::string_view name) {
        name_ = keep(name);
        if (names_.add(name_)) return true;
        complaint_ = "member '" + std::string(name) + "' is given twice";
        return false;
    }
    bool on_text(std::string_view text) { return add(form::text, keep(text)); }
    bool on_number(std::string_view digits) { return add(form::number, keep(digits)); }
    bool on_literal(std::string_view text) { return add(form::literal, text); }

private:
    bool add(form is, std::string_view text) {
        nodes_.push_back({is, std::exchange(name_, {}), text, nodes_.size() + 1});
        return true;
    }

    // A text with escapes may be in memory that the parser uses again.
    std::string_view keep(std::string_view text) {
        const std::less<const char*> before;
        if (!before(text.data(), document_.data()) &&
            before(text.data(), document_.data() + document_.size()))
            return text;
        char* const copy = static_cast<char*>(texts_.allocate(text.size() + 1, 1));
        std::copy(text.begin(), text.end(), copy);
        return {copy, text.size()};
    }

    std::string_view document_;
    std::vector<json_tree::node>& nodes_;
    std::pmr::memory_resource& texts_;
    std::vector<std::size_t> open_;
    http::member_names names_;
    std::string_view name_;
    std::string complaint_;
};

}  // namespace

void json_tree::read(std::string_view document) {
    nodes_.clear();
    texts_.release();
    boost::json::basic_parser<builder> parser({}, document, nodes_, texts_);
    boost::json::error_code ec;
    const std::size_t consumed = parser.write_some(false, document.data(), document.size(), ec);
    if (const std::string& complaint = parser.handler().complaint(); !complaint.empty())
        throw std::runtime_error(complaint);
    if (ec) throw std::runtime_error("is no JSON: " + ec.message());
    if (consumed != document.size()) throw std::runtime_error("more than one JSON value");
}

}  // namespace crmlocal::app
