// SPDX-License-Identifier: BSL-1.0
#include "store/segment.hpp"

#include <cstring>
#include <utility>

namespace crmlocal::store {
namespace {

constexpr std::size_t blocks_bytes_min = 64 << 10;  // of a group that is worth padding

bool is_whole(std::uint64_t at, std::string_view bytes) noexcept {
    const auto address = reinterpret_cast<std::uintptr_t>(bytes.data());
    return (at | bytes.size() | address) % block_bytes == 0;
}

}  // namespace

segment segment::prepared(file of, const file_head& head, bool directly) {
    segment out;
    out.file_ = std::move(of);
    error_code ignored;
    if (directly) out.direct_ = file::open_directly(out.file_.path(), ignored);
    out.head_ = head;
    out.seed_ = check_seed(head);
    out.bytes_ = head.frames_begin();
    return out;
}

segment segment::create(const std::string& path, const file_head& head, bool directly,
                        error_code& error) {
    domain::scratch<char> bytes;
    append_head(head, bytes);
    file of = file::create(path, error);
    if (!error) error = of.write(0, {bytes.data(), bytes.size()});
    if (!error) error = of.sync();
    if (error) return {};
    return prepared(std::move(of), head, directly);
}

bool segment::wants_blocks(std::size_t group_bytes) const noexcept {
    return group_bytes >= blocks_bytes_min && (direct_.is_open() || head_.is_prepared());
}

error_code segment::write(std::string_view frames) {
    error_code error;
    if (frames.empty()) return error;
    if (is_whole(bytes_, frames)) error = write_at(bytes_, frames);
    else if (head_.is_prepared()) error = write_blocks(frames);
    else error = file_.write(bytes_, frames);
    if (!error) bytes_ += frames.size();
    return error;
}

// Together with what the last block holds, and zeros behind: no block is read for it, and it is
// known where the frames end.
error_code segment::write_blocks(std::string_view frames) {
    const std::size_t had = last_block_.size();
    last_block_.extend(frames.size() + missing_to_block(had + frames.size()));
    char* const blocks = last_block_.data();
    const std::size_t end = had + frames.size();
    std::memcpy(blocks + had, frames.data(), frames.size());
    std::memset(blocks + end, 0, last_block_.size() - end);
    const error_code error = write_at(bytes_ - had, {blocks, last_block_.size()});
    const std::size_t kept = error ? had : end % block_bytes;
    if (!error) std::memmove(blocks, blocks + end - kept, kept);
    last_block_.shrink_to(kept);
    return error;
}

error_code segment::write_at(std::uint64_t at, std::string_view blocks) {
    if (direct_.is_open()) {
        const error_code error = direct_.write(at, blocks);
        if (error != boost::system::errc::invalid_argument) return error;
        direct_.close();  // the file system wants larger blocks
    }
    return file_.write(at, blocks);
}

error_code segment::cut_back(std::uint64_t bytes) {
    if (const error_code error = file_.truncate(bytes)) return error;
    bytes_ = bytes;
    return head_.is_prepared() ? read_last_block() : error_code();
}

error_code segment::read_last_block() {
    last_block_.shrink_to(0);
    const std::size_t count = bytes_ % block_bytes;
    last_block_.extend(count);
    error_code error;
    file_.read(bytes_ - count, last_block_.data(), count, error);
    return error;
}

void segment::close() {
    if (head_.is_prepared() && file_.is_open()) file_.truncate(bytes_);
    direct_.close();
    file_.close();
}

}  // namespace crmlocal::store
