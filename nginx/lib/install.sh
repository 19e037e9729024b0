# What has to be on the machine, and the programs of this project.

needed_packages=(
    libfcgi-dev libpq-dev libssl-dev libcrypt-dev pkg-config nginx-light postgresql curl
)

is_installed() { dpkg-query -W -f '${db:Status-Status}' "$1" 2>/dev/null | grep -qx installed; }

# nginx may come from another package than the one that would be installed.
is_provided() {
    case $1 in
        nginx-light) command -v nginx >/dev/null ;;
        postgresql)  [ -n "$(postgres_programs)" ] ;;
        *)           is_installed "$1" ;;
    esac
}

install_missing_packages() {
    command -v dpkg-query >/dev/null || return 0
    local missing=() package
    for package in "${needed_packages[@]}"; do
        is_provided "$package" || missing+=("$package")
    done
    [ "${#missing[@]}" -gt 0 ] || return 0
    [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null ||
        fail 1 "These packages are missing: ${missing[*]}. Install them (as root: apt-get install ${missing[*]}) and start again."
    say "Installing ${missing[*]}"
    # Installing nginx or PostgreSQL must not start the distribution's own instance.
    local policy=/usr/sbin/policy-rc.d made=no
    if [ ! -e "$policy" ]; then
        printf '#!/bin/sh\nexit 101\n' >"$policy" && chmod 755 "$policy" && made=yes
    fi
    {
        apt-get update -qq &&
            DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}"
    } >&2 || { [ "$made" = no ] || rm -f "$policy"; fail 1 "Installing ${missing[*]} failed."; }
    [ "$made" = no ] || rm -f "$policy"
}

# AVA_PROGRAMS names a directory with programs that are built already; without it they are built.
build_programs() {
    if [ -n "${AVA_PROGRAMS:-}" ]; then
        [ -x "$AVA_PROGRAMS/onboardingctl" ] || fail 1 "AVA_PROGRAMS names $AVA_PROGRAMS, where there is no onboardingctl."
        programs=$AVA_PROGRAMS
        return 0
    fi
    command -v swift >/dev/null || fail 1 "Swift is missing: install the 6.3 toolchain and put it on the PATH."
    local product
    for product in onboarding-responder onboardingctl; do
        (cd "$root" && swift build -c release --static-swift-stdlib --product "$product") >&2 ||
            fail 1 "Building $product failed."
    done
    programs=$(cd "$root" && swift build -c release --static-swift-stdlib --show-bin-path)
}
