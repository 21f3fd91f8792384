// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

namespace crmlocal::load {

/// Reads HTTP answers, one after the other, from bytes as they arrive.
class answer_reader {
public:
    answer_reader();
    ~answer_reader();

    /// Gets ready for the next answer and forgets the last.
    void begin();

    /// Takes bytes and returns how many of them it used; the rest comes again, with more behind it.
    /// Throws `std::runtime_error` for what is not HTTP.
    std::size_t put(std::string_view bytes);

    /// The peer has closed. Throws `std::runtime_error` if the answer cannot end here.
    void put_end();

    bool done() const;
    unsigned status() const;
    /// Whether the connection can be used for another call.
    bool keep_alive() const;
    const std::string& body() const;

private:
    struct parser;
    std::unique_ptr<parser> parser_;
};

}  // namespace crmlocal::load
