// SPDX-License-Identifier: BSL-1.0
#include "store/journal.hpp"

#include <algorithm>
#include <cstring>

namespace crmlocal::store {
namespace {

constexpr std::size_t kept_bytes_max = 4 << 20;  // of a group's memory, from one to the next
constexpr unsigned asking_share = 8;  // of a segment that is written before the next is asked for

#if defined(CRMLOCAL_FAULT_ACK_BEFORE_FSYNC)
constexpr bool waits_for_disk = false;
#else
constexpr bool waits_for_disk = true;
#endif

}  // namespace

// With a frame of padding, up to a multiple of a block.
void journal::group::fill_blocks() {
    std::size_t missing = missing_to_block(bytes.size());
    if (missing == 0) return;
    if (missing < frame_header::bytes) missing += block_bytes;
    const std::size_t at = bytes.extend(missing);
    const std::size_t payload_bytes = missing - frame_header::bytes;
    std::memset(bytes.data() + at + frame_header::bytes, 0, payload_bytes);
    frames.push_back({at, static_cast<std::uint32_t>(payload_bytes), change_type::padding});
}

void journal::group::clear() noexcept {
    bytes.clear_and_keep(kept_bytes_max);
    frames.clear();
}

journal::journal(guarded<data_directory>& directory, journal_settings settings, position next)
    : directory_(directory), settings_(std::move(settings)), next_(next) {
    if (!writes()) return;
    if (const error_code error = create_segment())
        throw damage(directory_.lock()->path(), "cannot begin a journal: " + error.message());
    supply_.emplace(directory_, settings_.segment_bytes_max);
    thread_ = std::jthread([this] { run(); });
}

std::optional<std::uint64_t> journal::append(change_type type,
                                             std::span<const std::string_view> parts) {
    std::size_t payload_bytes = 0;
    for (std::string_view part : parts) payload_bytes += part.size();
    if (payload_bytes > frame_header::payload_bytes_max) return std::nullopt;
    if (!writes()) return last_ticket_.fetch_add(1) + 1;

    auto held = state_.lock();
    group& g = held->gathering;
    const std::size_t bytes = frame_bytes(payload_bytes);
    if (held->refusing || g.bytes.size() + bytes > settings_.queue_bytes_max + payload_bytes)
        return std::nullopt;
    const std::size_t at = g.bytes.extend(bytes);
    char* to = g.bytes.data() + at + frame_header::bytes;
    for (std::string_view part : parts) to = std::ranges::copy(part, to).out;
    g.frames.push_back({at, static_cast<std::uint32_t>(payload_bytes), type});
    g.last_ticket = last_ticket_.load(std::memory_order_relaxed) + 1;
    last_ticket_.store(g.last_ticket, std::memory_order_relaxed);
    last_counting_ticket_.store(g.last_ticket, std::memory_order_release);
    if (g.frames.size() == 1) work_.notify();
    return g.last_ticket;
}

task<bool> journal::until_durable(std::uint64_t ticket) {
    if (settings_.promised != durability::commit || !waits_for_disk) co_return true;
    const bool durable = co_await durable_.wait(ticket);
    co_return durable;
}

std::optional<journal::cut> journal::rotate() {
    if (!writes()) {
        const std::uint64_t after = directory_.lock()->contents().last_segment + 1;
        return cut{after, next_.sequence, next_.group, last_ticket_.load()};
    }
    auto held = state_.lock();
    held->rotation_wanted = true;
    held->rotated.reset();
    held->rotation_failed = false;
    work_.notify();
    rotated_.wait(held, [](const state& s) { return s.rotated || s.rotation_failed; });
    return held->rotated;
}

bool journal::stop() {
    if (thread_.joinable()) {
        state_.lock()->stopping = true;
        work_.notify();
        thread_.join();
        supply_->stop();
        segment_.close();
        durable_.abandon();
    }
    return !lost_something_;
}

// --- The journal's thread ------------------------------------------------------------------------

void journal::run() {
    while (collect()) {
        if (!writing_.empty()) write_group();
        if (unsynced_since_ && std::chrono::steady_clock::now() >= sync_due()) sync_now();
        serve_rotation();
    }
    sync_now();
}

// Waits for something to do and takes what has gathered; false when all is done and it should stop.
bool journal::collect() {
    const auto has_work = [](const state& s) {
        return !s.gathering.empty() || s.rotation_wanted || s.stopping;
    };
    auto held = state_.lock();
    if (unsynced_since_)
        work_.wait_for(held, sync_due() - std::chrono::steady_clock::now(), has_work);
    else work_.wait(held, has_work);
    std::swap(held->gathering, writing_);
    return !writing_.empty() || held->rotation_wanted || !held->stopping;
}

std::chrono::steady_clock::time_point journal::sync_due() const {
    return *unsynced_since_ + settings_.interval;
}

void journal::seal_frames() {
    for (const pending_frame& f : writing_.frames) {
        frame_header h;
        h.payload_bytes = f.payload_bytes;
        h.sequence = next_.sequence++;
        h.group = next_.group;
        h.type = static_cast<std::uint8_t>(f.type);
        seal_frame(writing_.bytes.data() + f.at, h, segment_.seed());
    }
}

// Writes the group behind the last one. A large one is made of whole blocks.
error_code journal::write_frames() {
    const bool full = segment_.has_frames() &&
                      segment_.bytes() + writing_.bytes.size() > settings_.segment_bytes_max;
    if (full)
        if (const error_code error = next_segment()) return error;
    const position before = next_;
    const std::uint64_t begin = segment_.bytes();
    begin_group();
    error_code error;
    if (segment_.wants_blocks(writing_.bytes.size())) {
        writing_.fill_blocks();
        error = segment_.write(padding_to_block());
    }
    seal_frames();
    if (!error) error = segment_.write({writing_.bytes.data(), writing_.bytes.size()});
    if (error) {
        cut_back(begin);
        next_ = before;
        return error;
    }
    written_bytes_ += segment_.bytes() - begin;
    written_ticket_ = writing_.last_ticket;
    return {};
}

// What was written since the last sync may reach the disk in any order: it is one group, and
// nothing of the next one is written before all of it is there.
void journal::begin_group() {
    if (!unsynced_since_) next_.group = next_.sequence;
}

// A frame of the next group that ends with a block of the segment; nothing if one ends there
// already.
std::string journal::padding_to_block() {
    std::size_t missing = missing_to_block(segment_.bytes());
    if (missing == 0) return {};
    if (missing < frame_header::bytes) missing += block_bytes;
    std::string out(missing, '\0');
    frame_header h;
    h.payload_bytes = static_cast<std::uint32_t>(missing - frame_header::bytes);
    h.sequence = next_.sequence++;
    h.group = next_.group;
    h.type = static_cast<std::uint8_t>(change_type::padding);
    seal_frame(out.data(), h, segment_.seed());
    return out;
}

void journal::cut_back(std::uint64_t bytes) {
    if (const error_code error = segment_.cut_back(bytes)) fail("cannot cut back", error);
}

void journal::write_group() {
    if (const error_code error = write_frames())
        return settings_.promised == durability::commit ? take_back(error) : keep_for_later(error);
    if (settings_.promised == durability::commit) {
        if (const error_code error = segment_.sync()) fail("cannot sync", error);
        durable_.reach(writing_.last_ticket);
    } else if (!unsynced_since_) {
        unsynced_since_ = std::chrono::steady_clock::now();
    }
    writing_.clear();
    ask_for_next_segment();
}

// So early that it is ready when it is needed, and not for a journal that stays small.
void journal::ask_for_next_segment() {
    if (asked_for_next_ || segment_.bytes() < settings_.segment_bytes_max / asking_share) return;
    asked_for_next_ = true;
    supply_->prepare(segment_.number() + 1);
}

void journal::sync_now() {
    if (!unsynced_since_) return;
    if (const error_code error = segment_.sync()) fail("cannot sync", error);
    unsynced_since_.reset();
}

std::string journal::end_frame(position& next, std::uint64_t check_seed) {
    std::string out(frame_bytes(0), '\0');
    frame_header h;
    h.sequence = next.sequence++;
    h.group = next.group;
    h.type = static_cast<std::uint8_t>(change_type::segment_end);
    seal_frame(out.data(), h, check_seed);
    return out;
}

// Says in the segment that another one follows, and begins that one. All or nothing.
error_code journal::next_segment() {
    const position before = next_;
    const std::uint64_t bytes_before = segment_.bytes();
    begin_group();
    error_code error = segment_.write(end_frame(next_, segment_.seed()));
    if (!error) {
        if (const error_code lost = segment_.sync()) fail("cannot sync", lost);
        unsynced_since_.reset();
        error = begin_segment();
    }
    if (error) {
        cut_back(bytes_before);
        if (const error_code lost = segment_.sync()) fail("cannot sync", lost);
        next_ = before;
    }
    return error;
}

// Durable, and named in the manifest, before its first frame is written.
error_code journal::begin_segment() {
    auto ready = supply_->take();
    asked_for_next_ = false;
    if (!ready) return create_segment();
    segment_ = segment::prepared(std::move(ready->of), ready->head, writes_directly());
    return {};
}

error_code journal::create_segment() {
    auto directory = directory_.lock();
    manifest contents = directory->contents();
    file_head head;
    head.kind = file_kind::journal;
    head.instance = contents.instance;
    head.number = contents.last_segment + 1;
    head.first_sequence = next_.sequence;

    const std::string path = directory->segment_path(head.number);
    remove_file(path);  // of an attempt that failed
    error_code error;
    segment next = segment::create(path, head, writes_directly(), error);
    if (!error) error = directory->sync();
    contents.last_segment = head.number;
    if (!error) error = directory->set_contents(contents);
    if (error) {
        remove_file(path);
        return error;
    }
    segment_ = std::move(next);
    return {};
}

void journal::serve_rotation() {
    if (!state_.lock()->rotation_wanted) return;
    error_code error;
    if (segment_.has_frames()) {
        error = next_segment();
        if (error) settings_.warn("cannot begin a new segment of the journal: " + error.message());
    }
    auto held = state_.lock();
    held->rotation_wanted = false;
    if (error) held->rotation_failed = true;
    else held->rotated = cut{segment_.number(), next_.sequence, next_.group, written_ticket_};
    rotated_.notify();
}

}  // namespace crmlocal::store
