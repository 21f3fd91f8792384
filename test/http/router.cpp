// SPDX-License-Identifier: BSL-1.0
#include "http/router.hpp"

#include <string>

#include <boost/test/unit_test.hpp>

namespace crmlocal::test {
namespace {

class nothing final : public http::endpoint {
public:
    std::string_view allowed() const noexcept override { return "POST"; }
    std::size_t body_bytes_max() const noexcept override { return 0; }
    task<void> answer(const http::request&, http::workspace&) override { co_return; }
};

const auto web = std::make_shared<nothing>(), login = std::make_shared<nothing>(),
           live = std::make_shared<nothing>();

http::router routes(std::string base_path) {
    http::router out(std::move(base_path));
    out.add_method("customer_events/bulk/web/create", web);
    out.add_method("authentication/token", login);
    out.add_path("/__admin/health/live", live);
    return out;
}

const http::endpoint* found(const http::router& in, std::string_view target) {
    return in.find(target).answers.get();
}

constexpr std::string_view of_web[] = {
    "/crmapi/rest/v2/customer_events/bulk/web/create",
    "/crmapi/rest/v2/customer_events/bulk/web/create/",
    "//crmapi//rest/v2///customer_events/bulk/web/create",
    "/crmapi/rest/v2/customer_events/bulk/web/create//",
    "/crmapi/rest/v2/customer_events/bulk/web/create?token=x",
    "/crmapi/rest/v2/customer_events/bulk/web/create/?a=/b//c",
    "/crmapi/rest/v2/customer_events/bulk/web/create?",
    "/crmapi/rest/v2/customer_events/bulk/web/create??",
    "/customer_events/bulk/web/create",
    "//customer_events/bulk/web/create/",
};

constexpr std::string_view of_nobody[] = {
    "",
    "/",
    "//",
    "?",
    "*",
    "/crmapi/rest/v2",
    "/crmapi/rest/v2/",
    "/customer_events/bulk/web/creat",
    "/customer_events/bulk/web/create/x",
    "/customer_events/bulk/web/create.",
    "/Customer_events/bulk/web/create",
    "/customer_events/bulk/we/b/create",
    "customer_events/bulk/web/create",
    "/x/customer_events/bulk/web/create",
    "/crmapi/rest/v1/customer_events/bulk/web/create",
    "/crmapi/rest/v2/crmapi/rest/v2/customer_events/bulk/web/create",
    "/crmapi/rest/v2/__admin/health/live",
    "/customer_events%2Fbulk/web/create",
    "/customer_events/bulk/web/../web/create",
    "/customer_events/bulk/web/create#x",
    "/customer_events\\bulk\\web\\create",
};

}  // namespace

BOOST_AUTO_TEST_SUITE(routes_of_requests)

BOOST_AUTO_TEST_CASE(sloppy_paths_are_understood) {
    const http::router known = routes("/crmapi/rest/v2");
    for (std::string_view target : of_web) BOOST_TEST(found(known, target) == web.get(), target);
    BOOST_TEST(found(known, "/authentication/token") == login.get());
    BOOST_TEST(found(known, "/crmapi/rest/v2/authentication/token/") == login.get());
    BOOST_TEST(found(known, "/__admin//health/live") == live.get());
}

BOOST_AUTO_TEST_CASE(other_paths_are_unknown) {
    const http::router known = routes("/crmapi/rest/v2");
    for (std::string_view target : of_nobody) BOOST_TEST(found(known, target) == nullptr, target);
    BOOST_TEST(found(known, std::string_view("/customer_events/bulk/web/create\0", 33)) == nullptr);
}

BOOST_AUTO_TEST_CASE(a_path_of_any_length_is_looked_up) {
    const http::router known = routes("/crmapi/rest/v2");
    BOOST_TEST(found(known, std::string(8000, '/') + "customer_events/bulk/web/create" +
                                std::string(8000, '/')) == web.get());
    for (std::size_t size = 200; size < 300; ++size)
        BOOST_TEST(found(known, "/" + std::string(size, 'x')) == nullptr);
    BOOST_TEST(found(known, "/customer_events/bulk/web/create?" + std::string(100'000, 'x')) ==
               web.get());
}

BOOST_AUTO_TEST_CASE(the_base_path_can_be_another_or_none) {
    const http::router other = routes("/api");
    BOOST_TEST(found(other, "/api/customer_events/bulk/web/create") == web.get());
    BOOST_TEST(found(other, "/customer_events/bulk/web/create") == web.get());
    BOOST_TEST(found(other, "/crmapi/rest/v2/customer_events/bulk/web/create") == nullptr);
    const http::router none = routes("");
    BOOST_TEST(found(none, "/customer_events/bulk/web/create") == web.get());
}

// A base path may be as long as an option; the methods must be found below it.
BOOST_AUTO_TEST_CASE(a_long_base_path_is_no_obstacle) {
    for (const std::size_t size : {100U, 230U, 255U, 256U, 300U, 1000U}) {
        const std::string base = "/" + std::string(size, 'b');
        const http::router known = routes(base);
        BOOST_TEST(found(known, base + "/customer_events/bulk/web/create") == web.get(), size);
    }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace crmlocal::test
