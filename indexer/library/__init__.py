"""The library: articles as editors keep them on disk, every version of them, and the work of indexing them."""
