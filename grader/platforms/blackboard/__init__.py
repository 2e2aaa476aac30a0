"""Blackboard: what it hands out, what it imports, where it runs."""

from grader.platforms.systems import Platform

PLATFORM = Platform("Blackboard", download=True, roster="the Grade Center as downloaded to work offline")
