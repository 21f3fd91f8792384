// SPDX-License-Identifier: BSL-1.0
#include "bench/micro/pipeline.hpp"

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <exception>
#include <iostream>
#include <stdexcept>
#include <utility>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <fmt/format.h>

#include "domain/call_judgement.hpp"
#include "domain/event_catalogue.hpp"
#include "domain/judgement.hpp"
#include "http/bulk_rows.hpp"
#include "http/fixture_reader.hpp"
#include "load/cpu_time.hpp"
#include "load/figures.hpp"
#include "load/yardstick.hpp"
#include "store/record.hpp"

namespace crmlocal::bench {
namespace {

constexpr std::size_t calls_per_world_max = 96;  // then its memory is given back
constexpr std::uint64_t seed = 1;

const domain::event_type& type_of(std::string_view collection) {
    for (const domain::event_type& type : domain::customer_events.types)
        if (type.collection == collection) return type;
    throw std::invalid_argument(fmt::format("no type of event is called {}", collection));
}

store::fixture read_world(std::size_t accounts) {
    auto read = http::read_fixture(load::make_fixture("bench", accounts), "the fixture",
                                   domain::customer_events, seed);
    if (!read) throw std::runtime_error(read.error().text());
    return std::move(*read);
}

// Does work of the ledger to its end, which may come from another thread.
template <class T>
void complete(asio::io_context& loop, task<T> work) {
    auto waits = asio::make_work_guard(loop);
    const auto end = [&waits](std::exception_ptr failure, auto&&...) {
        waits.reset();
        if (failure) std::rethrow_exception(failure);
    };
    asio::co_spawn(loop, std::move(work), end);
    loop.restart();
    loop.run();
}

}  // namespace

store::persistence_settings storage_settings(std::string directory) {
    store::persistence_settings out;
    out.directory = std::move(directory);
    out.snapshot_journal_bytes = 0;  // when it is asked for
    out.inform = [](const std::string&) {};
    out.journal.warn = [](const std::string& text) { std::cerr << text << '\n'; };
    out.journal.fail = [](const std::string& text) {
        std::cerr << text << '\n';
        std::_Exit(1);
    };
    return out;
}

pipeline::pipeline(std::string_view collection, const load::work_options& options, kept_in where)
    : type_(type_of(collection)),
      bodies_(load::make_bodies(collection, options)),
      numbers_{0, 0, options.accounts},
      fixture_(read_world(options.accounts)),
      calls_per_world_(std::min(calls_per_world_max, options.accounts / options.events)),
      where_(where),
      decoder_(type_.bulk, &type_) {
    begin_world();
}

pipeline::~pipeline() = default;

void pipeline::begin_world() {
    world_.reset();
    storage_.reset();
    ledger_ = std::make_unique<store::memory_ledger>(domain::customer_events);
    if (where_ == kept_in::disk) {
        directory_.emplace();
        storage_ = std::make_unique<store::persistence>(*ledger_, storage_settings(directory()));
        storage_->recover();
    }
    ledger_->add_organisation(fixture_, seed);
    if (storage_) storage_->begin();
    world_ = ledger_->find_organisation(fixture_.organisation);
    numbers_.participant = 0;
    calls_in_world_ = 0;
}

// Into memory that is used again and again, as from a socket.
void pipeline::receive(load::body& next) {
    next.renumber(numbers_);
    space_.body.clear();
    space_.body.extend(next.json().size());
    std::memcpy(space_.body.data(), next.json().data(), next.json().size());
    space_.answer.begin();
}

void pipeline::do_step(step which) {
    domain::batch& call = space_.batch;
    switch (which) {
        case step::yardstick:
            if (!load::read_and_forget(received()))
                throw std::runtime_error("a body that is not JSON");
            break;
        case step::decode:
            if (decoder_.decode(received(), call)) throw std::runtime_error("malformed body");
            break;
        case step::resolve: complete(loop_, ledger_->resolve(*world_, call)); break;
        case step::judge:
            if (domain::judge_call(call, {})) throw std::runtime_error("refused call");
            domain::judge_events(call, {});
            break;
        case step::encode:
            records_.clear();
            for (std::size_t i = 0; i < call.events.size(); ++i)
                if (!call.refused(i)) store::encode_record(call, i, records_);
            break;
        case step::commit: complete(loop_, ledger_->commit(*world_, {}, call)); break;
        case step::answer: {
            std::string_view unknown;
            http::write_bulk_rows(call, *domain::selected_members(call, unknown), space_.answer);
            break;
        }
        case step::all:
            for (step one : {step::decode, step::resolve, step::judge, step::commit, step::answer})
                do_step(one);
    }
}

double pipeline::run(step measured) {
    if (calls_in_world_++ == calls_per_world_) begin_world();
    load::body& next = bodies_[turn_++ % bodies_.size()];
    receive(next);
    if (measured != step::all && measured != step::yardstick)
        for (step before : {step::decode, step::resolve, step::judge, step::commit})
            if (before < measured) do_step(before);

    const auto cpu_seconds =
        where_ == kept_in::disk ? load::cpu_seconds_of_process : load::cpu_seconds_of_thread;
    const double begin = cpu_seconds();
    do_step(measured);
    const double used = cpu_seconds() - begin;

    if (measured >= step::judge && space_.batch.refused_count() != next.refused_count())
        throw std::runtime_error(fmt::format("{} events refused, not {}",
                                             space_.batch.refused_count(), next.refused_count()));
    return used;
}

double pipeline::take_snapshot() {
    const double begin = load::cpu_seconds_of_process();
    complete(loop_, storage_->take_snapshot());
    return load::cpu_seconds_of_process() - begin;
}

double pipeline::yardstick_per_event() {
    if (yardstick_ == 0) {
        std::vector<double> seconds;
        for (std::size_t i = 0; i < 3 * bodies_.size(); ++i)
            seconds.push_back(run(step::yardstick));
        yardstick_ =
            load::spread_of(std::move(seconds)).median / static_cast<double>(events_per_call());
    }
    return yardstick_;
}

}  // namespace crmlocal::bench
