// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <array>
#include <cstddef>
#include <memory>
#include <vector>

#include "domain/scratch.hpp"
#include "http/limits.hpp"
#include "http/request.hpp"
#include "http/service.hpp"

namespace crmlocal::http {

/// Everything one call needs on its way, from the end of its head to the end of its answer.
struct call_memory {
    workspace space;
    domain::scratch<char> packed;  ///< a compressed body: the request's, or later the answer's
    std::vector<header_field> fields;
    std::array<char, reply::head_bytes_max> head;  ///< of the answer
    std::size_t charged_bytes = 0;                 ///< what the lender counts for `space.body`
};

/// Lends memory to calls and takes it back, so that there is as much of it as calls in progress,
/// not as connections. For use by one thread.
class call_lender {
public:
    class give_back {
    public:
        explicit give_back(call_lender* lender = nullptr) noexcept : lender_(lender) {}
        void operator()(call_memory* memory) const noexcept { lender_->take_back(memory); }

    private:
        call_lender* lender_;
    };
    using loan = std::unique_ptr<call_memory, give_back>;

    explicit call_lender(const limits& bounds) : bounds_(bounds) {
        idle_.reserve(bounds.kept_calls_max);
    }

    /// Memory with an answer begun. The lender must outlive it.
    loan lend();

    /// Counts a body's memory, which is going to be `bytes`. False if all bodies together would
    /// exceed their bound: then the body must not grow.
    bool charge(call_memory& memory, std::size_t bytes) noexcept;

private:
    void take_back(call_memory* memory) noexcept;

    const limits& bounds_;
    std::vector<std::unique_ptr<call_memory>> idle_;
    std::size_t charged_bytes_ = 0;
};

}  // namespace crmlocal::http
