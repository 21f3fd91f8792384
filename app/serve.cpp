// SPDX-License-Identifier: BSL-1.0
#include "app/serve.hpp"

#include <csignal>
#include <future>
#include <iostream>
#include <optional>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/signal_set.hpp>
#include <spdlog/sinks/stdout_color_sinks.h>
#include <spdlog/spdlog.h>

#include "app/exit_code.hpp"
#include "app/organisations.hpp"
#include "app/serve_options.hpp"
#include "app/storage.hpp"
#include "app/whole_file.hpp"
#include "domain/event_catalogue.hpp"
#include "http/server.hpp"
#include "lab/laboratory.hpp"
#include "store/damage.hpp"
#include "store/memory_ledger.hpp"
#include "store/token_table.hpp"

namespace crmlocal::app {
namespace {

using signal_set = asio::basic_signal_set<executor>;

void set_up_log(const std::string& level) {
    auto log = spdlog::stderr_color_mt("crmlocal");
    log->set_pattern("%Y-%m-%dT%H:%M:%S.%eZ %l %v", spdlog::pattern_time_type::utc);
    log->set_level(spdlog::level::from_str(level));
    log->flush_on(spdlog::level::info);
    spdlog::set_default_logger(std::move(log));
}

// SIGUSR1 takes a snapshot. Of the others the first drains, the second stops at once.
class stop_signals {
public:
    stop_signals(http::server& serves, std::chrono::milliseconds grace, store::persistence* kept)
        : serves_(serves),
          grace_(grace),
          kept_(kept),
          signals_(serves.first_loop(), SIGTERM, SIGINT, SIGUSR1) {
        wait();
    }

    bool in_a_hurry() const noexcept { return received_ > 1; }

private:
    void wait() {
        signals_.async_wait([this](boost::system::error_code error, int signal) {
            if (!error) receive(signal);
        });
    }

    void receive(int signal) {
        if (signal == SIGUSR1) {
            if (kept_) kept_->request_snapshot();
            else spdlog::warn("no snapshot: there is no data directory");
            return wait();
        }
        if (++received_ > 1) {
            spdlog::warn("{} again: stopping at once", ::strsignal(signal));
            serves_.stop_now();
            return;
        }
        spdlog::info("{}: stopping when what was received is answered; again: at once",
                     ::strsignal(signal));
        serves_.drain(grace_);
        wait();
    }

    http::server& serves_;
    std::chrono::milliseconds grace_;
    store::persistence* kept_;
    signal_set signals_;
    int received_ = 0;
};

std::string url_of(const std::string& host, std::uint16_t port) {
    const bool is_v6 = host.find(':') != host.npos;
    return "http://" + (is_v6 ? "[" + host + "]" : host) + ":" + std::to_string(port);
}

struct ports {
    std::uint16_t main = 0;
    std::optional<std::uint16_t> admin;
};

// Opens the doors; nothing if that is not possible, which has been said.
std::optional<ports> listen(const serve_options& options, http::server& server) {
    const auto open = [&](std::uint16_t port, http::entrance leads_to) {
        const auto got = server.listen(options.host, port, leads_to);
        if (!got)
            std::cerr << "crmlocal serve: cannot listen on " << options.host << " port " << port
                      << ": " << got.error().message() << '\n';
        return got;
    };
    ports out;
    const bool apart = options.admin_port.has_value();
    const auto port = open(options.port, apart ? http::entrance::api : http::entrance::all);
    if (!port) return std::nullopt;
    out.main = *port;
    if (!apart) return out;
    const auto admin = open(*options.admin_port, http::entrance::administration);
    if (!admin) return std::nullopt;
    out.admin = *admin;
    return out;
}

// Tells those who wait for it; false if a file cannot be written, which has been said.
bool announce(const serve_options& options, const ports& at, const standing_file& ready) {
    const auto fail = [](const std::string& kind, const std::string& file) {
        std::cerr << "crmlocal serve: cannot write the " << kind << " file " << file << '\n';
        return false;
    };
    if (!write_whole_file(options.port_file, std::to_string(at.main)))
        return fail("port", options.port_file);
    if (at.admin && !write_whole_file(options.admin_port_file, std::to_string(*at.admin)))
        return fail("admin port", options.admin_port_file);
    const std::string url = url_of(options.host, at.main);
    if (!ready.put_up(url)) return fail("ready", options.ready_file);
    std::cout << "Ready. Listening on " << url << std::endl;
    if (at.admin) spdlog::info("administration on {}", url_of(options.host, *at.admin));
    return true;
}

// Runs the event loops from now on, so that health checks are answered while data is loaded.
class serving {
public:
    explicit serving(http::server& server)
        : server_(server), result_(std::async(std::launch::async, [&server] { server.run(); })) {}
    ~serving() {
        if (result_.valid()) server_.stop_now();
    }

    /// Returns when the server was told to stop and has.
    void wait() { result_.get(); }
    bool has_ended() const {
        return result_.wait_for(std::chrono::seconds(0)) == std::future_status::ready;
    }

private:
    http::server& server_;
    std::future<void> result_;
};

// Loads everything; an exit code if that was not possible, which has been said.
std::optional<int> load(const serve_options& options, store::memory_ledger& ledger,
                        store::persistence* kept, const serving& loops) {
    if (kept && !recover(*kept, [&] { return loops.has_ended(); })) return exit_clean;
    if (!load_organisations(options, ledger)) return exit_usage;
    if (kept) kept->begin();
    return std::nullopt;
}

// All is done; a signal that comes while memory is given back must not look like a crash.
void block_signals() {
    sigset_t all;
    ::sigemptyset(&all);
    for (int signal : {SIGTERM, SIGINT, SIGUSR1}) ::sigaddset(&all, signal);
    ::pthread_sigmask(SIG_BLOCK, &all, nullptr);
}

int serve_with(const serve_options& options) {
    lab::call_logs logs(options.call_log_bounds, options.call_logs_bytes_max);
    store::memory_ledger ledger(domain::customer_events);
    ledger.limit_memory(options.memory_bytes_max);
    ledger.attach_with(
        [&logs] { return std::make_unique<lab::laboratory>(logs.settings, &logs.budget); });
    store::token_table tokens;
    const auto kept = open_storage(options, ledger);
    http::api api(ledger, tokens, options.api, kept.get());
    api.log_unmatched(logs.unmatched);
    http::server server(api, options.limits, options.threads);

    const standing_file ready(options.ready_file);
    const auto at = listen(options, server);
    if (!at) return exit_cannot_bind;
    const stop_signals signals(server, options.shutdown_time, kept.get());
    serving loops(server);
    if (const auto code = load(options, ledger, kept.get(), loops)) return *code;
    api.set_ready(true);
    asio::co_spawn(server.first_loop(), api.remove_expired(), asio::detached);
    if (!announce(options, *at, ready)) return exit_failure;
    loops.wait();
    const bool kept_all = !kept || kept->stop();
    block_signals();
    return kept_all && !signals.in_a_hurry() ? exit_clean : exit_failure;
}

}  // namespace

int serve(std::vector<std::string> arguments) {
    const auto read = read_serve_options(std::move(arguments));
    if (const int* code = std::get_if<int>(&read)) return *code;
    const auto& options = std::get<serve_options>(read);
    set_up_log(options.log_level);
    std::signal(SIGPIPE, SIG_IGN);
    std::signal(SIGXFSZ, SIG_IGN);  // a file that may not grow is an error like any other
    try {
        return serve_with(options);
    } catch (const store::damage& error) {
        std::cerr << "crmlocal serve: " << error.what() << '\n';
        return exit_data_damaged;
    } catch (const std::exception& error) {
        std::cerr << "crmlocal serve: " << error.what() << '\n';
        return exit_failure;
    }
}

}  // namespace crmlocal::app
