#!/usr/bin/env bash
# Runs once, when the image is made.
set -euo pipefail
cd /
export DEBIAN_FRONTEND=noninteractive
apt-get update
apt-get install -y --no-install-recommends python3.11 python3.11-venv
python3.11 -m venv /autograder/python
/autograder/python/bin/pip install --no-cache-dir -r /autograder/source/requirements.txt
echo /autograder/source > /autograder/python/lib/python3.11/site-packages/grader.pth
