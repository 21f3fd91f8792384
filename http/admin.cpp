// SPDX-License-Identifier: BSL-1.0
#include "http/admin.hpp"

#include <mutex>

#include "http/json_text.hpp"
#include "version.hpp"

namespace crmlocal::http {
namespace {

// A small answer to GET that depends on little.
class page : public endpoint {
public:
    std::string_view allowed() const noexcept final { return "GET, HEAD"; }
    std::size_t body_bytes_max() const noexcept final { return 64 << 10; }
    task<void> answer(const request&, workspace& memory) final {
        write(memory.answer);
        co_return;
    }

protected:
    virtual void write(reply& out) const = 0;
};

class liveness final : public page {
    void write(reply& out) const override {
        out.append(R"({"status":"healthy","message":"The process answers."})");
    }
};

class readiness final : public page {
public:
    explicit readiness(const api_context& context) : context_(context) {}

private:
    void write(reply& out) const override {
        if (context_.ready) {
            out.append(R"({"status":"healthy","message":"Calls are served."})");
            return;
        }
        out.status = 503;
        out.retry_after_seconds = 1;
        out.append(R"({"status":"unhealthy","message":"Not ready yet: loading."})");
    }

    const api_context& context_;
};

class document final : public page {
public:
    explicit document(std::function<std::string()> write) : write_(std::move(write)) {}

private:
    void write(reply& out) const override {
        std::call_once(written_, [this] { text_ = write_(); });
        out.append(text_);
    }

    std::function<std::string()> write_;
    mutable std::once_flag written_;
    mutable std::string text_;
};

class version_page final : public page {
    void write(reply& out) const override {
        out.append(R"({"version":)");
        append_json_text(out, version);
        out.append(R"(,"commit":)");
        append_json_text(out, commit);
        out.append("}");
    }
};

}  // namespace

std::shared_ptr<endpoint> make_liveness() { return std::make_shared<liveness>(); }

std::shared_ptr<endpoint> make_readiness(const api_context& context) {
    return std::make_shared<readiness>(context);
}

std::shared_ptr<endpoint> make_document(std::function<std::string()> write) {
    return std::make_shared<document>(std::move(write));
}

std::shared_ptr<endpoint> make_version() { return std::make_shared<version_page>(); }

}  // namespace crmlocal::http
