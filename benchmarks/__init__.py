"""How fast the dashboard is, measured against what it could be: `python -m benchmarks`.

Waiting times are ratios to an empty page, served and read by the same machine in the same run, because only
ratios carry from one machine to another. A limit that is not kept makes the exit status 1.
"""
