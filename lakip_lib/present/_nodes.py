"""Every program, kegiatan and sub kegiatan of an office, where rows of other tables refer to them."""

from __future__ import annotations

from lakip_lib.office import Gap, Office, Program

__all__ = ["names", "nodes"]


def nodes(office: Office) -> list[Program]:
    """All nodes of the budget tree, the unfunded ones too; none without program.csv."""
    try:
        return [n for p in office.all_programs for n in p.walk()]
    except Gap:
        return []


def names(office: Office) -> dict[str, str]:
    """Code -> name of all nodes."""
    return {n.code: n.name for n in nodes(office)}
