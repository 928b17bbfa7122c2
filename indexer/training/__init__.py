"""Training of the built-in model: from folders of parallel text to a model directory. Not imported by the product."""
