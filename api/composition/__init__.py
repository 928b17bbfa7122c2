"""From Hits to the sentences of an Answer: which ones, in what order, and how sure they are."""
