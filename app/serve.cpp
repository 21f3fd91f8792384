// SPDX-License-Identifier: BSL-1.0
#include "app/serve.hpp"

#include <csignal>
#include <cstdio>
#include <fstream>
#include <iostream>

#include <boost/asio/signal_set.hpp>
#include <spdlog/sinks/stdout_color_sinks.h>
#include <spdlog/spdlog.h>

#include "app/demo_fixture.hpp"
#include "app/exit_code.hpp"
#include "app/serve_options.hpp"
#include "domain/event_catalogue.hpp"
#include "http/fixture_file.hpp"
#include "http/fixture_reader.hpp"
#include "http/server.hpp"
#include "store/hash.hpp"
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

// The same in every run if asked.
std::uint64_t seed_of(const serve_options& options) {
    return options.seed ? *options.seed : store::random_bits();
}

// Loads the organisations; false if one cannot be used, which has been said.
bool load_organisations(const serve_options& options, store::memory_ledger& ledger) {
    const auto add = [&](http::fixture_result<store::fixture> read, std::uint64_t seed) {
        if (!read) {
            std::cerr << "crmlocal serve: " << read.error().text() << '\n';
            return false;
        }
        const std::string name = read->organisation;
        if (ledger.add_organisation(std::move(*read), seed)) return true;
        std::cerr << "crmlocal serve: two fixtures describe the organisation '" << name << "'\n";
        return false;
    };
    if (options.fixtures.empty()) {
        const std::uint64_t seed = seed_of(options);
        return add(http::read_fixture(demo_fixture, "demo.json", ledger.catalogue(), seed), seed);
    }
    for (const std::string& file : options.fixtures) {
        const std::uint64_t seed = seed_of(options);
        if (!add(http::load_fixture(file, ledger.catalogue(), seed), seed)) return false;
    }
    return true;
}

// Whole or not at all: who waits for the file never reads half a number.
bool write_port_file(const std::string& file, std::uint16_t port) {
    if (file.empty()) return true;
    const std::string unfinished = file + ".tmp";
    std::ofstream out(unfinished);
    out << port << '\n';
    out.close();
    return out && std::rename(unfinished.c_str(), file.c_str()) == 0;
}

// The first signal drains, the second stops at once.
class stop_signals {
public:
    explicit stop_signals(http::server& serves, std::chrono::milliseconds grace)
        : serves_(serves), grace_(grace), signals_(serves.first_loop(), SIGTERM, SIGINT) {
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
    signal_set signals_;
    int received_ = 0;
};

std::string url_of(const std::string& host, std::uint16_t port) {
    const bool is_v6 = host.find(':') != host.npos;
    return "http://" + (is_v6 ? "[" + host + "]" : host) + ":" + std::to_string(port);
}

int serve_with(const serve_options& options) {
    store::memory_ledger ledger(domain::customer_events);
    if (!load_organisations(options, ledger)) return exit_usage;
    store::token_table tokens;
    http::api api(ledger, tokens, options.api);
    http::server server(api, options.limits, options.threads);

    const auto port = server.listen(options.host, options.port);
    if (!port) {
        std::cerr << "crmlocal serve: cannot listen on " << options.host << " port " << options.port
                  << ": " << port.error().message() << '\n';
        return exit_cannot_bind;
    }
    if (!write_port_file(options.port_file, *port)) {
        std::cerr << "crmlocal serve: cannot write the port file " << options.port_file << '\n';
        return exit_failure;
    }
    const stop_signals signals(server, options.shutdown_time);
    api.set_ready(true);
    std::cout << "Ready. Listening on " << url_of(options.host, *port) << std::endl;
    server.run();
    return signals.in_a_hurry() ? exit_failure : exit_clean;
}

}  // namespace

int serve(std::vector<std::string> arguments) {
    const auto read = read_serve_options(std::move(arguments));
    if (const int* code = std::get_if<int>(&read)) return *code;
    const auto& options = std::get<serve_options>(read);
    set_up_log(options.log_level);
    std::signal(SIGPIPE, SIG_IGN);
    try {
        return serve_with(options);
    } catch (const std::exception& error) {
        std::cerr << "crmlocal serve: " << error.what() << '\n';
        return exit_failure;
    }
}

}  // namespace crmlocal::app
