#!/bin/sh
# Takes the Fourtuple agent off this host: what install.sh made, in whichever way it was made.
#
#   curl -fsSL @ORIGIN@/agent/uninstall.sh | sh
#
# The key of this host and what was not sent yet stay, so that it can come back as the same host; --purge takes
# those too. To have the server forget the host, revoke it there.
set -eu

name=fourtuple-agent
state=/var/lib/$name
unit=/etc/systemd/system/$name.service

usage() {
  cat << 'USAGE'
uninstall.sh [--user] [--purge] [--dry-run]

  --user     what was installed with --user, for this user alone
  --purge    the key and the spool too; the host cannot come back as itself
  --dry-run  only say what would be removed
USAGE
}

say() { printf '%s\n' "$*"; }
fail() {
  printf 'uninstall.sh: %s\n' "$*" >&2
  exit 1
}
have() { command -v "$1" > /dev/null 2>&1; }
there() { [ -e "$1" ] || [ -L "$1" ]; }

# Does a thing, or says that it would.
act() {
  if [ "$dry_run" = yes ]; then say "would run: $*"; else "$@"; fi
}

remove() {
  for path in "$@"; do
    if there "$path"; then act rm -rf "$path"; fi
  done
}

# Folders that others may use too go only when they are empty.
remove_empty() {
  for path in "$@"; do
    if [ -d "$path" ] && [ "$dry_run" = no ]; then rmdir "$path" 2> /dev/null || :; fi
  done
}

stop_service() {
  [ -d /run/systemd/system ] && have systemctl || return 0
  if systemctl cat $name.service > /dev/null 2>&1; then
    act systemctl disable --now $name.service || :
  fi
}

remove_package() {
  if have dpkg-query && dpkg-query -W -f '${Status}' $name 2> /dev/null | grep -q 'installed$\|config-files$'; then
    if [ "$purge" = yes ]; then act dpkg --purge $name; else act dpkg --remove $name; fi
  elif have rpm && rpm -q $name > /dev/null 2>&1; then
    act rpm -e $name
  fi
}

remove_system() {
  [ "$(id -u)" = 0 ] || fail "needs root, or --user for what was installed so"
  stop_service
  remove_package
  remove "$unit" "$unit.d" /usr/local/bin/$name
  if [ "$purge" = yes ]; then
    remove "$state" /etc/fourtuple/agent.env
    if id $name > /dev/null 2>&1; then
      if have userdel; then act userdel $name; else act deluser $name; fi
    fi
  elif there "$state"; then
    say "The key of this host and its settings stay: $state, /etc/fourtuple (--purge removes them)"
  fi
  remove_empty /etc/fourtuple
  if [ -d /run/systemd/system ] && have systemctl; then act systemctl daemon-reload || :; fi
}

remove_user() {
  [ -n "${HOME:-}" ] || fail "HOME is not set"
  data="${XDG_DATA_HOME:-$HOME/.local/share}/fourtuple"
  remove "$HOME/.local/bin/$name"
  if [ "$purge" = yes ]; then
    remove "$data/agent"
    remove_empty "$data"
  elif there "$data/agent"; then
    say "The key of this host stays: $data/agent (--purge removes it)"
  fi
}

main() {
  purge=no
  dry_run=no
  mode=system
  while [ $# -gt 0 ]; do
    case "$1" in
      --user) mode=user ;;
      --purge) purge=yes ;;
      --dry-run) dry_run=yes ;;
      --help | -h)
        usage
        return
        ;;
      *)
        usage >&2
        fail "unknown option: $1"
        ;;
    esac
    shift
  done
  if [ "$mode" = user ]; then remove_user; else remove_system; fi
  say "The agent is off this host."
}

main "$@"
