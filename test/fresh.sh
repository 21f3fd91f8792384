#!/usr/bin/env bash
# SPDX-License-Identifier: BSL-1.0
#
# ./dev fresh: what a newcomer does, in a new and minimal Debian 12 made for it: clone HEAD,
# ./dev test, ./dev run, one call, stop. Exits 0 only if all of it worked.
#
#   --keep DIR   make the Debian in DIR and leave it there, or go on in the one that is there
#
# It uses this machine's own apt sources and settings. Mounts live in a mount namespace of their
# own that ends with the run, so that removing the directory can reach nothing else.

set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

say() { printf '%s\n' "fresh: $*" >&2; }
die() { say "$*"; exit 1; }
seconds() { printf '%4d s  %s\n' $((SECONDS - $1)) "$2" >>"$timings"; }

# --- Inside the new Debian ----------------------------------------------------------------------

# Starts the server on a port it chooses, calls it once, stops it.
run_call_stop() {
    local output=/tmp/run.log port_file=/tmp/port server port status=0 begin=$SECONDS
    : >"$output"
    ./dev run --port 0 --port-file "$port_file" >"$output" 2>&1 &
    server=$!
    until grep --quiet '^Ready\. Listening on http://127\.0\.0\.1:[0-9]' "$output"; do
        kill -0 "$server" 2>/dev/null || { cat "$output"; die "The server ended by itself"; }
        ((SECONDS - begin < 1800)) || { cat "$output"; die "The server is not ready"; }
        sleep 0.1
    done
    cat "$output"
    port=$(<"$port_file")
    grep --quiet "^Ready\. Listening on http://127\.0\.0\.1:$port\b" "$output" ||
        die "The port file says $port, the ready line something else"
    curl --silent --show-error --fail --noproxy '*' --max-time 10 \
        "http://127.0.0.1:$port/__admin/health/ready"
    echo
    kill -TERM "$server"
    wait "$server" || status=$?
    ((status == 0)) || { cat "$output"; die "SIGTERM: exit code $status, 0 expected"; }
}

inside() {
    local begin
    timings=/tmp/timings
    begin=$SECONDS
    ./dev test </dev/null
    seconds "$begin" "./dev test (with installing and compiling)"
    begin=$SECONDS
    run_call_stop
    seconds "$begin" "./dev run, one call, SIGTERM"
}

if [[ ${1-} == --inside ]]; then
    inside
    exit
fi

# --- Outside ------------------------------------------------------------------------------------

suite=bookworm
keep=
case ${1-} in
    '') ;;
    --keep) [[ -n ${2-} ]] || die "--keep needs a directory"; keep=$(realpath -m -- "$2") ;;
    *) die "Unknown option $1" ;;
esac

as_root=()
if ((EUID != 0)); then
    command -v sudo >/dev/null || die "Making a Debian needs root, or sudo"
    as_root=(sudo)
fi
[[ -d .git ]] || [[ -f .git ]] || die "This is not a git clone"
[[ -z $(git status --porcelain) ]] || say "Only what is committed is tried; you have more"

work=$(mktemp -d "${TMPDIR:-/tmp}/crmlocal-fresh.XXXXXX")
root=${keep:-$work/root}
timings=$work/timings
chmod 755 "$work" # apt fetches as a user of its own

remove_work() {
    local below
    # Nothing of ours is mounted in this namespace; if somebody mounted something, leave it all.
    below=$(awk -v work="$work/" 'index($5, work) == 1 { print $5 }' /proc/self/mountinfo)
    [[ -z $below ]] || { say "Not removed, something is mounted below: $below"; return; }
    "${as_root[@]}" rm -rf --one-file-system -- "$work"
}
trap remove_work EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

# This machine's apt: its sources, keys, pins and passwords; of its settings those for fetching.
make_root() {
    local sources=() file
    for file in /etc/apt/sources.list /etc/apt/sources.list.d/*.{list,sources}; do
        [[ -s $file ]] && grep --quiet '^[^#]' "$file" && sources+=("$file")
    done
    ((${#sources[@]})) || die "This machine has no apt sources"
    grep --quiet "^[^#]*\b$suite\b" "${sources[@]}" || die "No apt source here has $suite"

    apt-config dump | grep '^Acquire::' | grep --invert-match 'IndexTargets' \
        >"$work/90machine" || true
    cat >"$work/settings" <<'EOF'
set -eu
for folder in auth.conf.d keyrings preferences.d trusted.gpg.d; do
    mkdir -p "$1/etc/apt/$folder"
    cp -rL "/etc/apt/$folder/." "$1/etc/apt/$folder/" 2>/dev/null || true
done
mkdir -p "$1/etc/apt/apt.conf.d" "$1/usr/share/keyrings"
cp -n /usr/share/keyrings/* "$1/usr/share/keyrings/" 2>/dev/null || true
EOF
    echo "cp '$work/90machine' \"\$1/etc/apt/apt.conf.d/\"" >>"$work/settings"
    "${as_root[@]}" mmdebstrap --quiet --mode=root --variant=minbase --skip=check/empty \
        --include=ca-certificates --setup-hook="sh '$work/settings' \"\$1\"" \
        "$suite" "$root" "${sources[@]}"
}

# A clean clone of HEAD, and the names this machine resolves by.
fill_root() {
    git clone --quiet --no-hardlinks . "$work/clone"
    "${as_root[@]}" rm -rf --one-file-system -- "$root/crmlocal"
    "${as_root[@]}" cp -r --no-preserve=ownership "$work/clone" "$root/crmlocal"
    "${as_root[@]}" cp -L /etc/resolv.conf /etc/hosts "$root/etc/"
    if [[ -s /etc/ssl/certs/ca-certificates.crt ]]; then
        "${as_root[@]}" cp -L /etc/ssl/certs/ca-certificates.crt "$root/etc/ssl/certs/"
    fi
}

# Processes of its own too: whatever is left over ends with the run.
enter_root() {
    # shellcheck disable=SC2016 # the inner shell expands it
    "${as_root[@]}" unshare --mount --propagation private --pid --fork --kill-child \
        bash -euc '
            mount -t proc proc "$1/proc"
            [[ -c $1/dev/null ]] || mount --rbind /dev "$1/dev"
            proxies=()
            for name in http_proxy https_proxy no_proxy HTTP_PROXY HTTPS_PROXY NO_PROXY; do
                [[ -z ${!name-} ]] || proxies+=("$name=${!name}")
            done
            chroot "$1" env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LANG=C.UTF-8 \
                "${proxies[@]}" bash /crmlocal/test/fresh.sh --inside
        ' bash "$root"
}

begin=$SECONDS
if [[ -n $keep && -x $keep/usr/bin/apt-get ]]; then
    say "Going on in $root"
else
    say "Making Debian $suite in $root"
    make_root
fi
fill_root
seconds "$begin" "a new Debian with a clone of $(git rev-parse --short HEAD)"
"${as_root[@]}" rm -f "$root/tmp/timings" "$root/tmp/run.log" "$root/tmp/port"
failed=0
enter_root </dev/null || failed=1

cat "$timings" "$root/tmp/timings" 2>/dev/null || true
[[ -z $keep ]] || say "Kept: chroot $root"
((failed == 0)) || die "FAILED"
say "All of it worked"
