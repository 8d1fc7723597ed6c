"""What a chapter puts on the page: facts and measures of an `Office` as fragments of HTML (docs/fragments.md).

`tables`, `charts`, `diagrams` and `prose` make one thing each, or the `Gap` in its way; `show` displays it.  Numbers
are written by `origin`, so that each of them says where it comes from.
"""
