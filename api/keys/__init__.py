"""Keys: who may ask, edit and administer. Secrets are shown once and stored only as their SHA-256."""
