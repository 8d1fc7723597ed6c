"""A new fiscal year made from the one before it: `draft` decides what is carried over, `write` puts it into files."""

from lakip_lib.new._draft import Draft, draft
from lakip_lib.new._write import OccupiedError, write

__all__ = ["Draft", "OccupiedError", "draft", "write"]
