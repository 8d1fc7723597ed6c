"""The catalogue of rules over source tables; docs/aturan/<code>.md has a page for each."""

from __future__ import annotations

from lakip_lib.review.finding import Rule

__all__ = ["RULES"]

UNUSABLE = Rule("DAT01", "galat", "Tabel sumber tidak dapat dipakai")
DOUBTFUL = Rule("DAT02", "peringatan", "Isi sel meragukan saat dibaca")
ABSENT = Rule("DAT03", "catatan", "Tabel sumber belum tersedia")

OVERSPENT = Rule("DAT04", "galat", "Realisasi melebihi pagu")
FREE_OUTPUT = Rule("DAT05", "peringatan", "Keluaran tanpa uang")
NO_OUTPUT = Rule("DAT06", "peringatan", "Uang tanpa keluaran")
LOW_ABSORPTION = Rule("DAT07", "peringatan", "Serapan rendah tanpa penjelasan")
NO_BUDGET_ROW = Rule("DAT08", "catatan", "Sub kegiatan tanpa baris anggaran")
UNFUNDED_RESULT = Rule("DAT09", "peringatan", "Hasil dari program yang tidak dianggarkan")

PARTS = Rule("DAT10", "galat", "Rincian upaya tidak sama dengan jumlahnya")
PARTS_OPEN = Rule("DAT11", "peringatan", "Rincian upaya belum lengkap atau berbeda satuan")
ABOVE_WHOLE = Rule("DAT12", "peringatan", "Pembilang melebihi penyebut")
STAFF = Rule("DAT13", "galat", "Jumlah pegawai berbeda antartabel")
ASSETS = Rule("DAT14", "galat", "Keadaan sarana tidak menjumlah")
ASSET_TWICE = Rule("DAT15", "catatan", "Barang tercantum lebih dari sekali")
SCORES = Rule("DAT16", "galat", "Bobot evaluasi tidak berjumlah 100")
QUARTERS = Rule("DAT17", "galat", "Angka triwulan berbeda dari angka tahunan")
DATES = Rule("DAT18", "peringatan", "Tanggal tidak sesuai dengan tahunnya")

TARGETS_OPEN = Rule("DAT19", "peringatan", "Target Renstra tidak lengkap")
TARGETS_DIFFER = Rule("DAT20", "catatan", "Target berbeda antardokumen")
TARGET_LOWERED = Rule("DAT21", "peringatan", "Target diturunkan")
TARGET_BELOW = Rule("DAT22", "peringatan", "Target di bawah hasil tahun lalu")
END_REACHED = Rule("DAT23", "peringatan", "Target akhir sudah tercapai")
TARGET_STILL = Rule("DAT24", "catatan", "Target Renstra tidak bergerak")
UNTIED = Rule("DAT25", "peringatan", "Sasaran, indikator, dan program tidak terhubung")
NO_INDICATOR = Rule("DAT26", "peringatan", "Program tanpa indikator")
UNFILLED = Rule("DAT27", "catatan", "Target atau realisasi belum terisi")

JUMP = Rule("DAT28", "peringatan", "Lonjakan yang perlu dijelaskan")
CONSTANT = Rule("DAT29", "peringatan", "Deret yang tidak pernah berubah")
FAR_ABOVE = Rule("DAT30", "peringatan", "Capaian jauh di atas target")
UNEXPLAINED = Rule("DAT31", "peringatan", "Capaian di bawah 100% tanpa kendala dan solusi")
PROGRAM_SHORT = Rule("DAT32", "catatan", "Indikator program belum mencapai target")
NOT_EFFICIENT = Rule("DAT33", "galat", "Sebutan efisien bertentangan dengan aturan")
NO_FOLLOW_UP = Rule("DAT34", "peringatan", "Rekomendasi evaluasi belum ditindaklanjuti")
UNSIGNED = Rule("DAT35", "catatan", "Pengesahan belum lengkap")
AS_OF = Rule("DAT36", "catatan", "Tanggal keadaan data tidak jelas")
COPIED = Rule("DAT37", "peringatan", "Narasi masih salinan tahun lain")

#: Every rule of the catalogue, by code.
RULES: dict[str, Rule] = {r.code: r for r in list(vars().values()) if isinstance(r, Rule)}
