// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <string>
#include <string_view>

namespace crmlocal::store {

/// Files that are read and written as a whole, for starting up and for tools. All of these throw
/// `damage`.

/// The contents of a file.
std::string read_file(const std::string& path);

/// Makes a file, in place of any other one of that name: all of it, or nothing if that is
/// interrupted. Durable but for its name.
void replace_file(const std::string& path, std::string_view bytes);

/// A name that nobody has yet, beside that file, for what is put aside of it: `.broken`,
/// `.2.broken`, …
std::string name_to_keep(const std::string& path);

/// True if there is a file of that name.
bool is_there(const std::string& path);

}  // namespace crmlocal::store
