"""HTTP and the command line: thin pages and endpoints, each one domain call; the only band with a clock.

`desk` is the office, `phone` the reps' app and its sync, `commands` the command `tonglu`; `access` says who may
open what.
"""
