"""From Hits to Answers over HTTP: composition, citations, routes, the learner's page."""
