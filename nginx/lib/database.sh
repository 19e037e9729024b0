# The private PostgreSQL: a cluster under the state directory, reached through a Unix socket only.

database_directory() { printf '%s\n' "$state/data"; }
socket_directory() { printf '%s\n' "$state/pg"; }

# The newest PostgreSQL on the machine.
postgres_programs() {
    local directory
    directory=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -n 1)
    if [ -n "$directory" ] && [ -x "$directory/initdb" ]; then
        printf '%s\n' "$directory"
    elif command -v initdb >/dev/null; then
        dirname "$(readlink -f "$(command -v initdb)")"
    fi
}

database_user() { if [ "$(id -u)" = 0 ]; then echo postgres; else id -un; fi; }

# PostgreSQL refuses to run as root, so root hands over to another user.
as_database_user() {
    if [ "$(id -u)" = 0 ]; then
        # shellcheck disable=SC2086
        setpriv --reuid=postgres --regid=postgres --init-groups $passage -- env HOME=/ "$@" 9>&-
    else
        "$@" 9>&-
    fi
}

# Sets `passage`: how the database user gets through directories that are closed to it, such as one under /root or one made
# by mktemp. Where it is needed, the first of these capabilities that this machine grants.
find_passage() {
    passage=
    [ "$(id -u)" = 0 ] || return 0
    local capability
    for capability in "" dac_read_search dac_override; do
        passage=${capability:+--inh-caps=+$capability --ambient-caps=+$capability}
        # Not `test -x`: access(2) leaves capabilities out of account.
        if as_database_user test -e "$state/." 2>/dev/null; then return 0; fi
    done
    fail 1 "The user postgres cannot get into $state: choose a --state below directories that are open to all."
}

# A statement that fails is not logged: it may hold a password.
sql_as_superuser() {
    PGOPTIONS='-c log_min_error_statement=panic' as_database_user "$(postgres_programs)/psql" -X -q -v ON_ERROR_STOP=1 -h "$(socket_directory)" -U "$(database_user)" \
        -d "${1:-postgres}"
}

start_database() {
    if [ -n "${DATABASE_URL:-}${DATABASE_URL_FILE:-}" ]; then return 0; fi
    local data socket
    data=$(database_directory)
    socket=$(socket_directory)
    export AVA_STATE=$state
    find_passage
    if [ ! -s "$data/PG_VERSION" ]; then create_cluster; fi
    mkdir -p "$socket"
    [ "$(id -u)" != 0 ] || chown postgres "$socket"
    as_database_user "$(postgres_programs)/pg_ctl" -D "$data" -l "$data/server.log" -w -t 60 -s start ||
        fail 1 "PostgreSQL did not start; see $data/server.log."
    create_roles
    local host=${socket//\//%2F}
    export DATABASE_URL="postgresql://ava_app:$stored_application_password@/ava?host=$host"
    export DATABASE_OWNER_URL="postgresql://ava_owner:$stored_owner_password@/ava?host=$host"
}

# Made under another name, so that a run that was interrupted leaves no half of a cluster.
create_cluster() {
    local data
    data=$(database_directory).new
    say "Making a database cluster in $(database_directory)"
    rm -rf "$data" && mkdir -p "$data" && chmod 700 "$data"
    [ "$(id -u)" != 0 ] || chown postgres "$data"
    as_database_user "$(postgres_programs)/initdb" -D "$data" -U "$(database_user)" --encoding=UTF8 --locale=C.UTF-8 \
        --auth-local=peer --auth-host=reject >"$log_directory/initdb.log" 2>&1 ||
        fail 1 "initdb failed; see $log_directory/initdb.log."
    as_database_user sh -c "cat >'$data/pg_hba.conf'" <<HBA
local all $(database_user) peer
local all all              scram-sha-256
HBA
    as_database_user sh -c "cat >>'$data/postgresql.conf'" <<CONF
listen_addresses = ''
unix_socket_directories = '$(socket_directory)'
unix_socket_permissions = 0777
max_connections = 100
client_connection_check_interval = 1s
idle_in_transaction_session_timeout = 60s
log_line_prefix = '%m [%p] %q%a '
lc_messages = 'C'
CONF
    mv "$data" "$(database_directory)"
}

# Two roles: one owns the tables and migrates, the other reads and writes rows. Passwords go in by standard input.
#
# The stored verifiers have one round of hashing instead of 4096. Rounds protect passwords that can be guessed; these
# are 192 random bits. But every new connection pays for them, 20 ms of a worker's time.
create_roles() {
    {
        cat "$here/lib/verifier.sql"
        printf "select pg_temp.set_role('ava_owner', '%s');\n" "$stored_owner_password"
        printf "select pg_temp.set_role('ava_app', '%s');\n" "$stored_application_password"
        printf "select 'create database ava owner ava_owner' where not exists (select from pg_database where datname = 'ava') \\\\gexec\n"
    } | sql_as_superuser >/dev/null ||
        fail 1 "The roles and the database could not be made; see $(database_directory)/server.log."
    printf 'alter schema public owner to ava_owner;\n' | sql_as_superuser ava
}

stop_database() {
    local data
    data=$(database_directory)
    [ -f "$data/postmaster.pid" ] || return 0
    find_passage
    as_database_user "$(postgres_programs)/pg_ctl" -D "$data" -m fast -w -t 30 -s stop 2>/dev/null || true
}

migrate() {
    "$programs/onboardingctl" migrate up --migrations "$root/Migrations" >>"$log_directory/migrate.log" 2>&1 ||
        fail 1 "The migrations failed: $(tail -n 3 "$log_directory/migrate.log")"
}
