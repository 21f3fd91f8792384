// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

#include "domain/scratch.hpp"
#include "domain/uuid.hpp"
#include "store/block_memory.hpp"

namespace crmlocal::store {

/// All files of a data directory look alike: a head, then frames. docs/format.md is the grammar.

/// What a file is.
enum class file_kind : std::uint32_t { manifest = 1, journal = 2, snapshot = 3 };

/// The first bytes of every file.
struct file_head {
    /// Raised when a reader of the version before would misunderstand a file. A newer one is
    /// refused.
    static constexpr std::uint32_t current_version = 3;
    static constexpr std::size_t bytes = 64;

    file_kind kind = file_kind::manifest;
    std::uint32_t version = current_version;
    domain::uuid instance = {};  ///< of the data directory: files of another one are foreign
    std::uint64_t number = 0;    ///< of the file among its kind; its name says it as well
    /// Of its first frame. 0: of a segment of a journal that was prepared before it was needed;
    /// that one may go on behind its frames with whatever the file held before.
    std::uint64_t first_sequence = 0;

    bool is_prepared() const noexcept { return kind == file_kind::journal && first_sequence == 0; }
    /// True if groups bear the number of their first frame; they counted up by one before
    /// version 3.
    bool groups_bear_sequences() const noexcept { return version >= 3; }

    /// Where the first frame begins: a prepared segment's head has a block of its own, which is
    /// never written again.
    std::size_t frames_begin() const noexcept { return is_prepared() ? block_bytes : bytes; }

    /// True if this program reads that version: its own and each before it.
    bool is_known() const noexcept { return version >= 1 && version <= current_version; }
};

void append_head(const file_head& head, domain::scratch<char>& out);

/// The head, or nothing if these bytes are none. Its version may be one that we do not know.
std::optional<file_head> read_head(std::string_view bytes) noexcept;

/// What a frame says of its payload.
struct frame_header {
    static constexpr std::size_t bytes = 40;
    /// No payload is larger: a call has a body of at most a gigabyte.
    static constexpr std::uint32_t payload_bytes_max = 0x7FFF'FFF0;

    std::uint32_t payload_bytes = 0;
    std::uint64_t sequence = 0;  ///< counts up by one from frame to frame, across segments
    std::uint64_t group = 0;     ///< frames between two syncs share it: the sequence of the first
    std::uint8_t type = 0;       ///< see `change_type`
    bool ends_group = false;     ///< before version 3: the last one of its group
};

/// The bytes that a frame with that payload takes: header, payload, zeros up to a multiple of
/// eight.
constexpr std::size_t frame_bytes(std::size_t payload_bytes) noexcept {
    return (frame_header::bytes + payload_bytes + 7) & ~std::size_t{7};
}

/// Seeds the checks of a file's frames, so that no frame of another file ever passes for one of it.
std::uint64_t check_seed(const file_head& head) noexcept;

/// Completes a frame in place: `at` points to `frame_bytes(payload)` bytes, of which the payload is
/// there.
void seal_frame(char* at, const frame_header& header, std::uint64_t seed) noexcept;

/// A frame in memory.
struct frame {
    frame_header header;
    std::string_view payload;
};

/// The frame at the beginning of those bytes; nothing if there is none, it is damaged, or it goes
/// on behind their end.
std::optional<frame> read_frame(std::string_view bytes, std::uint64_t seed) noexcept;

/// True unless these bytes, of which there are as many as a header has, can be no header: cheap,
/// for who looks for frames at every place.
bool may_be_frame_header(std::string_view bytes) noexcept;

/// True if these bytes bear that sequence, or one of both as their group, where a header does: it
/// may be damaged.
bool bears_number(std::string_view bytes, std::uint64_t sequence, std::uint64_t group) noexcept;

/// The header alone, to learn how many bytes to get.
std::optional<frame_header> read_frame_header(std::string_view bytes, std::uint64_t seed) noexcept;

}  // namespace crmlocal::store
