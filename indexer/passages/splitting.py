"""From a parsed article to its passages, section by section; tiny subsections share a passage under their parent."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from indexer.domain import LanguageCode, ParsedArticle, Passage, Sentence, SentenceRole, Span
from indexer.passages.atoms import (
    AFTER_HEADING,
    AFTER_LEAD_IN,
    NEW_SECTION,
    Atom,
    Groups,
    body_atoms,
    lead_in_span,
)
from indexer.passages.packing import pack
from indexer.passages.sections import Section, find_sections

_SMALL_SECTION = 350
_TINY_SECTION = 200
_ONE_LINE = 130
_LISTED_SECTION = 1000


def split_passages(parsed: ParsedArticle) -> tuple[Passage, ...]:
    """The passages of an article in reading order, ids `ARTICLE#1`, `ARTICLE#2`, ….

    Each is a slice of some 200 to 900 characters, at most 1,100; only what offers no place to break is longer, and a
    short section gives a shorter one. No passage holds residue, and none crosses a heading of its own section's level
    or above.
    """
    article = parsed.article
    runs = _runs(article.source, find_sections(parsed), article.language)
    residue = [item.span for item in parsed.residue]
    packed = [atoms for run in runs for part in pack(run, residue) if (atoms := _without_own_title(part))]
    packed = [atoms for atoms in packed if not _is_bare_heading(atoms)]
    return tuple(_passage(parsed, number, atoms) for number, atoms in enumerate(packed, start=1))


def _runs(source: str, section: Section, code: LanguageCode) -> list[list[Atom]]:
    """Stretches of atoms between which there is always a break."""
    # A section without heading is what a series of subsections gave back; it stands for itself.
    titled = [child for child in section.children if child.heading]
    if section.children[: len(titled)] == titled and _is_list_of_sections(source, section, titled, code):
        rest = [_runs(source, child, code) for child in section.children[len(titled) :]]
        return [_titled(section, _folded(source, section, titled, code)), *(run for runs in rest for run in runs)]
    body = body_atoms(source, section.body, code, path=section.path, groups=Groups())
    runs = [_titled(section, body)] if body else []
    index = 0
    while index < len(section.children):
        tiny = _tiny_run(section.children, index, is_top=not section.path)
        if tiny:
            parent = Section(heading=section.heading, level=section.level, path=section.path)
            runs.append(_folded(source, parent, tiny, code))
            index += len(tiny)
        else:
            runs.extend(_runs(source, section.children[index], code))
            index += 1
    return [run for run in runs if run]


def _is_bare_heading(atoms: Sequence[Atom]) -> bool:
    """Whether a section's heading was parted from what it heads, by residue or by the limit; its path keeps it."""
    return all(sentence.role is SentenceRole.HEADING for atom in atoms for sentence in atom.sentences)


def _titled(section: Section, atoms: list[Atom]) -> list[Atom]:
    """`atoms` under their section's heading: the passage that begins with it can quote it too."""
    # The article's own title heads no section: it stands in no path either.
    if section.heading is None or not section.path or not atoms:
        return atoms
    span = section.heading.span
    heading = Sentence(span=span, role=SentenceRole.HEADING, marker=section.heading.marker)
    first = Atom(span=span, sentences=(heading,), price=NEW_SECTION, path=section.path)
    return [first, replace(atoms[0], price=AFTER_HEADING), *atoms[1:]]


def _is_list_of_sections(source: str, section: Section, children: Sequence[Section], code: LanguageCode) -> bool:
    """Whether the subsections are all small, or few paragraphs each and announced by a lead-in."""
    if len(children) < 2 or not all(child.is_leaf and child.body for child in children):
        return False
    longest = max(child.length for child in children)
    if not section.path:
        # The sections of the article itself are topics of their own, unless they are mere labels with a line each.
        is_announced = longest <= _TINY_SECTION and _lead_in(source, section, code) is not None
        return is_announced or (longest <= _ONE_LINE and len(children) >= 3 and not section.body)
    if longest <= _SMALL_SECTION and section.length <= _LISTED_SECTION:
        return True
    return longest <= _LISTED_SECTION and _lead_in(source, section, code) is not None


def _lead_in(source: str, section: Section, code: LanguageCode) -> Span | None:
    if not section.body:
        return None
    numbered = all(child.heading.marker for child in section.children if child.heading)
    return lead_in_span(source, section.body[-1], code, follower_is_numbered=numbered)


def _tiny_run(children: Sequence[Section], index: int, *, is_top: bool) -> list[Section]:
    """The small sections from `index` on, when there are enough of them to be told together."""
    run: list[Section] = []
    longest = _ONE_LINE if is_top else _TINY_SECTION
    for at in range(index, len(children)):
        child = children[at]
        if not (child.is_leaf and child.heading and child.body and child.length <= longest):
            break
        run.append(child)
    return run if len(run) >= (3 if is_top else 2) else []


def _without_own_title(atoms: Sequence[Atom]) -> Sequence[Atom]:
    """`atoms` without the heading they begin with, when it is the only one and belongs to no list: the path has it."""
    titles = [atom for atom in atoms if atom.is_title]
    if len(titles) == 1 and atoms[0].is_title and not atoms[0].context:
        return atoms[1:]
    return atoms


def _folded(source: str, parent: Section, children: Sequence[Section], code: LanguageCode) -> list[Atom]:
    """The atoms of a section and its subsections in one run; a subsection's heading is the title of a list item."""
    groups = Groups()
    lead_in = _lead_in(source, parent, code)
    atoms = body_atoms(source, parent.body, code, path=parent.path, groups=groups)
    if lead_in and atoms:
        last = atoms[-1]
        atoms[-1] = replace(last, sentences=tuple(replace(s, role=SentenceRole.LEAD_IN) for s in last.sentences))
    is_small = all(child.length <= _SMALL_SECTION for child in children)
    for index, child in enumerate(children):
        if child.heading is None:
            continue
        group = groups.next()
        heading = child.heading.span
        title = Sentence(span=heading, role=SentenceRole.ITEM, group=group, marker=child.heading.marker)
        outside = (lead_in,) if lead_in else ()
        price = AFTER_LEAD_IN if lead_in and not index else NEW_SECTION
        atoms.append(
            Atom(span=heading, sentences=(title,), price=price, path=parent.path, context=outside, is_title=True)
        )
        for position, atom in enumerate(body_atoms(source, child.body, code, path=child.path, groups=groups)):
            sentences = tuple(_under(sentence, heading, group, is_small=is_small) for sentence in atom.sentences)
            price = atom.price if position else AFTER_HEADING
            atoms.append(replace(atom, sentences=sentences, price=price, context=(*outside, *atom.context)))
    return atoms


def _under(sentence: Sentence, heading: Span, group: int, *, is_small: bool) -> Sentence:
    """A sentence below a heading that is a list item's title: it belongs to the item."""
    if sentence.group >= 0:
        return replace(sentence, context=(heading, *sentence.context))
    role = SentenceRole.ITEM if is_small and sentence.role is SentenceRole.SENTENCE else sentence.role
    return replace(sentence, role=role, context=(heading,), group=group)


def _passage(parsed: ParsedArticle, number: int, atoms: Sequence[Atom]) -> Passage:
    article = parsed.article
    span = Span(start=atoms[0].span.start, end=max(atom.span.end for atom in atoms))
    outside = dict.fromkeys(part for atom in atoms for part in atom.context if not span.contains(part))
    return Passage(
        id=f"{article.id}#{number}",
        article_id=article.id,
        language=article.language,
        span=span,
        text=span.of(article.source),
        sentences=_numbered(atoms),
        heading=atoms[0].path,
        context=tuple(sorted(outside)),
    )


def _numbered(atoms: Sequence[Atom]) -> tuple[Sentence, ...]:
    """The sentences of a passage, their groups numbered from 0 in it."""
    sentences = [sentence for atom in atoms for sentence in atom.sentences]
    order = {group: index for index, group in enumerate(dict.fromkeys(s.group for s in sentences if s.group >= 0))}
    return tuple(replace(sentence, group=order.get(sentence.group, -1)) for sentence in sentences)
