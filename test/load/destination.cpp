// SPDX-License-Identifier: BSL-1.0
#include "load/destination.hpp"

#include <stdexcept>

#include <boost/asio/io_context.hpp>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <fmt/format.h>

namespace crmlocal::load {
namespace {

namespace asio = boost::asio;
namespace data = boost::unit_test::data;

// Somebody who listens and says nothing.
struct listener {
    asio::io_context loop;
    asio::ip::tcp::acceptor acceptor{loop, {asio::ip::address_v4::loopback(), 0}};
    unsigned port() { return acceptor.local_endpoint().port(); }
};

constexpr const char* no_urls[] = {
    "",
    "127.0.0.1:8080",
    "ftp://127.0.0.1",
    "https://127.0.0.1",
    "http://",
    "http:///path",
    "http://:80",
    "http://127.0.0.1:0",
    "http://127.0.0.1:65536",
    "http://127.0.0.1:80x",
    "http://127.0.0.1:",
    "http://user@127.0.0.1",
    "http://127.0.0.1/path?query",
    "http://127.0.0.1/path#fragment",
};

struct path_case {
    const char* given;
    const char* base_path;
};
std::ostream& operator<<(std::ostream& out, const path_case& c) { return out << c.given; }

constexpr path_case paths[] = {
    {"", "/crmapi/rest/v2"}, {"/", ""}, {"/api", "/api"}, {"/api/", "/api"}};

}  // namespace

BOOST_AUTO_TEST_SUITE(destinations)

BOOST_DATA_TEST_CASE(what_is_no_base_url_is_refused, data::make(no_urls), url) {
    BOOST_CHECK_THROW(find_destination(url), std::invalid_argument);
}

BOOST_DATA_TEST_CASE(the_path_is_the_base_path, data::make(paths), path) {
    listener somebody;
    for (const char* host : {"127.0.0.1", "localhost"}) {
        const destination found =
            find_destination(fmt::format("http://{}:{}{}", host, somebody.port(), path.given));
        BOOST_TEST(found.base_path == path.base_path);
        BOOST_TEST(found.host == fmt::format("{}:{}", host, somebody.port()));
        BOOST_CHECK_EQUAL(found.server.port(), somebody.port());
    }
}

BOOST_AUTO_TEST_CASE(where_nobody_listens_is_said) {
    unsigned port = 0;
    {
        listener gone;
        port = gone.port();
    }
    const std::string url = fmt::format("http://127.0.0.1:{}", port);
    const auto says_so = [&](const std::runtime_error& error) {
        return std::string(error.what()).find(url) != std::string::npos;
    };
    BOOST_CHECK_EXCEPTION(find_destination(url), std::runtime_error, says_so);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace crmlocal::load
