# SPDX-License-Identifier: BSL-1.0
#
# "version.hpp" for whoever links crmlocal_version: crmlocal::version and crmlocal::commit.
# The header is looked at in every build and rewritten only when it changes. Include it in few
# files: they compile again at every commit.

set(version_header "${CMAKE_BINARY_DIR}/generated/version.hpp")

if(CMAKE_SCRIPT_MODE_FILE) # cmake -D SOURCE_DIR=.. -D VERSION=.. -D OUTPUT=.. -P version.cmake
    set(COMMIT "unknown")
    if(EXISTS "${SOURCE_DIR}/.git")
        execute_process(
            COMMAND git --no-optional-locks describe --always --dirty --abbrev=12 --exclude=*
            WORKING_DIRECTORY "${SOURCE_DIR}"
            OUTPUT_VARIABLE described
            OUTPUT_STRIP_TRAILING_WHITESPACE
            ERROR_QUIET
            RESULT_VARIABLE failed)
        if(NOT failed)
            set(COMMIT "${described}")
        endif()
    endif()
    configure_file("${CMAKE_CURRENT_LIST_DIR}/version.hpp.in" "${OUTPUT}" @ONLY)
    return()
endif()

add_custom_target(
    crmlocal_version_header
    COMMAND "${CMAKE_COMMAND}" -D "SOURCE_DIR=${PROJECT_SOURCE_DIR}" -D "VERSION=${PROJECT_VERSION}"
            -D "OUTPUT=${version_header}" -P "${CMAKE_CURRENT_LIST_FILE}"
    BYPRODUCTS "${version_header}"
    COMMENT "Looking at the version"
    VERBATIM)

# All generated sources, for tools that read code without building it.
add_custom_target(crmlocal_generated)
add_dependencies(crmlocal_generated crmlocal_version_header)

add_library(crmlocal_version INTERFACE)
add_dependencies(crmlocal_version crmlocal_version_header)
target_include_directories(crmlocal_version INTERFACE "${CMAKE_BINARY_DIR}/generated")
