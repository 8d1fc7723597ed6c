"""Only what changed: what a report was made of, and which of it must be made again.

Content decides, never a time stamp.  This package knows notebooks, files and hashes; what a chapter's inputs mean is
told by whoever asks.  It imports nothing heavy, since most builds find that nothing has changed.
"""

from lakip_lib.reuse.contents import cells, code, file_digest, folder_digest, tree, versions
from lakip_lib.reuse.manifest import MANIFEST, Manifest, read_manifest
from lakip_lib.reuse.plan import CONTENT, Now, Plan, make_plan

__all__ = [
    "CONTENT", "MANIFEST", "Manifest", "Now", "Plan", "cells", "code", "file_digest", "folder_digest", "make_plan",
    "read_manifest", "tree", "versions",
]  # fmt: skip
