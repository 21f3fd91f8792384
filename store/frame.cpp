// SPDX-License-Identifier: BSL-1.0
#include "store/frame.hpp"

#include <algorithm>
#include <cstring>
#include <xxhash.h>

#include "store/bytes.hpp"

namespace crmlocal::store {
namespace {

constexpr std::string_view magic = "CRMLOCAL";
constexpr std::uint64_t head_seed = 0x6372'6d6c'6f63'616c;
constexpr std::uint16_t ends_group_flag = 1;

// As a frame's header lies on the disk. The check at its head covers the rest of it, the other one
// the payload with its padding.
struct layout {
    std::uint32_t check;
    std::uint32_t payload_bytes;
    std::uint64_t payload_check;
    std::uint64_t sequence;
    std::uint64_t group;
    std::uint8_t type;
    std::uint8_t zero;
    std::uint16_t flags;
    std::uint32_t zeros;
};
static_assert(sizeof(layout) == frame_header::bytes);

#if defined(CRMLOCAL_FAULT_NO_CHECKSUM)
constexpr bool checks = false;
#else
constexpr bool checks = true;
#endif

std::uint32_t header_check(const layout& l, std::uint64_t seed) noexcept {
    const auto* from = reinterpret_cast<const char*>(&l) + sizeof l.check;
    return static_cast<std::uint32_t>(XXH3_64bits_withSeed(from, sizeof l - sizeof l.check, seed));
}

std::uint64_t payload_check(const char* payload, std::size_t bytes, std::uint64_t seed) noexcept {
    return XXH3_64bits_withSeed(payload, bytes, seed);
}

}  // namespace

void append_head(const file_head& head, domain::scratch<char>& out) {
    const std::size_t begin = out.size();
    byte_writer w(out);
    w.raw(magic);
    w.fixed(head.version);
    w.fixed(head.kind);
    w.fixed(head.instance[0]);
    w.fixed(head.instance[1]);
    w.fixed(head.number);
    w.fixed(head.first_sequence);
    w.fixed(std::uint64_t{0});
    w.fixed(XXH3_64bits_withSeed(out.data() + begin, file_head::bytes - 8, head_seed));
}

std::optional<file_head> read_head(std::string_view bytes) noexcept {
    if (bytes.size() < file_head::bytes) return std::nullopt;
    byte_reader r(bytes.substr(0, file_head::bytes));
    const bool is_ours = r.raw(magic.size()) == magic;
    file_head head;
    head.version = r.fixed<std::uint32_t>();
    head.kind = r.fixed<file_kind>();
    head.instance[0] = r.fixed<std::uint64_t>();
    head.instance[1] = r.fixed<std::uint64_t>();
    head.number = r.fixed<std::uint64_t>();
    head.first_sequence = r.fixed<std::uint64_t>();
    r.fixed<std::uint64_t>();
    const auto check = r.fixed<std::uint64_t>();
    if (!is_ours) return std::nullopt;
    if (checks && check != XXH3_64bits_withSeed(bytes.data(), file_head::bytes - 8, head_seed))
        return std::nullopt;
    return head;
}

std::uint64_t check_seed(const file_head& head) noexcept {
    const std::uint64_t about[] = {head.instance[0], head.instance[1], head.number,
                                   static_cast<std::uint64_t>(head.kind)};
    return XXH3_64bits_withSeed(about, sizeof about, head_seed);
}

void seal_frame(char* at, const frame_header& header, std::uint64_t seed) noexcept {
    const std::size_t padded = frame_bytes(header.payload_bytes) - frame_header::bytes;
    char* const payload = at + frame_header::bytes;
    std::fill(payload + header.payload_bytes, payload + padded, '\0');
    layout l = {};
    l.payload_bytes = header.payload_bytes;
    l.payload_check = payload_check(payload, padded, seed);
    l.sequence = header.sequence;
    l.group = header.group;
    l.type = header.type;
    l.check = header_check(l, seed);
    std::memcpy(at, &l, sizeof l);
}

bool may_be_frame_header(std::string_view bytes) noexcept {
    if (bytes.size() < frame_header::bytes) return false;
    layout l;
    std::memcpy(&l, bytes.data(), sizeof l);
    return l.type != 0 && l.zero == 0 && (l.flags | ends_group_flag) == ends_group_flag &&
           l.zeros == 0;
}

bool bears_number(std::string_view bytes, std::uint64_t sequence, std::uint64_t group) noexcept {
    if (bytes.size() < frame_header::bytes) return false;
    layout l;
    std::memcpy(&l, bytes.data(), sizeof l);
    return l.sequence == sequence || l.group == sequence || l.group == group;
}

std::optional<frame_header> read_frame_header(std::string_view bytes, std::uint64_t seed) noexcept {
    if (bytes.size() < frame_header::bytes) return std::nullopt;
    layout l;
    std::memcpy(&l, bytes.data(), sizeof l);
    if (checks && l.check != header_check(l, seed)) return std::nullopt;
    if (l.type == 0 || l.payload_bytes > frame_header::payload_bytes_max) return std::nullopt;
    return frame_header{l.payload_bytes, l.sequence, l.group, l.type,
                        (l.flags & ends_group_flag) != 0};
}

std::optional<frame> read_frame(std::string_view bytes, std::uint64_t seed) noexcept {
    const auto header = read_frame_header(bytes, seed);
    if (!header || frame_bytes(header->payload_bytes) > bytes.size()) return std::nullopt;
    const std::size_t padded = frame_bytes(header->payload_bytes) - frame_header::bytes;
    layout l;
    std::memcpy(&l, bytes.data(), sizeof l);
    const char* const payload = bytes.data() + frame_header::bytes;
    if (checks && l.payload_check != payload_check(payload, padded, seed)) return std::nullopt;
    return frame{*header, {payload, header->payload_bytes}};
}

}  // namespace crmlocal::store
