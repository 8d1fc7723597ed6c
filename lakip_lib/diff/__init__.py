"""Which published numbers differ between two builds of a report, and why.

Numbers are the `<data class="q">` of the stitched notebooks (docs/fragments.md); the reasons are the source cells that
each number names, and what the two manifests tell of files, code, versions and parameters.  It knows fragments and
manifests, not the subject.
"""

from lakip_lib.diff.changes import Change, Difference, compare
from lakip_lib.diff.numbers import Number, numbers

__all__ = ["Change", "Difference", "Number", "compare", "numbers"]
