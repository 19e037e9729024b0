# The private nginx: the installed configuration with other paths, another port and looser limits.

nginx_directory() { printf '%s\n' "$state/nginx"; }

# Prints a path as nginx and the right-hand side of sed's `s|…|…|` take it.
quoted_path() { printf '"%s"' "$1" | sed 's/[&|\\]/\\&/g'; }

render_nginx() {
    local directory user
    directory=$(nginx_directory)
    mkdir -p "$directory/snippets"
    # As root, the workers stay root: the state directory may be closed to everybody else.
    if [ "$(id -u)" = 0 ]; then user="user root;"; else user=""; fi
    "$programs/onboardingctl" openapi "$directory/api" || fail 1 "The files of the API could not be written."
    local file
    for file in nginx.conf snippets/*.conf; do
        rendered "$user" <"$here/$file" >"$directory/$file"
    done
    for file in "$directory"/api/*.conf; do
        rendered "$user" <"$file" >"$file.new" && mv "$file.new" "$file"
    done
}

# rendered USER: passes a file of the installed configuration on as the private one.
rendered() {
    local directory
    directory=$(nginx_directory)
    sed -e "s|^user .*|$1|" \
        -e "s|/run/nginx.pid|$directory/nginx.pid|" \
        -e "s|/etc/nginx/ava-onboarding/|$directory/snippets/|" \
        -e "s|/run/ava-onboarding/|$run_directory/|" \
        -e "s|/usr/share/ava-onboarding/wizard|$(quoted_path "$here/wizard")|" \
        -e "s|/usr/share/ava-onboarding/api/|$directory/api/|" \
        -e "s|/var/log/nginx/|$log_directory/nginx-|" \
        -e "s|listen 80;|listen 127.0.0.1:$port;|" \
        -e "s|rate=10r/s|rate=100r/s|" \
        -e "s|worker_processes auto;|worker_processes 2;|" \
        -e "s|^http {|http {\n$(temporary_paths "$directory")|"
}

temporary_paths() {
    local kind
    for kind in client_body proxy fastcgi uwsgi scgi; do
        printf '    %s_temp_path %s/tmp-%s;\\n' "$kind" "$1" "$kind"
    done
}

refuse_taken_port() {
    if (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; then
        fail 1 "Port $port is in use; choose another with --port."
    fi
}

start_nginx() {
    local directory
    directory=$(nginx_directory)
    cd "$here" && render_nginx && cd - >/dev/null
    nginx -p "$directory" -c "$directory/nginx.conf" -e "$log_directory/nginx-error.log" \
        </dev/null >"$log_directory/nginx-start.log" 2>&1 9>&- ||
        fail 1 "nginx did not start: $(tail -n 3 "$log_directory/nginx-start.log")"
}

stop_nginx() {
    local pid
    pid=$(running "$(nginx_directory)/nginx.pid") || return 0
    kill -QUIT "$pid" 2>/dev/null || return 0
    wait_for 5 not_ours "$pid" || kill -TERM "$pid" 2>/dev/null || true
    wait_for 5 not_ours "$pid" || kill -KILL "$pid" 2>/dev/null || true
}
