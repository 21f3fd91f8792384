// SPDX-License-Identifier: BSL-1.0
//
// main() of every test executable; CRMLOCAL_TEST_MODULE is its name.
#define BOOST_TEST_MODULE CRMLOCAL_TEST_MODULE
#include <boost/test/unit_test.hpp>
