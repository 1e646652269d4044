"""Pure computations: numbers in, numbers and their reasons out.

A solver is a function of validated, frozen parameters; it knows no database, no Django and nothing else of
tonglu, so it can be read, tested and benchmarked alone, and fanned out over machines. The same seed gives the
same answer. Input that cannot be answered raises `BadInput`, which names the offender.
"""
