// SPDX-License-Identifier: BSL-1.0
#include "http/admin.hpp"

#include <chrono>
#include <csignal>
#include <mutex>
#include <optional>

#include <fmt/format.h>

#include "domain/date_time.hpp"
#include "http/json_text.hpp"
#include "store/persistence.hpp"
#include "version.hpp"

namespace crmlocal::http {
namespace {

// A small answer to GET that depends on little.
class page : public endpoint {
public:
    std::string_view allowed() const noexcept final { return "GET, HEAD"; }
    std::size_t body_bytes_max() const noexcept final { return 64 << 10; }
    bool serves_while_loading() const noexcept final { return true; }
    task<void> answer(const request&, workspace& memory) final {
        write(memory.answer);
        co_return;
    }

protected:
    virtual void write(reply& out) const = 0;
};

// How the server is, as WireMock words it.
class health : public page {
protected:
    health() = default;

    void describe(std::string_view status, std::string_view message, reply& out) const {
        using namespace std::chrono;
        const auto now = floor<seconds>(system_clock::now()).time_since_epoch();
        const auto up = floor<seconds>(steady_clock::now() - began_);
        out.append(R"({"status":)");
        append_json_text(out, status);
        out.append(R"(,"message":)");
        append_json_text(out, message);
        out.append(R"(,"version":)");
        append_json_text(out, version);
        out.append(fmt::format(R"(,"uptimeInSeconds":{},"timestamp":"{}Z"}})", up.count(),
                               domain::format_date_time(now.count())));
    }

private:
    const std::chrono::steady_clock::time_point began_ = std::chrono::steady_clock::now();
};

class liveness final : public health {
    void write(reply& out) const override { describe("healthy", "The process answers.", out); }
};

class readiness final : public health {
public:
    explicit readiness(const api_context& context) : context_(context) {}

private:
    void write(reply& out) const override {
        if (context_.ready && context_.kept && !context_.kept->writable()) {
            return describe("degraded",
                            "Nothing can be recorded at the moment: the disk takes no writes.",
                            out);
        }
        if (context_.ready) return describe("healthy", "Calls are served.", out);
        out.status = 503;
        out.retry_after_seconds = 1;
        describe("unhealthy", "Not ready yet: loading.", out);
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

// Takes snapshots, and tells of the last one.
class snapshots final : public endpoint {
public:
    explicit snapshots(const api_context& context) : context_(context) {}

    std::string_view allowed() const noexcept override { return "POST, GET, HEAD"; }
    std::size_t body_bytes_max() const noexcept override { return 64 << 10; }

    task<void> answer(const request& asked, workspace& memory) override {
        reply& out = memory.answer;
        if (!context_.kept) {
            out.status = 409;
            out.append(R"({"status":"error","message":"There is no data directory to take a )"
                       R"(snapshot in; start the server with --data DIR."})");
            co_return;
        }
        std::optional<store::snapshot_summary> summary = context_.kept->last_snapshot();
        if (asked.method == "POST") summary = co_await context_.kept->take_snapshot();
        if (!summary) {
            out.status = 503;
            out.retry_after_seconds = 1;
            out.append(R"({"status":"error","message":"The snapshot could not be taken; the log )"
                       R"(says why."})");
            co_return;
        }
        out.append(fmt::format(R"({{"number":{},"organisations":{},"entities":{},"events":{},)"
                               R"("bytes":{},"seconds":{:.3f}}})",
                               summary->number, summary->organisations, summary->entities,
                               summary->events, summary->bytes, summary->seconds));
    }

private:
    const api_context& context_;
};

}  // namespace

std::shared_ptr<endpoint> make_snapshots(const api_context& context) {
    return std::make_shared<snapshots>(context);
}

// One way to stop: the signal that the program's own supervisor would send.
void add_shutdown(admin_router& to) {
    to.add("POST", "/__admin/shutdown", [](admin_call& call) -> task<void> {
        call.done();
        std::raise(SIGTERM);
        co_return;
    });
}

std::shared_ptr<endpoint> make_liveness() { return std::make_shared<liveness>(); }

std::shared_ptr<endpoint> make_readiness(const api_context& context) {
    return std::make_shared<readiness>(context);
}

std::shared_ptr<endpoint> make_document(std::function<std::string()> write) {
    return std::make_shared<document>(std::move(write));
}

std::shared_ptr<endpoint> make_version() { return std::make_shared<version_page>(); }

}  // namespace crmlocal::http
