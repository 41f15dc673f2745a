#!/usr/bin/env bash
set -euo pipefail

# Packs a directory.
pack() {
    local from="$1"
    tar -czf "${from}.tgz" \
        "$from"
}

prune() {
    find . -name '*.tgz' -mtime +7 |
        while read -r old; do
            rm -- "$old"
        done
}

pack "$1"
prune
