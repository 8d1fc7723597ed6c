"""Turn the stitched notebook into files to read: one module for each format, with nbconvert exporters on top.

`html.render`, `pdf.render` and `docx.render` are plain functions; `jupyter nbconvert --to
lakip-html|lakip-pdf|lakip-docx` calls them through `exporters`.  Nothing here knows what a report is about.
"""
