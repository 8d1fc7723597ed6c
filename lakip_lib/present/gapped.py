"""Turn a missing source into a visible gap instead of a failing cell."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

from lakip_lib.office import Gap

__all__ = ["gapped"]

P = ParamSpec("P")
T = TypeVar("T")


def gapped(make: Callable[P, T]) -> Callable[P, T | Gap]:
    """The same function, returning the `Gap` that it raised; `show` prints it as a notice."""

    @wraps(make)
    def wrapped(*args: P.args, **kwargs: P.kwargs) -> T | Gap:
        try:
            return make(*args, **kwargs)
        except Gap as gap:
            return gap

    return wrapped
