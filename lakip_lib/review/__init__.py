"""Checking: source tables (`check`) and finished reports (`reviu`), with one catalogue of rules."""
