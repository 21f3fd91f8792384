// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory_resource>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace crmlocal::app {

/// A JSON document in which numbers keep the digits they were written with. Filled again for every
/// document; texts live until then, and as long as the document's own text.
class json_tree {
public:
    enum class form : std::uint8_t { object, array, text, number, literal };

    /// A value; what an object or array consists of follows it in `nodes()`.
    struct node {
        form is;
        std::string_view name;  ///< of a member of an object
        std::string_view text;  ///< of a text, a number's digits, a literal
        std::size_t end = 0;    ///< the index behind the last node that is part of it
    };

    /// Reads a document. Throws `std::runtime_error` if it is no JSON, or if an object has two
    /// members of one name.
    void read(std::string_view document);

    const std::vector<node>& nodes() const noexcept { return nodes_; }
    const node& operator[](std::size_t i) const noexcept { return nodes_[i]; }

    /// Calls f(index) for each member or element of the node at that index.
    template <class F>
    void for_each(std::size_t of, F f) const {
        for (std::size_t i = of + 1; i < nodes_[of].end; i = nodes_[i].end) f(i);
    }

private:
    std::vector<node> nodes_;
    std::pmr::monotonic_buffer_resource texts_{std::size_t{4096}};
};

}  // namespace crmlocal::app
