// SPDX-License-Identifier: BSL-1.0
//
// The tokens of release R12. The expected texts were made by Python's hmac, not by this program.
#include "http/json_web_token.hpp"

#include <chrono>
#include <set>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "http/base64.hpp"
#include "http/session_tokens.hpp"
#include "store/reference_builder.hpp"
#include "test/support/json.hpp"

namespace crmlocal::http {
namespace {

using namespace std::chrono_literals;

const token_signer::key key = [] {
    token_signer::key out;
    for (std::size_t i = 0; i < out.size(); ++i) out[i] = static_cast<unsigned char>(i);
    return out;
}();

const std::string id = "00112233445566778899AABBCCDDEEFF";
const token_claims claims = {"anna \"A\"", "world", "unit-1", 1'466'601'000, 1'466'608'200, id};

const std::string payload =
    "eyJ1c3IiOiJhbm5hIFwiQVwiIiwib3JnIjoid29ybGQiLCJvdW4iOiJ1bml0LTEiLCJleHAiOiIxNDY2NjA4MjAwIiwi"
    "aWF0IjoiMTQ2NjYwMTAwMCIsImp0aSI6IjAwMTEyMjMzNDQ1NTY2Nzc4ODk5QUFCQkNDRERFRUZGIn0";
const std::string signed_by_python = "eyJ0eXAiOiJKV1QiLCJhbGciOiJIUzI1NiJ9." + payload +
                                     ".wPFqZ9YrFOCAGE2OBXAS73hojUtK-UBEY5bop8rAf2o";

// A token, and a table whose organisation's clock the test sets.
struct clocked {
    explicit clocked(token_profile profile) : tokens(alive, profile) {
        auto from = std::make_shared<store::fixture>();
        from->organisation = "acme";
        from->users = {{"anna", "p"}};
        from->web_api_keys = {"KEY"};
        store::reference_builder none(1);
        from->data = *none.build();
        of = std::make_shared<store::tenant>(
            "acme", std::make_shared<store::organisation>(
                        std::move(from),
                        std::make_shared<store::organisation_clock>([this] { return now; })));
    }
    store::login anna() const { return {of, 0, {}, {}, of->current()}; }

    store::time_point now = store::time_point(400'000h);
    std::shared_ptr<store::tenant> of;
    store::token_table alive;
    session_tokens tokens;
};

test::json::value payload_of(const std::string& token) {
    const std::size_t first = token.find('.') + 1;
    return test::parse_json(from_base64url(token.substr(first, token.rfind('.') - first)).value());
}

}  // namespace

BOOST_AUTO_TEST_SUITE(json_web_tokens)

BOOST_AUTO_TEST_CASE(a_token_is_what_others_would_sign) {
    BOOST_TEST(token_signer(key).sign(claims) == signed_by_python);
    BOOST_TEST(token_signer(key).id_of(signed_by_python).value_or("") == id);
}

BOOST_AUTO_TEST_CASE(a_token_of_another_key_is_none) {
    BOOST_TEST(!token_signer().id_of(signed_by_python).has_value());
    BOOST_TEST(!token_signer().id_of(token_signer().sign(claims)).has_value());
}

BOOST_AUTO_TEST_CASE(a_token_with_any_character_changed_is_none) {
    const token_signer signer(key);
    for (std::size_t i = 0; i < signed_by_python.size(); ++i)
        for (const char c : {'A', 'f', '.', '=', '\0'}) {
            std::string changed = signed_by_python;
            if (changed[i] == c) continue;
            changed[i] = c;
            BOOST_TEST(!signer.id_of(changed).has_value(), i << " " << c);
        }
}

BOOST_AUTO_TEST_CASE(the_algorithm_is_not_the_callers_to_choose) {
    const std::vector<std::string> others = {
        "eyJ0eXAiOiJKV1QiLCJhbGciOiJub25lIn0." + payload + ".",
        "eyJ0eXAiOiJKV1QiLCJhbGciOiJIUzUxMiJ9." + payload +
            ".NG5U4QdWTjUhH2Fl7xSkFDyI-KAxF0EZcs7dfw0bm2c1XOPincxsbSztPGsyo66J7R5AnDE96-BR9mqEgBg_"
            "nA",
        // rightly signed, but a header that this program never writes
        "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9." + payload +
            ".RRv-sj5VFS_9cP9aQeOxbrwxncYzOkfDSF74w7A9Njk"};
    for (const std::string& token : others)
        BOOST_TEST(!token_signer(key).id_of(token).has_value(), token);
}

BOOST_AUTO_TEST_CASE(pieces_of_a_token_are_none) {
    const token_signer signer(key);
    for (std::size_t size = 0; size < signed_by_python.size(); ++size)
        BOOST_TEST(!signer.id_of(signed_by_python.substr(0, size)).has_value());
    for (const std::string& text : {signed_by_python + "A", signed_by_python + ".", "." + payload,
                                    id, std::string("..."), std::string("..")})
        BOOST_TEST(!signer.id_of(text).has_value(), text);
}

BOOST_AUTO_TEST_CASE(claims_are_texts_and_two_hours_apart) {
    clocked acme(token_profile::r12);
    const auto claimed = payload_of(acme.tokens.issue_to_user(acme.anna())).as_object();
    std::string names;
    for (const auto& member : claimed) names.append(member.key()).append(" ");
    BOOST_TEST(names == "usr org oun exp iat jti ");
    BOOST_TEST((claimed.at("usr") == "anna"));
    BOOST_TEST((claimed.at("org") == "acme"));
    BOOST_TEST((claimed.at("iat") == "1440000000"));
    BOOST_TEST((claimed.at("exp") == "1440007200"));
    const std::string jti(claimed.at("jti").as_string());
    BOOST_TEST(jti.size() == 32U);
    BOOST_TEST(jti.find_first_not_of("0123456789ABCDEF") == jti.npos);
    BOOST_TEST(!acme.tokens.find(jti).has_value());  // the id alone opens nothing
}

BOOST_AUTO_TEST_CASE(a_signed_token_dies_after_two_hours_used_or_not) {
    clocked acme(token_profile::r12);
    const std::string token = acme.tokens.issue_to_user(acme.anna());
    for (int i = 0; i < 3; ++i) {
        BOOST_TEST(acme.tokens.find(token).has_value());
        acme.now += 39min;
    }
    acme.now += 3min - 1s;
    BOOST_TEST(acme.tokens.find(token).has_value());
    acme.now += 1s;
    BOOST_TEST(!acme.tokens.find(token).has_value());
    BOOST_TEST(!acme.tokens.release(token));
}

BOOST_AUTO_TEST_CASE(a_released_signed_token_stays_dead) {
    clocked acme(token_profile::r12);
    const std::string token = acme.tokens.issue_to_user(acme.anna());
    const std::string another = acme.tokens.issue_to_user(acme.anna());
    BOOST_TEST(acme.tokens.release(token));
    BOOST_TEST(!acme.tokens.find(token).has_value());
    BOOST_TEST(!acme.tokens.release(token));
    BOOST_TEST(acme.tokens.find(another).has_value());
}

BOOST_AUTO_TEST_CASE(a_token_of_a_key_lives_two_hours_in_both_releases) {
    for (const token_profile profile : {token_profile::r11, token_profile::r12}) {
        clocked acme(profile);
        const std::string token = acme.tokens.issue_to_key(
            {acme.of, acme.of->current()->user_of_key(0), {}, {}, acme.of->current()});
        for (int i = 0; i < 2; ++i) {
            BOOST_TEST(acme.tokens.find(token).has_value());
            acme.now += 1h - 1s;
        }
        BOOST_TEST(acme.tokens.find(token).has_value());
        acme.now += 2s;
        BOOST_TEST(!acme.tokens.find(token).has_value());
    }
}

BOOST_AUTO_TEST_CASE(base64_is_strict) {
    BOOST_TEST(from_base64("S0VZOg==").value_or("-") == "KEY:");
    BOOST_TEST(from_base64("").value_or("-") == "");
    for (const char* text :
         {"S0VZOg", "S0VZOg=", "S0V ZOg=", " S0VZOg=", "S0VZOg-=", "====", "S==="})
        BOOST_TEST(!from_base64(text).has_value(), text);
    for (std::size_t size = 0; size < 40; ++size) {
        std::string bytes;
        for (std::size_t i = 0; i < size; ++i) bytes += static_cast<char>(251 + i * 37);
        BOOST_TEST((from_base64url(to_base64url(bytes)) == bytes));
    }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace crmlocal::http
