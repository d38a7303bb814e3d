"""Which times are free, by which rules, and why others are not."""
