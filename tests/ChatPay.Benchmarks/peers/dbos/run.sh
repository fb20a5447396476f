#!/usr/bin/env bash
# Runs the reference order on DBOS Transact over a PostgreSQL 15 of its own: in a temporary folder, on loopback, as a user that is not root,
# with fsync and synchronous_commit on. Prints one line of JSON for each level. Installs nothing; needs Debian's packages postgresql and nodejs,
# and once, in this folder: npm ci
#   run.sh [LEVELS] [WARM_UP_SECONDS] [SECONDS]        run.sh 1,10,50,200 3 10
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
levels=${1:-1,10,50,200} warm_up=${2:-3} seconds=${3:-10}

bin=$(ls -d /usr/lib/postgresql/15/bin 2> /dev/null || true)
[[ -n $bin ]] || { echo "PostgreSQL 15 is not there: install Debian's package postgresql." >&2; exit 3; }
command -v node > /dev/null || { echo "Node.js is not there: install Debian's package nodejs, version 20 or later." >&2; exit 3; }
[[ -d node_modules/@dbos-inc/dbos-sdk ]] || { echo "DBOS is not there: run 'npm ci' in $PWD." >&2; exit 3; }

# PostgreSQL refuses to run as root.
as=()
if [[ $EUID -eq 0 ]]; then
  id postgres &> /dev/null || { echo "As root, a user 'postgres' is needed: Debian's package postgresql makes it." >&2; exit 3; }
  as=(setpriv --reuid=postgres --regid=postgres --clear-groups)
fi

data=$(mktemp -d)
[[ $EUID -ne 0 ]] || chown postgres "$data"
port=$(node -e 'const s = require("net").createServer().listen(0, "127.0.0.1", () => { console.log(s.address().port); s.close(); })')
stop() {
  "${as[@]}" "$bin/pg_ctl" -D "$data/cluster" -m immediate stop &> /dev/null || true
  rm -rf "$data"
}
trap stop EXIT
"${as[@]}" "$bin/initdb" -D "$data/cluster" -U bench --auth=trust --no-instructions > "$data/initdb.log"
"${as[@]}" "$bin/pg_ctl" -D "$data/cluster" -w -t 60 -l "$data/log" -o "-p $port -c listen_addresses=127.0.0.1 -c unix_socket_directories='' \
  -c fsync=on -c synchronous_commit=on -c full_page_writes=on" start > /dev/null

psql() { "$bin/psql" -h 127.0.0.1 -p "$port" -U bench -d postgres -Atc "$1"; }
echo "# PostgreSQL $(psql 'show server_version'), fsync $(psql 'show fsync'), synchronous_commit $(psql 'show synchronous_commit'), node $(node --version)," \
  "@dbos-inc/dbos-sdk $(node -p 'require("@dbos-inc/dbos-sdk/package.json").version' 2> /dev/null || node -p 'JSON.parse(require("fs").readFileSync("node_modules/@dbos-inc/dbos-sdk/package.json")).version')" >&2
for level in ${levels//,/ }; do
  psql "create database level_$level" > /dev/null
  timeout --kill-after=10 $((warm_up + seconds + 120)) \
    node reference-order.mjs "postgresql://bench@127.0.0.1:$port/level_$level" "$level" "$warm_up" "$seconds"
done
