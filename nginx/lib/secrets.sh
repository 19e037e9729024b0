# Secrets are made once per state directory and kept in a file that only its owner reads.

random_key() { head -c "$1" /dev/urandom | base64 -w0 | tr '+/' '-_'; }

prepare_secrets() {
    umask 077
    mkdir -p "$run_directory" "$log_directory"
    if [ ! -s "$state/secrets" ]; then
        {
            printf 'stored_jwt_secret=%s\n' "$(random_key 48)"
            printf 'stored_fernet_keys=%s\n' "$(random_key 32)"
            printf 'stored_owner_password=%s\n' "$(od -An -N24 -tx1 /dev/urandom | tr -d ' \n')"
            printf 'stored_application_password=%s\n' "$(od -An -N24 -tx1 /dev/urandom | tr -d ' \n')"
        } >"$state/secrets.new"
        mv "$state/secrets.new" "$state/secrets"
    fi
    # shellcheck source=/dev/null
    . "$state/secrets"
}

# What the caller has set wins. STATE/env tells tools what is in effect.
write_environment() {
    export AVA_STATE=$state
    export RUNTIME_DIRECTORY=$run_directory
    export BASE_URL=http://127.0.0.1:$port
    export PUBLIC_URL=${PUBLIC_URL:-$BASE_URL}
    if [ -z "${JWT_SECRET_FILE:-}" ]; then export JWT_SECRET=${JWT_SECRET:-$stored_jwt_secret}; fi
    if [ -z "${FERNET_KEYS_FILE:-}" ]; then export FERNET_KEYS=${FERNET_KEYS:-$stored_fernet_keys}; fi
    local name
    for name in DATABASE_URL DATABASE_OWNER_URL JWT_SECRET FERNET_KEYS BASE_URL; do
        assignment "$name" "$(setting "$name")"
    done >"$state/env.new"
    mv "$state/env.new" "$state/env"
}

# setting NAME: prints the value in effect, from the environment or the file that NAME_FILE names.
setting() {
    local file=$1_FILE
    if [ -n "${!1:-}" ]; then
        printf '%s' "${!1}"
    elif [ -n "${!file:-}" ]; then
        cat "${!file}"
    elif [ "$1" = DATABASE_OWNER_URL ]; then
        setting DATABASE_URL
    fi
}

# Prints NAME=value. Shells and simpler readers both get a plain value right; only what a shell would misread is quoted.
assignment() {
    local plain='^[A-Za-z0-9_./:?@%=,+~-]*$'
    if [[ $2 =~ $plain ]]; then printf '%s=%s\n' "$1" "$2"; else printf '%s=%q\n' "$1" "$2"; fi
}
