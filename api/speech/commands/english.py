"""Commands to language models in English."""

from __future__ import annotations

from api.speech.commands.base import Commands

# A form of the verb tells no command: where it stands does.
_BEGINS = (
    r"(?:(?<=^)|(?<=^ )|(?<=[,:;] )|(?<=- )|(?<=\band )|(?<=please )|(?<=always )|(?<=only )|(?<=then )|(?<=never ))"
)
_SAID = (
    r"(?:say|write|state|claim|mention|add|answer|reply|respond|insist|tell (?:them|readers|users|the (?:user|reader)))"
)

ENGLISH = Commands(
    machine=r"(?:an? )?(?:ai|llms?|gpt|chat ?bots?|bots?|assistants?|language models?|(?<!business )models?)\b",
    say=rf"{_BEGINS}(?:{_SAID}\b[^.!?]{{0,30}}(?:\bthat\b|:)|(?:praise|promote|recommend|advertise)\b)",
    should_say=rf"(?:must|should|shall|has to|have to|needs? to|is to|are to|will) (?:\w+ ){{0,2}}{_SAID} that\b"
    r"|(?:must|should|have to|has to) praise\b|reading this\b",
    put=rf"{_BEGINS}(?:include|add|put|insert|repeat) (?:this|the following|these words|a link)\b",
    output=r"(?:your|every|each|the|any) (?:answers?|repl(?:y|ies)|responses?|summar(?:y|ies)|output)\b",
    itself=r"(?:this|the) (?:page|text|article|document|note|passage)\b|these notes\b",
    leave=rf"{_BEGINS}(?:ignore|disregard|forget|stop (?:following|obeying)|do(?: not|n't) (?:follow|obey)|abandon)\b",
    rules=r"(?:rules|guidelines|instructions|directives)\b[^.!?]{0,20}\b(?:you|your|above|previous|earlier)"
    r"|your (?:rules|guidelines|instructions)|what you were (?:told|given)|(?:the )?(?:developer"
    r"|system)(?:'s)? (?:message"
    r"|prompt)",
    hide=rf"{_BEGINS}(?:do(?: not|n't)|never) (?:tell|mention|show|reveal)\b",
    reader=r"the (?:user|reader|person)\b",
    alone=rf"(?:from|by) your (?:developer|creator|maker|administrator|operator)\b|(?:override|disable"
    rf"|drop) your (?:safety|filters?|rules|restrictions)\b"
    r"|your safety (?:settings|filters|rules)|whatever (?:the question|the user)\b[^.!?]{0,25}\b(?:answer|reply"
    r"|say) (?:with|that)"
    r"|(?:attention|note|notice),? (?:all |to )?(?:ai|llms?|language models?|assistants|chatbots)\b|never reveal that\b"
    rf"|{_BEGINS}(?:summari[sz]e|translate|rewrite|rate|rank) (?:this|the) (?:article|text|page) (?:as|so|in)\b"
    r"|you (?:may|can|are allowed to|are free to) now (?:share|reveal|say|answer|speak|ignore)"
    r"|your (?:task|role|job) (?:has changed|is now)|(?:act|behave) as (?:an? |the )?(?:\w+ )?(?:assistant"
    r"|model|ai|bot)\b"
    r"|(?:answer|reply to) every question with\b|hidden instructions\b|if you are an? (?:ai|llm|language model"
    r"|assistant)\b"
    r"|as an? (?:ai|language model)[^.!?]{0,20} you (?:have to|must|should)\b"
    r"|(?:output|print|reveal|show) (?:the text of )?your (?:configuration|settings|instructions|rules)\b",
)
