"""Concepts: what the glossary names, which name means what in an article, and what a question asks about."""

from indexer.concepts.annotating import with_concepts
from indexer.concepts.glossary import Concept, Glossary, Name, load_glossary, read_glossary
from indexer.concepts.mentions import Decision, Mention, NameFinder
from indexer.concepts.questions import AskedConcept, QuestionConcepts
from indexer.concepts.reading import ConceptReading, check_terms, known_terms, read_concepts
from indexer.concepts.terms import NO_CONCEPT, parse_sidecar, read_sidecar, read_terms, sidecar_of

__all__ = [
    "NO_CONCEPT",
    "AskedConcept",
    "Concept",
    "ConceptReading",
    "Decision",
    "Glossary",
    "Mention",
    "Name",
    "NameFinder",
    "QuestionConcepts",
    "check_terms",
    "known_terms",
    "load_glossary",
    "parse_sidecar",
    "read_concepts",
    "read_glossary",
    "read_sidecar",
    "read_terms",
    "sidecar_of",
    "with_concepts",
]
