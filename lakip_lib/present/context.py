"""The names that narratives may use: Indonesian words for facts and measures of one office.

Nothing else is offered to a template; docs/kamus-data.md lists these names for analysts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import partial

from lakip_lib import numerals
from lakip_lib.measures import difference, total
from lakip_lib.office import Evaluation, Gap, Indicator, Office, Program, people
from lakip_lib.present import _nodes
from lakip_lib.present._messages import lower_first
from lakip_lib.quantity import Quantity

__all__ = ["Lazy", "context", "indicator_words"]


class Lazy(Mapping[str, object]):
    """A mapping whose values are computed when a template asks for them; an unknown name raises KeyError."""

    def __init__(self, makers: Mapping[str, Callable[[], object]]) -> None:
        self._makers = dict(makers)

    def __getitem__(self, name: str) -> object:
        return self._makers[name]()

    def __iter__(self) -> Iterator[str]:
        return iter(self._makers)

    def __len__(self) -> int:
        return len(self._makers)


class _ByNumber(Mapping[int, object]):
    def __init__(self, get: Callable[[int], object]) -> None:
        self._get = get

    def __getitem__(self, number: int) -> object:
        return self._get(number)

    def __iter__(self) -> Iterator[int]:  # pragma: no cover - a template indexes, it does not iterate
        return iter(())

    def __len__(self) -> int:  # pragma: no cover
        return 0


def context(office: Office, indicator: Indicator | None = None) -> Mapping[str, object]:
    """All names for one office: indicators by their code, then anggaran, program, pegawai, akip, upaya, and so on.

    With an `indicator`, ``i`` is that one.  A name is computed when it is asked for: a chapter reads what it tells.
    """
    return _Names(office, indicator)


class _Names(Lazy):
    """The names that every office has, and the codes of its indicators, which only an unknown name makes us look up."""

    def __init__(self, office: Office, indicator: Indicator | None) -> None:
        super().__init__(
            _makers(office) | ({} if indicator is None else {"i": lambda: indicator_words(office, indicator)})
        )
        self._office = office

    def __getitem__(self, name: str) -> object:
        if name in self._makers:
            return super().__getitem__(name)
        return indicator_words(self._office, self._indicators[name])

    def __contains__(self, name: object) -> bool:
        return name in self._makers or name in self._indicators

    def __iter__(self) -> Iterator[str]:
        return iter({**self._indicators, **self._makers})

    def __len__(self) -> int:
        return len({**self._indicators, **self._makers})

    @property
    def _indicators(self) -> dict[str, Indicator]:
        return {i.code: i for i in self._office.indicators}


def _makers(office: Office) -> dict[str, Callable[[], object]]:
    return {
        "tahun": lambda: str(office.year),
        "tahun_lalu": lambda: str(office.year - 1),
        "instansi": lambda: office.name,
        "wilayah": lambda: office.region,
        "kepala_daerah": lambda: office.setting("instansi", "kepala_daerah", "kepala daerah"),
        "renstra": lambda: Lazy(
            {"awal": lambda: str(office.data.period_years[0]), "akhir": lambda: str(office.data.period_years[1])}
        ),
        "rencana": lambda: office.planned_only,
        "indikator": lambda: [indicator_words(office, i) for i in office.indicators],
        "rata_rata_capaian": office.mean_achievement,
        "metode_efisiensi": lambda: office.efficiency_method,
        "anggaran": lambda: _money(office),
        "program": lambda: Lazy({p.code: partial(_program, p) for p in _nodes.nodes(office)}),
        "jumlah": lambda: _counts(office),
        "pegawai": lambda: _staff(office),
        "akip": lambda: _evaluation(office),
        "upaya": lambda: _ByNumber(office.effort),
        "dasar_hukum": lambda: list(office.profile.get("dasar_hukum", ())),
        "tugas": lambda: {
            "pokok": office.setting("tugas", "pokok", "belum diisi"),
            "fungsi": office.setting("tugas", "fungsi", []),
        },
        "organisasi": lambda: _units(office, ""),
        "visi": lambda: [g.text for g in office.goals("visi")],
        "misi": lambda: [g.text for g in office.goals("misi")],
        "tujuan": lambda: [g.text for g in office.goals("tujuan")],
    }


def indicator_words(office: Office, i: Indicator) -> Lazy:
    """What a narrative may say about one indicator."""
    last = office.year - 1
    return Lazy({
        "kode": lambda: i.code, "nama": lambda: i.name, "satuan": lambda: i.unit, "sasaran": lambda: i.goal.text,
        "arah": lambda: i.direction, "formulasi": lambda: i.formulation,
        "target": i.target, "realisasi": i.realised, "capaian": i.achievement, "kelas": i.achieved_class,
        "realisasi_lalu": lambda: i.realised(last), "capaian_lalu": lambda: i.achievement(last),
        "selisih": i.change, "pertumbuhan": i.growth,
        "target_akhir": lambda: i.target_in("Renstra", i.end_year), "tahun_akhir": lambda: str(i.end_year),
        "sisa_tahun": lambda: i.end_year - i.year, "capaian_akhir": i.against_end,
        "target_rkt": lambda: i.target_in("RKT"), "target_renstra": lambda: i.target_in("Renstra"),
        "pembilang": i.numerator, "penyebut": lambda: i.denominator() or "",
        "pembilang_lalu": lambda: i.numerator(last), "penyebut_lalu": lambda: i.denominator(last) or "",
        "selisih_pembilang": lambda: difference(i.numerator(), i.numerator(last)),
        "rasio": lambda: i.denominator() is not None, "jeda": lambda: i.lag,
        "pagu": lambda: office.budget(i.goal), "belanja": lambda: office.spent(i.goal),
        "serapan": lambda: office.absorption(i.goal),
        "efisiensi": lambda: office.efficiency(i)[2], "simpulan_efisiensi": lambda: office.efficiency_verdict(i),
        "pembanding": lambda: [{"wilayah": w, "nilai": q} for w, q in i.comparators()],
        "program": lambda: [_program(p) for p in office.programs_of(i.goal)],
    })  # fmt: skip


def _money(office: Office) -> Lazy:
    return Lazy({
        "pagu": office.budget, "realisasi": office.spent, "serapan": office.absorption,
        "sisa": lambda: difference(office.budget(), office.spent(), name="sisa anggaran"),
        "pagu_awal": office.first_budget, "berubah": lambda: office.revised,
    })  # fmt: skip


def _program(p: Program) -> Lazy:
    return Lazy({
        "kode": lambda: p.code, "nama": lambda: p.name, "pagu": lambda: p.budget, "realisasi": lambda: p.spent,
        "serapan": lambda: p.absorption, "berpagu": lambda: p.funded,
    })  # fmt: skip


def _units(office: Office, above: str) -> list[dict[str, object]]:
    rows = office.data.tables.get("organisasi", ())
    return [{"nama": r["nama"], "bawahan": _units(office, r["kode"])} for r in rows if r["induk"] == above]


def _counts(office: Office) -> Lazy:
    def of(level: str) -> Callable[[], Quantity]:
        return lambda: office.node_count(level)

    return Lazy({
        "program": of("program"), "kegiatan": of("kegiatan"), "sub_kegiatan": of("sub kegiatan"),
        "sasaran": lambda: len(office.goals("sasaran")), "indikator": lambda: len(office.indicators),
        "misi": lambda: len(office.goals("misi")), "tujuan": lambda: len(office.goals("tujuan")),
    })  # fmt: skip


def _staff(office: Office) -> Lazy:
    def of(*statuses: str) -> Callable[[], Quantity]:
        def count() -> Quantity:
            rows = [r["jumlah"] for r in office.rows("pegawai_golongan") if not statuses or r["status"] in statuses]
            return total(rows, name=f"pegawai {' '.join(statuses)}".strip())

        return count

    def counted() -> str:
        return lower_first(people(office, "pegawai_jenis_kelamin", "pegawai_pendidikan", "pegawai_jabatan"))

    return Lazy({
        "pns": of("PNS"), "pppk": of("PPPK"), "kontrak": of("kontrak"), "semua": of(), "terhitung": counted,
    })  # fmt: skip


def _evaluation(office: Office) -> Lazy:
    def last() -> Evaluation:
        if not office.evaluations:
            raise Gap(office.file("evaluasi_akip"))
        return office.evaluations[max(office.evaluations)]

    def issued() -> str:
        date = last().issued
        return f"terbit {numerals.write_date(date)}" if date else "tanggal terbit belum diketahui"

    lhe = office.data.year.get("lhe", {})
    return Lazy({
        "nilai": lambda: last().score, "predikat": lambda: last().grade, "tahun": lambda: str(last().year),
        "terbit": issued, "nomor": lambda: lhe.get("nomor", "nomor belum diketahui"),
        "penerbit": lambda: lhe.get("penerbit", "inspektorat"),
    })  # fmt: skip
