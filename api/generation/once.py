"""One question answered outside a server: in the terminal."""

from __future__ import annotations

import asyncio

from api.answering import Answerer
from api.domain import Answer, AnswerMode
from api.generation.writer import Writer
from api.generation.writing import Commission, commission, written
from api.schemas import AskQuery
from api.settings import Settings
from api.telling import Telling


def answer_once(answerer: Answerer, ask: AskQuery, settings: Settings) -> Answer:
    """The whole Answer, written by the model that `settings` name where there is one; see `Answerer.answer`."""
    if not settings.writes or ask.mode is AnswerMode.EXTRACTIVE:
        return answerer.answer(
            ask.question,
            language=ask.language,
            top_k=ask.top_k,
            source_languages=ask.source_languages,
            article_ids=ask.article_ids,
            mode=ask.mode or AnswerMode.EXTRACTIVE,
        )
    answer, work = commission(answerer, ask)
    return answer if work is None else asyncio.run(_written(work, Writer(settings)))


async def _written(work: Commission, writer: Writer) -> Answer:
    try:
        return await Telling(language=work.draft.reader, parts=written(work, writer)).whole()
    finally:
        await asyncio.get_running_loop().shutdown_default_executor()
        await writer.close()
