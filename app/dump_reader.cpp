// SPDX-License-Identifier: BSL-1.0
#include "app/dump_reader.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "app/dump_format.hpp"
#include "app/dumped_line.hpp"
#include "app/json_line.hpp"
#include "http/fixture_reader.hpp"
#include "store/event_change.hpp"

namespace crmlocal::app {
namespace {

using form = json_tree::form;

void write_value(const json_tree& tree, std::size_t at, json_line& out) {
    const json_tree::node& n = tree[at];
    switch (n.is) {
        case form::text: out.text(n.text); return;
        case form::number:
        case form::literal: out.digits(n.text); return;
        case form::array:
            out.open('[');
            tree.for_each(at, [&](std::size_t i) { write_value(tree, i, out); });
            out.close(']');
            return;
        case form::object:
            out.open('{');
            tree.for_each(at, [&](std::size_t i) {
                out.name(tree[i].name);
                write_value(tree, i, out);
            });
            out.close('}');
            return;
    }
}

// All members of a line but those.
void write_members(const json_tree& tree, std::initializer_list<std::string_view> but,
                   json_line& out) {
    tree.for_each(0, [&](std::size_t i) {
        if (std::ranges::count(but, tree[i].name)) return;
        out.name(tree[i].name);
        write_value(tree, i, out);
    });
}

}  // namespace

dump_reader::dump_reader(std::string file, store::memory_ledger& into)
    : file_(std::move(file)), into_(into), events_(into) {}

void dump_reader::refuse(const std::string& reason) const {
    throw dump_error(fmt::format("{}:{}: {}", file_, line_, reason));
}

void dump_reader::take(std::string_view line) {
    ++line_;
    try {
        tree_.read(line);
        if (tree_[0].is != form::object) refuse("must be an object");
        const std::string_view kind = dumped_line(tree_).text("kind");
        if (ended_) refuse("stands behind the end");
        if (!begun_ && kind != dump_format::kinds::begin)
            refuse("a dump begins with {\"kind\":\"dump\"");
        if (!std::ranges::count(dump_format::kinds::all, kind))
            refuse(fmt::format("unknown kind '{}'", kind));
        if (kind == dump_format::kinds::begin) return begin();
        if (kind == dump_format::kinds::entity) return add_entity();
        finish_organisation();
        if (kind == dump_format::kinds::event) return events_.add(tree_);
        events_.flush();
        if (kind == dump_format::kinds::answer) return add_answer();
        if (kind == dump_format::kinds::organisation) return begin_organisation();
        end();
    } catch (const dump_error&) {
        throw;
    } catch (const std::runtime_error& error) {
        refuse(error.what());
    }
}

void dump_reader::begin() {
    if (begun_) refuse("a dump begins once");
    begun_ = true;
    const dumped_line members(tree_);
    const auto version = members.number<std::uint64_t>("version");
    if (version != dump_format::version)
        refuse(fmt::format(
            "the dump has version {}; this program knows {}. Use the program that wrote "
            "it, or a newer one",
            version, dump_format::version));
    sequence_ = members.number<std::uint64_t>("sequence");
    if (sequence_ == ~std::uint64_t{0}) refuse("the sequence is too large");
}

void dump_reader::begin_organisation() {
    const dumped_line members(tree_);
    draft_ = std::make_unique<draft>();
    draft_->name = members.text("organisation");
    draft_->line = line_;
    draft_->key = members.number<std::uint64_t>("key");
    draft_->seed = members.number<std::uint64_t>("seed");
    draft_->reference_seed = members.number<std::uint64_t>("reference_seed");
    if (members.find("expires_on")) draft_->expires_on = members.number<std::int64_t>("expires_on");
    draft_->fixture.assign(line_ - 1, '\n');
    draft_->fixture_line = line_;
    draft_->fixture += '{';
    json_line out(draft_->fixture);
    write_members(tree_, {"kind", "key", "seed", "reference_seed", "expires_on"}, out);
    ++organisations_;
}

void dump_reader::add_entity() {
    const dumped_line members(tree_);
    const std::string_view set = members.text("set");
    if (!draft_ || members.text("organisation") != draft_->name)
        refuse("entities must come behind their organisation, and before its events");
    draft& d = *draft_;
    const auto& kinds = domain::kinds::all;
    const auto kind = std::ranges::find(kinds, set, &domain::entity_kind::set);
    if (kind == std::end(kinds)) refuse(fmt::format("there is no set '{}'", set));
    const bool begins = d.set != set;
    if (begins && !d.set.empty()) d.fixture += ']';
    if (begins) d.in_set = 0;
    d.fixture += ',';
    d.fixture.append(line_ - d.fixture_line, '\n');
    d.fixture_line = line_;
    if (begins) d.fixture.append("\"").append(set).append("\":[");
    d.set = set;

    // Only ids that were given are kept as given.
    const bool is_made =
        members.find("id") &&
        members.text("id") == store::reference_data::made_id(d.reference_seed, *kind, d.in_set);
    d.fixture += '{';
    json_line out(d.fixture);
    write_members(tree_, {"kind", "organisation", "set", is_made ? "id" : "set"}, out);
    d.fixture += '}';
    ++d.in_set;
    ++entities_;
}

void dump_reader::finish_organisation() {
    if (!draft_) return;
    draft& d = *draft_;
    d.fixture += d.set.empty() ? "}" : "]}";
    auto read = http::read_fixture(d.fixture, file_, into_.catalogue(), d.reference_seed);
    if (!read) {
        const http::fixture_error& error = read.error();
        throw dump_error(fmt::format("{}:{}: {}", file_, error.line, error.reason));
    }
    read->settings.expires_on = d.expires_on;
    try {
        into_.restore_organisation(std::make_shared<const store::fixture>(std::move(*read)), d.key,
                                   d.seed);
    } catch (const std::runtime_error& error) {
        throw dump_error(fmt::format("{}:{}: {}", file_, d.line, error.what()));
    }
    draft_.reset();
}

void dump_reader::add_answer() {
    const dumped_line members(tree_);
    const auto of = into_.find_organisation(members.text("organisation"));
    if (!of) refuse("the answer's organisation must come before");
    const auto body = domain::parse_uuid(members.text("body"));
    if (!body) refuse("'body' must be 32 hexadecimal digits");
    const store::answer_change one{
        .organisation = static_cast<const store::memory_organisation&>(*of).key,
        .key = members.text("key"),
        .answer = {{(*body)[0], (*body)[1]},
                   members.number<std::int64_t>("answered_on"),
                   members.text("answer")},
        .events = {}};
    domain::scratch<char> payload;
    store::begin_answer(one, payload);
    into_.restore_answer({payload.data(), payload.size()});
    ++answers_;
}

void dump_reader::end() {
    const dumped_line members(tree_);
    const auto agree = [&](std::string_view name, std::uint64_t count) {
        const auto said = members.number<std::uint64_t>(name);
        if (said != count)
            refuse(fmt::format("the dump says that it has {} {}, but {} were there", said, name,
                               count));
    };
    agree("organisations", organisations_);
    agree("entities", entities_);
    agree("events", events_.count());
    agree("answers", answers_);
    ended_ = true;
}

void dump_reader::finish() {
    if (ended_) return;
    ++line_;
    refuse(begun_ ? "the dump ends here, but its last line is not there: it was cut short"
                  : "the dump is empty");
}

}  // namespace crmlocal::app
