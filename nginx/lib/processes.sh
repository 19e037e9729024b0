# Which processes belong to this state directory. A process id alone proves nothing: it may have been given out again.

# is_ours PID: whether the process still runs and belongs to this state directory.
is_ours() {
    local pid=$1
    [[ $pid =~ ^[0-9]+$ ]] && [ -r "/proc/$pid/environ" ] || return 1
    tr '\0' '\n' 2>/dev/null <"/proc/$pid/environ" | grep -qxF "AVA_STATE=$state" || is_our_nginx "$pid"
}

not_ours() { ! is_ours "$1"; }

# nginx writes its titles over its environment, but it keeps its log open.
is_our_nginx() {
    local pid=$1 name open
    read -r name 2>/dev/null <"/proc/$pid/comm" && [ "$name" = nginx ] || return 1
    for open in "/proc/$pid/fd"/*; do
        [ "$open" -ef "$log_directory/nginx-error.log" ] && return 0
    done
    return 1
}

# running FILE: prints the process id in FILE when that process is ours.
running() {
    local pid
    [ -f "$1" ] || return 1
    read -r pid <"$1" || return 1
    is_ours "$pid" && printf '%s\n' "$pid"
}

# Prints the ids of all our programs. Anything else that was started with our environment is not ours to end.
our_programs() {
    local directory name
    for directory in /proc/[0-9]*; do
        read -r name 2>/dev/null <"$directory/comm" || continue
        # The kernel keeps 15 characters of a name.
        case $name in
            nginx | postgres | onboardingctl | onboarding-resp* | assistant-respo* | third-party-san*)
                if is_ours "${directory#/proc/}"; then printf '%s\n' "${directory#/proc/}"; fi
                ;;
        esac
    done
}

none_is_left() { [ -z "$(our_programs)" ]; }

# What is left after everything had its chance to end by itself, such as the children of a killed parent.
end_remaining() {
    if wait_for 2 none_is_left; then return 0; fi
    local pid
    for pid in $(our_programs); do kill -KILL "$pid" 2>/dev/null || true; done
    wait_for 5 none_is_left || fail 1 "These processes do not end: $(our_programs | tr '\n' ' ')"
}
