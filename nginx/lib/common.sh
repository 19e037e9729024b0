# Words that the other parts use.

say() { printf '%s\n' "nginx/run: $*" >&2; }

fail() {
    local status=$1
    shift
    say "$*"
    exit "$status"
}

# whole_number OPTION VALUE … MINIMUM MAXIMUM: prints VALUE when it is a whole number in range.
whole_number() {
    local option=$1 value=${2-} minimum maximum
    minimum=${*: -2:1}
    maximum=${*: -1:1}
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
    # The longest socket path below has to fit into the 107 bytes that Linux allows.
    [ "${#state}" -le 80 ] || fail 1 "The path $state is too long for Unix sockets: use one of at most 80 bytes."
    run_directory=$state/run
    log_directory=$state/log
}

# is_ours PID: whether the process still runs and belongs to this state directory. nginx writes its title over its
# environment, but names its configuration in it.
is_ours() {
    local pid=$1
    [[ $pid =~ ^[0-9]+$ ]] && [ -r "/proc/$pid/environ" ] || return 1
    tr '\0' '\n' 2>/dev/null <"/proc/$pid/environ" | grep -qxF "AVA_STATE=$state" ||
        tr '\0' ' ' 2>/dev/null <"/proc/$pid/cmdline" | grep -qF " $state/nginx/nginx.conf "
}

# running FILE: prints the process id in FILE when that process is ours.
running() {
    local pid
    [ -f "$1" ] || return 1
    read -r pid <"$1" || return 1
    is_ours "$pid" && printf '%s\n' "$pid"
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
