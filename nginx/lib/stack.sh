# The workers, and the order in which things start and stop.

refuse_second_start() {
    if running "$run_directory/serve.pid" >/dev/null; then
        fail 1 "It already runs on $state. Stop it with: nginx/run --stop --state $state"
    fi
    # Held until it is ready. What is started below does not inherit it (`9>&-`), so it goes with this script.
    exec 9>"$state/lock"
    flock -n 9 || fail 1 "Another nginx/run is starting on $state."
    # What an earlier start has left behind after a crash.
    stop_everything
}

# A setting that does not suit is named here, before anything is started with it.
check_settings() {
    local problems
    problems=$("$programs/onboardingctl" check 2>&1 9>&-) ||
        fail 1 "It would not start: $(printf "%s\n" "$problems" | grep -v "^ok ")"
}

# Workers have no use for the role that owns the tables.
start_workers() {
    env -u DATABASE_OWNER_URL -u DATABASE_OWNER_URL_FILE \
        setsid "$programs/onboardingctl" serve --workers "$workers" </dev/null >>"$log_directory/serve.log" 2>&1 9>&- &
    serve_pid=$!
    printf '%s\n' "$serve_pid" >"$run_directory/serve.pid"
}

stop_workers() {
    local pid
    pid=$(running "$run_directory/serve.pid") || return 0
    kill -TERM "$pid" 2>/dev/null || return 0
    wait_for 15 not_ours "$pid" || kill -KILL "$pid" 2>/dev/null || true
}

stop_everything() {
    stop_nginx
    stop_workers
    stop_database
    end_remaining
    rm -f "$run_directory/serve.pid"
}

# Ends with the status that the script was ending with. A second Ctrl-C does not interrupt the stopping.
clean_up() {
    local status=$?
    trap '' HUP INT TERM
    # Whatever fails while stopping, the rest is still stopped.
    set +e
    stop_everything
    exit "$status"
}

is_ready() { curl -fsS -o /dev/null --max-time 2 "$BASE_URL/readyz" 2>/dev/null; }

ready_or_dead() { is_ready || ! is_ours "$serve_pid"; }

wait_until_ready() {
    wait_for 60 ready_or_dead && is_ready ||
        fail 1 "It did not become ready; see $log_directory. The workers' last words: $(tail -n 5 "$log_directory/serve.log")"
}

stay_in_foreground() {
    echo "Press Ctrl-C to stop."
    local status=0
    wait "$serve_pid" || status=$?
    fail 1 "The workers ended with status $status; see $log_directory/serve.log."
}
