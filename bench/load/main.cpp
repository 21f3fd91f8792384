// SPDX-License-Identifier: BSL-1.0
#include <exception>
#include <fstream>
#include <iostream>
#include <iterator>

#include <boost/json/array.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <fmt/format.h>

#include "bench/load/options.hpp"
#include "bench/load/report.hpp"
#include "bench/load/round.hpp"
#include "bench/load/server_process.hpp"
#include "bench/work/machine.hpp"

namespace {

using namespace crmlocal::bench;

// Starts the server again and again, as a user does.
starts measure_starts(const load_options& options, const std::string& log_file) {
    starts out;
    for (unsigned i = 0; i < options.starts; ++i) {
        server_process server(options.server, options.server_arguments, log_file);
        out.seconds_to_ready.push_back(server.seconds_to_ready());
        out.resident_bytes.push_back(static_cast<double>(resident_bytes_of(server.pid())));
        server.stop();
    }
    return out;
}

fixture_of_work make_fixture_file(const load_options& options, const temporary_directory& in) {
    const std::string text = options.corpus.empty() ? make_fixture(options.work.accounts)
                                                    : read_fixture_text(options.corpus);
    return {in.write("fixture.json", text), in.path() + "/server.log", participants_of(text)};
}

void write_json(const load_options& options, const machine& on, boost::json::object results) {
    if (options.json.empty()) return;
    results["machine"] = {{"cpu", on.cpu}, {"cores", on.cores}, {"kernel", on.kernel}};
    results["connections"] = options.connections;
    results["events_per_second_asked_for"] = options.rate;
    std::ofstream out(options.json);
    out << boost::json::serialize(results) << '\n';
    if (!out.flush()) throw std::runtime_error("cannot write " + options.json);
}

int run(const load_options& options) {
    const machine on = this_machine();
    const temporary_directory scratch;
    if (options.starts != 0) {
        const starts found = measure_starts(options, scratch.path() + "/server.log");
        std::cout << describe(on, options.server) << report(found);
        write_json(options, on, {{"starts", report_json(found)}});
        return 0;
    }
    const fixture_of_work fixture = make_fixture_file(options, scratch);
    std::string identity;
    boost::json::array types;
    std::uint64_t errors = 0;
    for (const std::string& type : options.types) {
        const bool first = identity.empty();
        const measurement m = measure(type, options, fixture, identity);
        if (first) std::cout << describe(on, identity);
        std::cout << report(m, options) << std::flush;
        types.push_back(report_json(m));
        for (const round_figures& r : m.rounds) errors += r.traffic.errors;
    }
    write_json(options, on,
               {{"server", boost::json::parse(identity)}, {"types", std::move(types)}});
    return errors == 0 ? 0 : 1;
}

}  // namespace

int main(int argc, char** argv) {
    const auto options = read_load_options(argc, argv);
    if (const int* code = std::get_if<int>(&options)) return *code;
    try {
        return run(std::get<load_options>(options));
    } catch (const std::exception& failure) {
        std::cerr << "bench_load: " << failure.what() << '\n';
        return 1;
    }
}
