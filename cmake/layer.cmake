# SPDX-License-Identifier: BSL-1.0

# What every target of our own compiles with. Headers of others are system headers: no warnings.
add_library(crmlocal_warnings INTERFACE)
target_compile_options(
    crmlocal_warnings
    INTERFACE
        -Wall
        -Wextra
        -Wpedantic
        -Wconversion
        -Wshadow
        # GCC 12 warns falsely about std::string's operator+ (its bug 105651).
        $<$<CXX_COMPILER_ID:GNU>:-Wno-restrict>)

# crmlocal_layer(<folder>) makes crmlocal_<folder>, alias crmlocal::<folder>, from <folder>/*.cpp
# (main.cpp excepted). The folder's CMakeLists.txt says what it may link: its arrow.
function(crmlocal_layer folder)
    file(GLOB sources CONFIGURE_DEPENDS "${CMAKE_CURRENT_SOURCE_DIR}/*.cpp")
    list(FILTER sources EXCLUDE REGEX "/main\\.cpp$")
    add_library(crmlocal_${folder} STATIC ${sources})
    add_library(crmlocal::${folder} ALIAS crmlocal_${folder})
    target_include_directories(crmlocal_${folder} PUBLIC "${PROJECT_SOURCE_DIR}")
    target_link_libraries(crmlocal_${folder} PRIVATE crmlocal_warnings)
endfunction()
