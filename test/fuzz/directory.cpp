// SPDX-License-Identifier: BSL-1.0
//
// Any bytes as a file of a data directory: it is read, or refused by a sentence. The first byte
// chooses what the rest stands for:
//   0: the segment of a journal, as it is           1: the frames of one, with checks made anew
//   2: a snapshot, as it is                         3: the frames of one, with checks made anew
//   4: a manifest, as it is                         5: what a manifest's frame says
// With checks made anew a frame is given as type, flags, size (two bytes each for the last) and
// payload, so that what lies behind the checks is reached.
#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <unistd.h>

#include "store/bytes.hpp"
#include "store/frame_stream.hpp"
#include "store/new_directory.hpp"
#include "store/recovery.hpp"
#include "store/whole_file.hpp"
#include "test/fuzz/demo_world.hpp"

namespace crmlocal::fuzz {
namespace {

namespace fs = std::filesystem;
using store::file_kind;

// A directory with the demo organisation, in memory if there is such a place.
class base_directory {
public:
    base_directory() {
        std::string form = fs::is_directory("/dev/shm") ? "/dev/shm/crmlocal-fuzz-XXXXXX"
                                                        : "/tmp/crmlocal-fuzz-XXXXXX";
        insist(::mkdtemp(form.data()) != nullptr, "a directory can be made");
        path = form;
        store::memory_ledger ledger(domain::customer_events);
        ledger.add_organisation(demo_fixture(), 1);
        store::make_directory(path, ledger, 1);
        snapshot = store::read_file(snapshot_path());
        instance = store::read_head(snapshot)->instance;
        write_manifest(1, 1, 1);
    }
    ~base_directory() {
        std::error_code ignored;
        fs::remove_all(path, ignored);
    }

    std::string snapshot_path() const { return path + "/snapshot-0000000000000001.dat"; }
    std::string segment_path() const { return path + "/journal-0000000000000001.log"; }
    std::string manifest_path() const { return path + "/MANIFEST"; }

    void write_manifest(std::uint64_t snapshot_number, std::uint64_t first, std::uint64_t last) {
        domain::scratch<char> payload;
        store::byte_writer w(payload);
        for (const std::uint64_t number : {snapshot_number, first, last, std::uint64_t{1}})
            w.fixed(number);
        write_frames(
            manifest_path(), file_kind::manifest, 0, 1,
            std::string("\x01\x01\x20\x00", 4) + std::string(payload.data(), payload.size()));
    }

    // Frames with sound checks, of what is left of the input.
    void write_frames(const std::string& to, file_kind kind, std::uint64_t number,
                      std::uint64_t first_sequence, std::string_view input) const {
        const store::file_head head{
            .kind = kind, .instance = instance, .number = number, .first_sequence = first_sequence};
        domain::scratch<char> out;
        store::append_head(head, out);
        std::uint64_t group = 1;
        for (std::uint64_t sequence = first_sequence; input.size() >= 4; ++sequence) {
            const auto byte = [&](std::size_t i) { return static_cast<std::uint8_t>(input[i]); };
            store::frame_header h;
            h.type = byte(0) == 0 ? std::uint8_t{1} : byte(0);
            h.ends_group = byte(1) & 1;
            h.payload_bytes = static_cast<std::uint32_t>(
                std::min(std::size_t{byte(2)} | std::size_t{byte(3)} << 8, input.size() - 4));
            h.sequence = sequence;
            h.group = kind == file_kind::journal ? group : 0;
            group += h.ends_group;
            const std::size_t at = out.extend(store::frame_bytes(h.payload_bytes));
            std::copy_n(input.data() + 4, h.payload_bytes,
                        out.data() + at + store::frame_header::bytes);
            store::seal_frame(out.data() + at, h, store::check_seed(head));
            input.remove_prefix(4 + h.payload_bytes);
        }
        write(to, {out.data(), out.size()});
    }

    static void write(const std::string& to, std::string_view bytes) {
        std::ofstream(to, std::ios::binary | std::ios::trunc)
            .write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    }

    std::string path, snapshot;
    domain::uuid instance = {};
};

// What was read can be written, and reads the same.
void write_again(store::memory_ledger& ledger) {
    const std::string path =
        fs::temp_directory_path() / ("crmlocal-fuzz-again-" + std::to_string(::getpid()));
    fs::remove_all(path);
    const auto made = store::make_directory(path, ledger, 1);
    {
        const store::data_directory directory(path, store::data_directory::access::shared_reading);
        store::memory_ledger again(domain::customer_events);
        store::recovery_summary found;
        store::read_directory(directory, {.into = &again}, found);
        insist(found.snapshot.events == made.events, "what was read is written and read again");
        insist(again.organisations().size() == ledger.organisations().size(),
               "organisations are written and read again");
    }
    fs::remove_all(path);
}

void read(const base_directory& from) {
    store::memory_ledger ledger(domain::customer_events);
    store::recovery_summary found;
    try {
        const store::data_directory directory(from.path,
                                              store::data_directory::access::shared_reading);
        store::read_directory(directory, {.into = &ledger}, found);
    } catch (const store::damage&) {
        return;
    }
    write_again(ledger);
}

}  // namespace
}  // namespace crmlocal::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace crmlocal::fuzz;
    using crmlocal::store::file_kind;
    static base_directory base;
    if (size == 0) return 0;
    const std::string_view input(reinterpret_cast<const char*>(data) + 1, size - 1);
    // As they were, whatever the input before has left.
    base_directory::write(base.snapshot_path(), base.snapshot);
    base.write_frames(base.segment_path(), file_kind::journal, 1, 1, {});
    base.write_manifest(1, 1, 1);
    switch (data[0] % 6) {
        case 0: base_directory::write(base.segment_path(), input); break;
        case 1: base.write_frames(base.segment_path(), file_kind::journal, 1, 1, input); break;
        case 2: base_directory::write(base.snapshot_path(), input); break;
        case 3: base.write_frames(base.snapshot_path(), file_kind::snapshot, 1, 1, input); break;
        case 4: base_directory::write(base.manifest_path(), input); break;
        default: base.write_frames(base.manifest_path(), file_kind::manifest, 0, 1, input);
    }
    read(base);
    return 0;
}
