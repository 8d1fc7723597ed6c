"""LAKIP: the yearly performance report of an Indonesian government office, from source tables, reproducibly."""

__version__ = "1.0.0"
