"""Columns that several tables of the report have: the same thing has the same key and title in all of them."""

from __future__ import annotations

from lakip_lib.present.grid import Column

NO = Column("no", "No.", number=True)
GOAL = Column("sasaran", "Sasaran strategis")
INDICATOR = Column("indikator", "Indikator kinerja utama")
UNIT = Column("satuan", "Satuan")
TARGET = Column("target", "Target", number=True)
REALISED = Column("realisasi", "Realisasi", number=True)
ACHIEVED = Column("capaian", "Capaian (%)", number=True)
PROGRAM = Column("program", "Program")
BUDGET = Column("pagu", "Anggaran (Rp)", number=True)
SPENT = Column("realisasi", "Realisasi (Rp)", number=True)
ABSORBED = Column("serapan", "Serapan (%)", number=True)
