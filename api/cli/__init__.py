"""The commands of the CLI that answer questions: ask and eval (serve stands in api.commands)."""
