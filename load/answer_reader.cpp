// SPDX-License-Identifier: BSL-1.0
#include "load/answer_reader.hpp"

#include <optional>
#include <stdexcept>
#include <utility>

#include <boost/asio/buffer.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>

namespace crmlocal::load {
namespace {

namespace beast_http = boost::beast::http;

void require(const boost::beast::error_code& error) {
    if (error && error != beast_http::error::need_more)
        throw std::runtime_error("an answer that is not HTTP: " + error.message());
}

}  // namespace

struct answer_reader::parser {
    std::optional<beast_http::response_parser<beast_http::string_body>> current;
};

answer_reader::answer_reader() : parser_(std::make_unique<parser>()) { begin(); }

answer_reader::~answer_reader() = default;

void answer_reader::begin() {
    std::string recycled;
    if (parser_->current) recycled = std::move(parser_->current->get().body());
    recycled.clear();
    parser_->current.emplace();
    parser_->current->get().body() = std::move(recycled);
    parser_->current->eager(true);
    parser_->current->body_limit(boost::none);
}

std::size_t answer_reader::put(std::string_view bytes) {
    boost::beast::error_code error;
    const std::size_t used =
        parser_->current->put(boost::asio::buffer(bytes.data(), bytes.size()), error);
    require(error);
    return used;
}

void answer_reader::put_end() {
    const auto closed = [] {
        return std::runtime_error("the connection was closed before the answer's end");
    };
    if (!parser_->current->got_some()) throw closed();  // Beast asserts that something came
    boost::beast::error_code error;
    parser_->current->put_eof(error);
    require(error);
    if (!done()) throw closed();
}

bool answer_reader::done() const { return parser_->current->is_done(); }

unsigned answer_reader::status() const { return parser_->current->get().result_int(); }

bool answer_reader::keep_alive() const { return parser_->current->get().keep_alive(); }

const std::string& answer_reader::body() const { return parser_->current->get().body(); }

}  // namespace crmlocal::load
