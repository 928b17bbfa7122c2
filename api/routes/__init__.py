"""The addresses of the contract, one module per subject."""
