#!/bin/sh
# Of the deb (prerm) and of the rpm (%preun); the rpm says 0 when nothing stays.
set -e

case "$1" in
  remove | 0)
    if [ -d /run/systemd/system ]; then
      systemctl disable --now fourtuple-agent.service || true
    fi
    ;;
esac
