#!/usr/bin/env bash
# Runs once, when the image is made.  On Ubuntu 24.04 PYTHON is the system's own, on 22.04 it comes from an archive of
# newer Pythons for it.
set -euo pipefail
cd /
export DEBIAN_FRONTEND=noninteractive
PYTHON=python3.12
install() { apt-get install -y --no-install-recommends "$@"; }

apt-get update
if ! install "$PYTHON" "$PYTHON-venv"; then
    install software-properties-common gpg-agent
    add-apt-repository -y ppa:deadsnakes/ppa
    apt-get update
    install "$PYTHON" "$PYTHON-venv"
fi
"$PYTHON" -m venv /autograder/python

cd /autograder/source # requirements.txt names a file beside it
/autograder/python/bin/pip install --no-cache-dir -r requirements.txt
if [ -f torch.txt ]; then
    PIP_NO_CACHE_DIR=1 /autograder/python/bin/python -m grader.installing.cpu_torch "$(cat torch.txt)"
fi
