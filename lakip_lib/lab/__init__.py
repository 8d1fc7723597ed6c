"""Working in JupyterLab: the notebooks that it opens, and what the start notebook shows.

The server itself is started by `cli.lab`.
"""
