"""LAKIP: the yearly performance report of an Indonesian government office, from source tables, reproducibly."""

__version__ = "0.1.0"
