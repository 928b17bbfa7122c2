"""The commands of the CLI that need no answers: check, build, search, doctor."""
