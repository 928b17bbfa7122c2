"""`python -m indexer` is `manba`."""

from indexer.cli import main

main()
