// SPDX-License-Identifier: BSL-1.0
#include "test/http/framing_vectors.hpp"

namespace crmlocal::test {
namespace {

using namespace std::string_view_literals;

// RFC 9112, 6. After a POST with a Host; the rest of the head and the body are part of the row.
constexpr framing_vector bodies[] = {
    {.text = "\r\n", .seen = "POST / []"},
    {.text = "Content-Length: 3\r\n\r\nabc", .seen = "POST / [abc]"},
    {.text = "content-length:\t3 \r\n\r\nabc", .seen = "POST / [abc]"},
    {.text = "Content-Length: 003\r\n\r\nabc", .seen = "POST / [abc]"},
    {.text = "Content-Length: 5\r\n\r\n\r\n\r\nx", .seen = "POST / [\r\n\r\nx]"},
    {.text = "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n", .seen = "POST / []"},
    {.text = "Transfer-Encoding: Chunked \r\n\r\n1\r\na\r\n0\r\n\r\n", .seen = "POST / [a]"},
    {.text = "Content-Length: 3\r\nContent-Length: 3\r\n\r\nabc", .status = 400},
    {.text = "Content-Length: 3\r\ncontent-length: 4\r\n\r\nabc", .status = 400},
    {.text = "Content-Length: 3, 3\r\n\r\nabc", .status = 400},
    {.text = "Content-Length: 3,\r\n\r\nabc", .status = 400},
    {.text = "Content-Length: +3\r\n\r\nabc", .status = 400},
    {.text = "Content-Length: -3\r\n\r\nabc", .status = 400},
    {.text = "Content-Length: 0x3\r\n\r\nabc", .status = 400},
    {.text = "Content-Length: 3a\r\n\r\nabc", .status = 400},
    {.text = "Content-Length: 1_0\r\n\r\nabc", .status = 400},
    {.text = "Content-Length: 3 3\r\n\r\nabc", .status = 400},
    {.text = "Content-Length: 3.0\r\n\r\nabc", .status = 400},
    {.text = "Content-Length: \"3\"\r\n\r\nabc", .status = 400},
    {.text = "Content-Length:\r\n\r\nabc", .status = 400},
    {.text = "Content-Length: 18446744073709551616\r\n\r\nabc", .status = 400},
    {.text = "Content-Length: 99999999999999999999999999\r\n\r\nabc", .status = 400},
    {.text = "Content-Length: 18446744073709551615\r\n\r\nabc", .status = 413},
    {.text = "Content-Length: 1048577\r\n\r\nabc", .status = 413},
    {.text = "Content-Length : 3\r\n\r\nabc", .status = 400},
    {.text = "Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", .status = 400},
    {.text = "Transfer-Encoding: chunked\r\nContent-Length: 3\r\n\r\n0\r\n\r\n", .status = 400},
    {.text = "Transfer-Encoding: gzip\r\nContent-Length: 3\r\n\r\nabc", .status = 400},
    {.text = "Transfer-Encoding:\r\n\r\n0\r\n\r\n", .status = 400},
    {.text = "Transfer-Encoding: identity\r\n\r\n", .status = 400, .or_status = 501},
    {.text = "Transfer-Encoding: gzip\r\n\r\n0\r\n\r\n", .status = 400, .or_status = 501},
    {.text = "Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n", .status = 400, .or_status = 501},
    {.text = "Transfer-Encoding: chunkedx\r\n\r\n0\r\n\r\n", .status = 400, .or_status = 501},
    {.text = "Transfer-Encoding: chunked, gzip\r\n\r\n0\r\n\r\n", .status = 400},
    {.text = "Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n", .status = 501},
    {.text = "Transfer-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
     .status = 501},
    {.text = "Transfer-Encoding: chunked\r\nTransfer-Encoding: gzip\r\n\r\n0\r\n\r\n",
     .status = 400},
    {.text = "Transfer-Encoding: chunked, chunked\r\n\r\n0\r\n\r\n", .status = 400},
    {.text = "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
     .status = 400},
    {.text = "Transfer-Encoding: identity, chunked\r\n\r\n0\r\n\r\n",
     .status = 501,
     .or_status = 400},
    {.text = "Transfer-Encoding: \"chunked\"\r\n\r\n0\r\n\r\n", .status = 400},
    {.text = "Transfer-Encoding: 'chunked'\r\n\r\n0\r\n\r\n", .status = 400, .or_status = 501},
    {.text = "Transfer-Encoding: chunked;a=b\r\n\r\n0\r\n\r\n", .status = 400},
    {.text = "Transfer-Encoding: chunked;\r\n\r\n0\r\n\r\n", .status = 400},
    {.text = "Transfer-Encoding: ,chunked\r\n\r\n0\r\n\r\n", .status = 400},
    {.text = "Transfer-Encoding: chunked,\r\n\r\n0\r\n\r\n", .status = 400},
    {.text = "Transfer-Encoding: chun ked\r\n\r\n0\r\n\r\n", .status = 400},
    {.text = "Transfer-Encoding: \x0B"
             "chunked\r\n\r\n0\r\n\r\n",
     .status = 400},
    {.text = "Transfer-Encoding: \xA0"
             "chunked\r\n\r\n0\r\n\r\n",
     .status = 400},
    {.text = "Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n", .status = 400},
    {.text = "Transfer-Encoding\r\n : chunked\r\n\r\n0\r\n\r\n", .status = 400},
    {.text = "Transfer-Encoding:\r\n chunked\r\n\r\n0\r\n\r\n", .status = 400},
    {.text = "Transfer-Encoding: chunked\n\r\n0\r\n\r\n", .status = 400},
    {.text = "X: y\rTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", .status = 400},
};

// RFC 9112, 6.1. After a POST in HTTP/1.0, without a Host.
constexpr framing_vector old_bodies[] = {
    {.text = "\r\n", .ends = true},
    {.text = "Content-Length: 3\r\n\r\nabc", .ends = true, .seen = "POST / [abc]"},
    {.text = "Content-Length: 3\r\nExpect: 100-continue\r\n\r\nabc", .ends = true},
    {.text = "Connection: keep-alive\r\n\r\n"},
    {.text = "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n", .status = 400},
    {.text = "Transfer-Encoding: chunked\r\nConnection: keep-alive\r\n\r\n0\r\n\r\n",
     .status = 400},
    {.text = "Host: a\r\nHost: a\r\n\r\n", .status = 400},
};

// RFC 9112, 7.1. After the head of a POST with chunks.
constexpr framing_vector chunks[] = {
    {.text = "3\r\nabc\r\n0\r\n\r\n", .seen = "POST / [abc]"},
    {.text = "A\r\n0123456789\r\n00a\r\n0123456789\r\n0\r\n\r\n",
     .seen = "POST / [01234567890123456789]"},
    {.text = "0000000000000001\r\na\r\n0000\r\n\r\n", .seen = "POST / [a]"},
    {.text = "2\r\n\r\n\r\n0\r\n\r\n", .seen = "POST / [\r\n]"},
    {.text = "1;a\r\nx\r\n0;b=c\r\n\r\n", .seen = "POST / [x]"},
    {.text = "1 ; a = \"b\\\" ;\" ;c\r\nx\r\n0\r\n\r\n", .seen = "POST / [x]"},
    {.text = "1\r\nx\r\n0\r\nA: b\r\nHost: evil\r\nContent-Length: 7\r\n\r\n",
     .seen = "POST / [x]"},
    {.text = "3\r\nabc\r\n", .status = 400},
    {.text = "3\nabc\r\n0\r\n\r\n", .status = 400},
    {.text = "3\rabc\r\n0\r\n\r\n", .status = 400},
    {.text = "3\r\r\nabc\r\n0\r\n\r\n", .status = 400},
    {.text = "3\r\nabc\n0\r\n\r\n", .status = 400},
    {.text = "3\r\nabc0\r\n\r\n", .status = 400},
    {.text = "3\r\nabcd\r\n0\r\n\r\n", .status = 400},
    {.text = "3\r\nab\r\n0\r\n\r\n", .status = 400},
    {.text = "+3\r\nabc\r\n0\r\n\r\n", .status = 400},
    {.text = "-3\r\nabc\r\n0\r\n\r\n", .status = 400},
    {.text = "0x3\r\nabc\r\n0\r\n\r\n", .status = 400},
    {.text = " 3\r\nabc\r\n0\r\n\r\n", .status = 400},
    {.text = "3 \r\nabc\r\n0\r\n\r\n", .status = 400},
    {.text = "3g\r\nabc\r\n0\r\n\r\n", .status = 400},
    {.text = "3,3\r\nabc\r\n0\r\n\r\n", .status = 400},
    {.text = "\r\n3\r\nabc\r\n0\r\n\r\n", .status = 400},
    {.text = ";a\r\nabc\r\n0\r\n\r\n", .status = 400},
    {.text = "3;\r\nabc\r\n0\r\n\r\n", .status = 400},
    {.text = "3;a=\r\nabc\r\n0\r\n\r\n", .status = 400},
    {.text = "3;=b\r\nabc\r\n0\r\n\r\n", .status = 400},
    {.text = "3;a=\"b\r\nabc\r\n0\r\n\r\n", .status = 400},
    {.text = "3;a\nabc\r\n0\r\n\r\n", .status = 400},
    {.text = "3;a\rb\r\nabc\r\n0\r\n\r\n", .status = 400},
    {.text = "3;a\0b\r\nabc\r\n0\r\n\r\n"sv, .status = 400},
    {.text = "3 a\r\nabc\r\n0\r\n\r\n", .status = 400},
    {.text = "00000000000000003\r\nabc\r\n0\r\n\r\n", .status = 400},
    {.text = "10000000000000003\r\nabc\r\n0\r\n\r\n", .status = 400},
    {.text = "FFFFFFFFFFFFFFFF\r\nabc\r\n0\r\n\r\n", .status = 413},
    {.text = "100001\r\nabc\r\n0\r\n\r\n", .status = 413},
    {.text = "0\r\nA\r\n\r\n", .status = 400},
    {.text = "0\r\nA : b\r\n\r\n", .status = 400},
    {.text = "0\r\n A: b\r\n\r\n", .status = 400},
    {.text = "0\r\nA: b\r\n c\r\n\r\n", .status = 400},
    {.text = "0\r\nA: b\n\r\n", .status = 400},
    {.text = "0\r\nA: b\0\r\n\r\n"sv, .status = 400},
    {.text = "0\n\r\n", .status = 400},
    {.text = "0\r\n\n", .status = 400},
};

constexpr framing_table tables[] = {
    {"body", "POST / HTTP/1.1\r\nHost: a\r\n", bodies, ""},
    {"body of 1.0", "POST / HTTP/1.0\r\n", old_bodies, ""},
    {"chunk", "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n", chunks, ""},
};

}  // namespace

std::span<const framing_table> body_vectors() { return tables; }

}  // namespace crmlocal::test
