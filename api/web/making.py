"""What a reader is told about how an answer was made: by a language model, or why it was not."""

from __future__ import annotations

from api.domain import AnswerMode
from api.schemas import AskResponse
from api.web.interface import Interface

# What stands between them is laid out by itself, whatever its direction.
ISOLATED = "\N{FIRST STRONG ISOLATE}{name}\N{POP DIRECTIONAL ISOLATE}"


def making_of(answer: AskResponse, shown: Interface) -> list[str]:
    """Sentences on who wrote `answer`; none where no language model was to write it, or where there is no answer.

    The widget's script says the same.
    """
    made = answer.generation
    if made is None or not answer.answered:
        return []
    if answer.mode is not AnswerMode.GENERATIVE:
        return [shown.fallbacks[made.fallback.value]] if made.fallback is not None else []
    told = [shown.writing["written_by"].replace("{model}", ISOLATED.format(name=made.model))]
    if made.left_out:
        told.append(shown.writing["left_out"].replace("{count}", shown.digits(made.left_out)))
    if made.is_cut:
        told.append(shown.writing["cut"])
    return told
