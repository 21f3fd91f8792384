#!/bin/sh
# SPDX-License-Identifier: BSL-1.0
#
# make.sh PROGRAM NAME [OPTION...] makes test/golden/NAME, a data directory of this program's format,
# and NAME.ndjson, its dump: events of all types in a snapshot and in the journal behind it, from a server
# that was killed. With --journal-segment-size=131072 the journal is a segment that has ended and one that
# was prepared before it was needed.
set -eu
program=$(realpath "$1") name=$2
shift 2
cd "$(dirname "$0")"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir -p "$work/data/journal-spare-2.tmp" # so that one segment is prepared and no more
"$program" serve --port 0 --port-file "$work/port" --data "$work/data" --seed 1 --threads 1 \
    --log-level off "$@" >"$work/out" &
server=$!
until [ -s "$work/port" ]; do sleep 0.1; done
python3 fill.py "$(cat "$work/port")"
kill -9 "$server"
wait "$server" 2>/dev/null || true
rm -rf "$name" "$work/data/LOCK" "$work/data/journal-spare-2.tmp"
"$program" check "$work/data"
"$program" dump "$work/data" >"$name.ndjson"
mv "$work/data" "$name"
