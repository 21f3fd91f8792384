// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <boost/system/result.hpp>
#include <boost/unordered/unordered_flat_set.hpp>

#include "http/fixture_form.hpp"
#include "store/fixture.hpp"
#include "store/hash.hpp"
#include "store/reference_builder.hpp"

namespace crmlocal::http {

/// An object of a fixture that fits its form: the texts and numbers of its members, by position.
struct fixture_object {
    const object_form& form;
    std::span<const std::string_view> values;  ///< empty where absent, and for arrays and objects
    std::uint64_t given;                       ///< a bit for each member
};

/// What is wrong with a fixture, and the part of its text that shows it.
struct fixture_complaint {
    std::string reason;
    std::string_view at;
};

/// An organisation in the making: what the objects of its fixture mean.
class fixture_draft {
public:
    /// All of these must outlive the draft.
    fixture_draft(const fixture_form& form, const domain::event_catalogue& catalogue,
                  std::uint64_t seed);

    /// Takes in an object, the inner ones before the outer. Texts must live until `finish`.
    std::optional<fixture_complaint> take(const fixture_object& object);

    /// Takes in one text of an array of texts.
    std::optional<fixture_complaint> take(const member_form& list, std::string_view text);

    /// The organisation; or what is wrong among its entities. The draft is spent afterwards.
    boost::system::result<store::fixture, store::reference_fault> finish();

private:
    void take_entity(const fixture_object& object);
    void take_settings(const fixture_object& object);

    const fixture_form& form_;
    const domain::event_catalogue& catalogue_;
    store::fixture fixture_;
    store::reference_builder builder_;
    std::vector<store::medium_names> media_;  // of the account that is being read
    boost::unordered_flat_set<std::string_view, store::text_hash> usernames_;
    boost::unordered_flat_set<std::string_view, store::text_hash> web_api_keys_;
};

}  // namespace crmlocal::http
