// SPDX-License-Identifier: BSL-1.0
#include "store/data_directory.hpp"

#include <algorithm>
#include <charconv>
#include <fcntl.h>
#include <filesystem>
#include <sys/file.h>
#include <unistd.h>

#include <fmt/format.h>

#include "store/bytes.hpp"
#include "store/hash.hpp"

namespace crmlocal::store {
namespace {

constexpr std::string_view segment_prefix = "journal-", segment_suffix = ".log";
constexpr std::string_view snapshot_prefix = "snapshot-", snapshot_suffix = ".dat";
constexpr std::size_t digits = 16;
constexpr std::uint64_t number_max = 9'999'999'999'999'999;
constexpr std::uint8_t manifest_type = 1;
constexpr std::size_t manifest_bytes_max = 4096;

std::optional<std::uint64_t> number_in(std::string_view name, std::string_view prefix,
                                       std::string_view suffix) noexcept {
    if (name.size() != prefix.size() + digits + suffix.size() || !name.starts_with(prefix) ||
        !name.ends_with(suffix))
        return std::nullopt;
    std::uint64_t number = 0;
    const char* const begin = name.data() + prefix.size();
    const auto [stop, error] = std::from_chars(begin, begin + digits, number);
    if (error != std::errc() || stop != begin + digits) return std::nullopt;
    return number;
}

domain::scratch<char> manifest_file(const manifest& m) {
    const file_head head{.kind = file_kind::manifest,
                         .instance = m.instance,
                         .number = 0,
                         .first_sequence = m.revision};
    domain::scratch<char> out;
    append_head(head, out);
    const std::size_t at = out.extend(frame_header::bytes);
    byte_writer w(out);
    w.fixed(m.snapshot);
    w.fixed(m.first_segment);
    w.fixed(m.last_segment);
    w.fixed(m.revision);
    frame_header h;
    h.payload_bytes = static_cast<std::uint32_t>(out.size() - at - frame_header::bytes);
    h.sequence = m.revision;
    h.type = manifest_type;
    out.extend(frame_bytes(h.payload_bytes) - frame_header::bytes - h.payload_bytes);
    seal_frame(out.data() + at, h, check_seed(head));
    return out;
}

// Makes a directory and those above it, durably.
void make_directories(const std::filesystem::path& path) {
    if (path.empty() || std::filesystem::exists(path)) return;
    const auto parent = path.parent_path();
    make_directories(parent);
    std::error_code error;
    std::filesystem::create_directory(path, error);
    if (error) throw damage(path.string(), "cannot make the directory: " + error.message());
    if (const error_code lost = sync_directory(parent.empty() ? "." : parent.string()))
        throw damage(parent.string(), "cannot be made durable: " + lost.message());
}

std::string lock_holder(file& lock) {
    char pid[32];
    error_code ignored;
    const std::size_t got = lock.read(0, pid, sizeof pid, ignored);
    const std::string_view text(pid, got);
    return got == 0 ? "another process" : "process " + std::string(text.substr(0, text.find('\n')));
}

}  // namespace

std::optional<std::uint64_t> segment_number(std::string_view name) noexcept {
    return number_in(name, segment_prefix, segment_suffix);
}

std::optional<std::uint64_t> snapshot_number(std::string_view name) noexcept {
    return number_in(name, snapshot_prefix, snapshot_suffix);
}

manifest read_manifest(std::string_view bytes, const std::string& path) {
    const auto head = read_head(bytes);
    if (!head || head->kind != file_kind::manifest) throw damage(path, 0, "is no manifest");
    if (!head->is_known()) throw unknown_version(path, head->version, file_head::current_version);
    const auto f = read_frame(bytes.substr(file_head::bytes), check_seed(*head));
    if (!f || f->header.type != manifest_type)
        throw damage(path, file_head::bytes, "the manifest is damaged");
    if (file_head::bytes + frame_bytes(f->payload.size()) != bytes.size())
        throw damage(path, file_head::bytes, "the manifest has the wrong size");
    byte_reader r(f->payload);
    manifest m;
    m.instance = head->instance;
    m.snapshot = r.fixed<std::uint64_t>();
    m.first_segment = r.fixed<std::uint64_t>();
    m.last_segment = r.fixed<std::uint64_t>();
    m.revision = r.fixed<std::uint64_t>();
    if (r.broken()) throw damage(path, file_head::bytes, "the manifest is too short");
    if (m.first_segment == 0 || m.first_segment > m.last_segment + 1 ||
        m.last_segment > number_max || m.snapshot > number_max)
        throw damage(path, file_head::bytes, "the manifest names files that cannot be");
    return m;
}

data_directory::data_directory(std::string path, access how) : path_(std::move(path)) {
    while (path_.size() > 1 && path_.ends_with('/')) path_.pop_back();
    if (how == access::writing) {
        make_directories(path_);
        // Who made it may have been killed before that was durable.
        sync_directory(std::filesystem::absolute(path_).parent_path().string());
    }
    std::error_code error;
    if (!std::filesystem::is_directory(path_, error))
        throw damage(path_, error ? error.message() : "is no directory");
    lock(how);
    try {
        read_manifest();
    } catch (const unknown_version&) {
        throw;
    } catch (const damage& found) {
        if (how != access::examining && how != access::repairing) throw;
        manifest_ = {};
        manifest_damage_ = found;
    }
}

void data_directory::lock(access how) {
    const bool writes = how == access::writing || how == access::repairing;
    const std::string path = path_of(lock_name);
    error_code error;
    if (writes) lock_ = file::create(path, error);
    if (!writes) lock_ = file::open_to_read(path, error);
    else if (error) lock_ = file::open_to_write(path, error);
    // A copy of a directory may have none; who only reads makes none.
    if (!writes && error == boost::system::errc::no_such_file_or_directory) return;
    if (error) throw damage(path, "cannot be opened: " + error.message());
    if (::flock(lock_.handle(), (writes ? LOCK_EX : LOCK_SH) | LOCK_NB) != 0)
        throw damage(path_, "is in use by " + lock_holder(lock_));
    if (!writes) return;
    lock_.truncate(0);
    lock_.write(0, fmt::format("{}\n", ::getpid()));
}

void data_directory::read_manifest() {
    const std::string path = path_of(manifest_name);
    error_code error;
    file in = file::open_to_read(path, error);
    if (error == boost::system::errc::no_such_file_or_directory) {
        for (const std::string& name : names())
            if (snapshot_number(name) || segment_number(name))
                throw damage(path, "is missing, but there is " + name);
        manifest_.instance = {random_bits(), random_bits()};
        return;
    }
    if (error) throw damage(path, "cannot be opened: " + error.message());
    std::string bytes(manifest_bytes_max, '\0');
    bytes.resize(in.read(0, bytes.data(), bytes.size(), error));
    if (error) throw damage(path, "cannot be read: " + error.message());
    manifest_ = store::read_manifest(bytes, path);
}

std::string data_directory::segment_path(std::uint64_t number) const {
    return fmt::format("{}/{}{:016}{}", path_, segment_prefix, number, segment_suffix);
}

std::string data_directory::snapshot_path(std::uint64_t number) const {
    return fmt::format("{}/{}{:016}{}", path_, snapshot_prefix, number, snapshot_suffix);
}

error_code data_directory::set_contents(manifest next) {
    next.instance = manifest_.instance;
    next.revision = manifest_.revision + 1;
    const std::string path = path_of(manifest_name), unfinished = path + unfinished_suffix;
    remove_file(unfinished);
    error_code error;
    file out = file::create(unfinished, error);
    const domain::scratch<char> bytes = manifest_file(next);
    if (!error) error = out.write(0, {bytes.data(), bytes.size()});
    if (!error) error = out.sync();
    if (!error) error = rename_file(unfinished, path);
    if (error) {
        remove_file(unfinished);
        return error;
    }
    manifest_ = next;
    if (const error_code lost = sync()) in_doubt_(path, lost);
    return {};
}

std::vector<std::string> data_directory::names() const {
    std::vector<std::string> out;
    for (const auto& entry : std::filesystem::directory_iterator(path_))
        out.push_back(entry.path().filename().string());
    std::ranges::sort(out);
    return out;
}

void data_directory::remove_leftovers() {
    for (const std::string& name : names()) {
        const auto snapshot = snapshot_number(name), segment = segment_number(name);
        const bool unfinished = name.ends_with(unfinished_suffix);
        const bool unnamed =
            (snapshot && *snapshot != manifest_.snapshot) ||
            (segment && (*segment < manifest_.first_segment || *segment > manifest_.last_segment));
        if (unfinished || unnamed) remove_file(path_of(name));
    }
    sync();
}

std::vector<std::string> data_directory::replaced() const {
    std::vector<std::string> out;
    for (const std::string& name : names()) {
        const auto snapshot = snapshot_number(name), segment = segment_number(name);
        if ((snapshot && *snapshot < manifest_.snapshot) ||
            (segment && *segment < manifest_.first_segment))
            out.push_back(path_of(name));
    }
    return out;
}

}  // namespace crmlocal::store
