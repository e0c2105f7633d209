#!/usr/bin/env bash
# Builds once, runs every test once and ends with the line "N passed, N failed, N skipped".
#
#   ./test.sh                            everything
#   ./test.sh --filter ApproveRefund     arguments go to `dotnet test`
#
# Needs the .NET SDK. PostgreSQL, Chromium, Dovecot and fonts are installed with apt where they are missing; where that is not
# possible, the tests that want them are skipped. The real shop servers are tried with REFUNDDESK_TEST_SHOPS=all; they come
# with npm and stay in artifacts/shops. A server named by the caller is used instead of a throw-away one:
#   REFUNDDESK_TEST_POSTGRES, REFUNDDESK_TEST_SQLSERVER   connection strings, allowed to create databases
#   REFUNDDESK_TEST_CHROMIUM                              path of the browser's executable
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
results=artifacts/test-results
cluster=

say() { printf '%s\n' "$*" >&2; }

as_root() { if [ "$(id -u)" -eq 0 ]; then "$@"; else sudo "$@"; fi; }

# A server refuses to run as root.
as_server() {
  if [ "$(id -u)" -ne 0 ]; then (cd / && "$@"); else (cd / && runuser -u "$(server_user)" -- "$@"); fi
}

server_user() { if id postgres >/dev/null 2>&1; then echo postgres; else echo nobody; fi; }

# The directory of the newest server's programs; Debian does not put them on the PATH.
server_programs() {
  local newest
  newest=$(find /usr/lib/postgresql -mindepth 3 -maxdepth 3 -path '*/bin/initdb' 2>/dev/null | sort -V | tail -n 1)
  [ -n "$newest" ] || newest=$(readlink -f "$(command -v initdb 2>/dev/null)" 2>/dev/null) || true
  [ -z "$newest" ] || dirname "$newest"
}

browser() { command -v chromium || command -v chromium-browser || command -v google-chrome || true; }

has_package() { dpkg-query -W -f='${db:Status-Status}' "$1" 2>/dev/null | grep -qx installed; }

install_what_is_missing() {
  local missing=() package
  command -v apt-get >/dev/null || return 0
  [ -n "${REFUNDDESK_TEST_POSTGRES:-}$(server_programs)" ] || missing+=(postgresql)
  [ -n "${REFUNDDESK_TEST_CHROMIUM:-}$(browser)" ] || missing+=(chromium)
  for package in dovecot-imapd fonts-liberation fonts-noto-core tzdata; do
    has_package "$package" || missing+=("$package")
  done
  [ "${#missing[@]}" -gt 0 ] || return 0

  say "Installing ${missing[*]}"
  as_root apt-get -o DPkg::Lock::Timeout=300 update -qq >&2 || return 1
  as_root env DEBIAN_FRONTEND=noninteractive \
    apt-get -o DPkg::Lock::Timeout=300 install -y -qq --no-install-recommends "${missing[@]}" >&2
}

is_free() { ! (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }

start_postgres() {
  local programs port
  programs=$(server_programs)
  [ -n "$programs" ] || return 1

  cluster=$(mktemp -d)
  [ "$(id -u)" -ne 0 ] || chown "$(server_user)" "$cluster"
  as_server "$programs/initdb" -D "$cluster/data" -U refunddesk --auth=trust -E UTF8 --locale=C.UTF-8 >/dev/null || return 1
  for port in $(shuf -i 20000-32000 -n 20); do
    is_free "$port" || continue
    if as_server "$programs/pg_ctl" -D "$cluster/data" -l "$cluster/log" -w -s start </dev/null \
      -o "-h 127.0.0.1 -p $port -k $cluster -c max_connections=200"; then
      export REFUNDDESK_TEST_POSTGRES="Host=127.0.0.1;Port=$port;Username=refunddesk;Database=postgres"
      return 0
    fi
  done
  cat "$cluster/log" >&2
  return 1
}

# pg_ctl stops the process whose id the cluster's own directory names.
# shellcheck disable=SC2317 # reached by the trap
stop_postgres() {
  [ -n "$cluster" ] || return 0
  as_server "$(server_programs)/pg_ctl" -D "$cluster/data" -m immediate -w -s stop >/dev/null 2>&1 || true
  rm -rf "$cluster"
}

# One number of the <Counters …/> line that the runner wrote.
count() { sed -n "s/.*<Counters .*\b$1=\"\([0-9]*\)\".*/\1/p" "$results/tests.trx" 2>/dev/null | grep . || echo 0; }

# Every test that failed, with what it said and where.
failures() {
  awk -F 'testName="' '
    /<UnitTestResult / { failed = /outcome="Failed"/; split($2, name, "\" "); if (failed) print "FAILED " name[1] }
    failed && sub(/.*<Message>/, "") { left = 12 }
    failed && sub(/.*<StackTrace>/, "") { left = 6 }
    failed && left > 0 { if (sub(/<\/(Message|StackTrace)>.*/, "")) left = 1; left--; print "       " $0 }' "$results/tests.trx" 2>/dev/null || true
}

# finish EXIT_CODE: the failures and the last line. A run in which no test ran is a failed run.
finish() {
  local total executed passed
  failures
  total=$(count total) executed=$(count executed) passed=$(count passed)
  [ "$passed" -gt 0 ] || [ "$1" -ne 0 ] || set -- 1
  echo "$passed passed, $((executed - passed)) failed, $((total - executed)) skipped"
  exit "$1"
}

trap stop_postgres EXIT
trap 'exit 130' INT TERM

rm -rf "$results"
install_what_is_missing || say "Not everything could be installed; the tests that want it are skipped."
[ -n "${REFUNDDESK_TEST_POSTGRES:-}" ] || start_postgres || say "No PostgreSQL; its tests are skipped."
[ -n "${REFUNDDESK_TEST_CHROMIUM:-}" ] || REFUNDDESK_TEST_CHROMIUM=$(browser)
if [ -n "$REFUNDDESK_TEST_CHROMIUM" ]; then export REFUNDDESK_TEST_CHROMIUM; else say "No Chromium; its tests are skipped."; fi

dotnet build RefundDesk.sln -c Release --disable-build-servers || finish 1
dotnet test RefundDesk.Tests --no-build -c Release --results-directory "$results" --logger "trx;LogFileName=tests.trx" \
  --logger "console;verbosity=quiet" "$@" || finish 1
finish 0
