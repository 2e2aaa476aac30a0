#!/usr/bin/env bash
# Runs once, when the image is made.
set -euo pipefail
export DEBIAN_FRONTEND=noninteractive
command -v python3 || { apt-get update && apt-get install -y --no-install-recommends python3; }
