"""The learner's page: templates, styles, interface texts, and an article shown for reading."""
