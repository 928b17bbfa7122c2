"""Packing atoms into passages: the division with the lowest price of breaks and sizes."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from itertools import pairwise

from indexer.domain import Span
from indexer.passages.atoms import MAX_PASSAGE, Atom

_SMALL, _GOOD, _LARGE = 200, 550, 900
_PER_PASSAGE = 0.6
_MOST_ATOMS = 40


def pack(atoms: Sequence[Atom], residue: Sequence[Span]) -> list[list[Atom]]:
    """Divide `atoms` into passages; a passage never spans residue, nor over 1,100 characters unless one atom does."""
    packed: list[list[Atom]] = []
    for stretch in _between(atoms, residue):
        packed.extend(_best_division(stretch))
    return packed


def _between(atoms: Sequence[Atom], residue: Sequence[Span]) -> list[list[Atom]]:
    stretches: list[list[Atom]] = [[*atoms[:1]]] if atoms else []
    starts = sorted(cut.start for cut in residue)
    for before, atom in pairwise(atoms):
        first = bisect_left(starts, before.span.end)
        if first < len(starts) and starts[first] < atom.span.start:
            stretches.append([])
        stretches[-1].append(atom)
    return stretches


def _best_division(atoms: Sequence[Atom]) -> list[list[Atom]]:
    """Dynamic programming over the places to break; linear in the atoms, of which a passage holds 40 at most."""
    cheapest = [0.0] + [float("inf")] * len(atoms)
    came_from = [0] * (len(atoms) + 1)
    for stop in range(1, len(atoms) + 1):
        for start in range(stop - 1, max(-1, stop - 1 - _MOST_ATOMS), -1):
            size = atoms[stop - 1].span.end - atoms[start].span.start
            if size > MAX_PASSAGE and start < stop - 1:
                break
            price = cheapest[start] + (atoms[start].price if start else 0.0) + _PER_PASSAGE + _size_price(size)
            if price < cheapest[stop]:
                cheapest[stop], came_from[stop] = price, start
    bounds = [len(atoms)]
    while bounds[-1] > 0:
        bounds.append(came_from[bounds[-1]])
    return [list(atoms[start:stop]) for stop, start in pairwise(bounds)][::-1]


def _size_price(size: int) -> float:
    if size < _SMALL:
        return 1.0 + 4.0 * (_SMALL - size) / _SMALL
    if size <= _LARGE:
        return abs(size - _GOOD) / _GOOD
    return 1.5 + 4.0 * (size - _LARGE) / (MAX_PASSAGE - _LARGE)
