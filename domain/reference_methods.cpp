// SPDX-License-Identifier: BSL-1.0
#include "domain/reference_methods.hpp"

#include "domain/columns.hpp"
#include "domain/fields.hpp"

namespace crmlocal::domain {
namespace {

using enum need;
using std::array;

constexpr array<column, 1> token = {{{&fields::token, optional}}};
constexpr array<column, 1> fields_set = {{{&fields::fields_set, optional}}};
constexpr array<column, 2> page = {
    {{&fields::number_of_results, optional}, {&fields::offset, optional}}};

constexpr auto show_account =
    join(token, array<column, 1>{{{&fields::account, mandatory}}}, fields_set);
constexpr auto list_accounts = join(token, page, fields_set);
constexpr auto create_account = join(token,
                                     array<column, 3>{{{&fields::new_number, optional},
                                                       {&fields::new_name, optional},
                                                       {&fields::new_description, optional}}},
                                     fields_set);

constexpr auto show_participant =
    join(token, array<column, 1>{{{&fields::participant, mandatory}}}, fields_set);
constexpr auto list_participants =
    join(token, array<column, 1>{{{&fields::account, optional}}}, page, fields_set);
constexpr auto create_participant = join(token,
                                         array<column, 4>{{{&fields::new_number, optional},
                                                           {&fields::sign_up_on, mandatory},
                                                           {&fields::sign_up_by_unit, mandatory},
                                                           {&fields::account, optional}}},
                                         fields_set);

constexpr auto show_product =
    join(token, array<column, 1>{{{&fields::product, mandatory}}}, fields_set);
constexpr auto list_products = join(token, page, fields_set);

constexpr auto list_classifications =
    join(token, array<column, 1>{{{&fields::classification_type, mandatory}}}, fields_set);

constexpr reference_methods all[] = {
    {&kinds::account,
     "accounts_receivable",
     "account",
     {show_account},
     {list_accounts},
     {create_account}},
    {&kinds::participant,
     "rewards_participants",
     "rewards participant",
     {show_participant},
     {list_participants},
     {create_participant}},
    {&kinds::product, "products", "product", {show_product}, {list_products}, {}},
    {&kinds::classification,
     "customer_events/configuration/classifications",
     "classification",
     {},
     {list_classifications},
     {}},
};

}  // namespace

constinit const std::span<const reference_methods> methods_of_reference_data = all;

}  // namespace crmlocal::domain
