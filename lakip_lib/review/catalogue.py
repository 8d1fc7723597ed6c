"""Every rule there is, by its code: the one catalogue of `lakip check` and `lakip reviu`."""

from __future__ import annotations

import pkgutil
from importlib import import_module

from lakip_lib import review
from lakip_lib.review.finding import Rule

__all__ = ["rules"]


def rules() -> dict[str, Rule]:
    """All rules that the modules of this package declare, sorted by code; ValueError if a code stands for two rules."""
    found: dict[str, Rule] = {}
    for module in pkgutil.iter_modules(review.__path__):
        for rule in vars(import_module(f"{review.__name__}.{module.name}")).values():
            if isinstance(rule, Rule) and found.setdefault(rule.code, rule) is not rule:
                raise ValueError(f"{rule.code} stands for two rules")
    return dict(sorted(found.items()))
