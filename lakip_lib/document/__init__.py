"""A finished report as a model that any format can fill: `read` picks the reader, recognisers give tables a meaning."""
