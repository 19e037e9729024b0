# Words that the other parts use.

# Debian keeps nginx where an ordinary user's PATH does not lead.
PATH=$PATH:/usr/sbin:/sbin

say() { printf '%s\n' "nginx/run: $*" >&2; }

fail() {
    local status=$1
    shift
    say "$*"
    exit "$status"
}

# whole_number OPTION VALUE MINIMUM MAXIMUM: prints VALUE when it is a whole number in range.
whole_number() {
    local option=$1 value=$2 minimum=$3 maximum=$4
    [[ $value =~ ^[0-9]{1,5}$ ]] && [ "$value" -ge "$minimum" ] && [ "$value" -le "$maximum" ] ||
        fail 64 "$option needs a whole number from $minimum to $maximum, not '$value'."
    printf '%s\n' "$((10#$value))"
}

locate_state() {
    [ -n "$state" ] || fail 64 "--state needs a directory."
    if [ "$action" = start ]; then
        mkdir -p "$state" || fail 1 "The state directory $state cannot be made."
    elif [ ! -d "$state" ]; then
        fail 1 "There is no state directory $state."
    fi
    state=$(cd "$state" && pwd -P)
    # The path goes into nginx's configuration, PostgreSQL's and a connection URI, and each has its own special characters.
    [[ $state =~ ^[A-Za-z0-9/._-]+$ ]] ||
        fail 1 "The path $state does not suit: use letters, digits and / . _ - only."
    # The longest socket path below has to fit into the 107 bytes that Linux allows.
    [ "${#state}" -le 80 ] || fail 1 "The path $state is too long for Unix sockets: use one of at most 80 bytes."
    run_directory=$state/run
    log_directory=$state/log
}

# wait_for SECONDS COMMAND…: repeats the command until it succeeds.
wait_for() {
    local deadline=$((SECONDS + $1))
    shift
    until "$@"; do
        [ "$SECONDS" -lt "$deadline" ] || return 1
        sleep 0.05
    done
}
