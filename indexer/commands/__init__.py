"""The commands of the CLI that need no answers: check, build, add, remove, search, doctor."""
