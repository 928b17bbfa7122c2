"""The index: snapshots on disk, their vector and lexical legs, and the build that makes them."""
