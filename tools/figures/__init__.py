"""Runs the tests that show the figures of docs/safety.md, and writes docs/figures.md from what they count.

The tests are those marked ``figure``, but for the slow ones, which run with --slow. The exit code is 1 where
a test failed, or where no test of a figure ran.
"""
