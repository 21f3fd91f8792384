// SPDX-License-Identifier: BSL-1.0
//
// In place of libFuzzer, with any compiler: feeds a fuzz target the files and folders it is given,
// as in `fuzz_call test/fuzz/call`. That is how what was found once is tested from then on.
#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <vector>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace {

namespace fs = std::filesystem;

std::vector<fs::path> files_at(const fs::path& place) {
    if (!fs::is_directory(place)) return {place};
    std::vector<fs::path> files;
    for (const auto& entry : fs::directory_iterator(place))
        if (entry.is_regular_file()) files.push_back(entry.path());
    std::ranges::sort(files);
    return files;
}

// The file's name is said first: a target that is not content ends the program.
bool feed(const fs::path& file) {
    std::cout << file.string() << std::endl;
    std::ifstream in(file, std::ios::binary);
    if (!in) return false;
    std::vector<char> bytes{std::istreambuf_iterator<char>(in), {}};
    bytes.shrink_to_fit();  // so that AddressSanitizer knows the end
    LLVMFuzzerTestOneInput(reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size());
    return true;
}

}  // namespace

int main(int count, char** arguments) {
    std::size_t fed = 0;
    for (int i = 1; i < count; ++i)
        for (const fs::path& file : files_at(arguments[i])) {
            if (!feed(file)) return EXIT_FAILURE;
            ++fed;
        }
    std::cout << fed << " inputs" << std::endl;
    return fed == 0 ? EXIT_FAILURE : EXIT_SUCCESS;
}
