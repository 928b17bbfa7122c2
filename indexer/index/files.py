"""Files of a snapshot: records, sorted strings and arrays, written durably and read without copying.

Large files are memory-mapped: a record costs what it holds, wherever it stands, a snapshot of a million passages opens
as fast as one of ten, and its pages are shared by all workers. Small ones are read whole at open: whatever is written
over them later does not reach whoever has opened them, where it would end a process that has mapped them.
"""

from __future__ import annotations

import hashlib
import mmap
import os
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import orjson
from numpy.typing import NDArray

MAPPED_FROM_BYTES = 1 << 24
"""The size from which files are mapped."""


def fsync_file(path: Path) -> None:
    """Flush a file's bytes to the disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def write_durably(path: Path, content: bytes) -> None:
    """Replace `path` by `content` in one atomic rename; a crash leaves the old or the new content, whole."""
    partial = path.with_name(f".{path.name}.{os.getpid()}.partial")
    with partial.open("wb") as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())
    partial.replace(path)
    fsync_file(path.parent)


def file_sha256(path: Path) -> str:
    """SHA-256 of a file's bytes, in hex."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def save_array(path: Path, array: NDArray[Any]) -> None:
    """Write an array in NumPy's own format."""
    with path.open("wb") as stream:
        np.save(stream, array, allow_pickle=False)


def open_array(path: Path) -> NDArray[Any]:
    """An array, read-only; mapped into memory where it is large."""
    if is_mapped(path):
        # A plain view of the map: slicing NumPy's own class for maps costs several times as much.
        return np.asarray(np.load(path, mmap_mode="r", allow_pickle=False))
    array = np.asarray(np.load(path, allow_pickle=False))
    array.flags.writeable = False
    return array


def is_mapped(path: Path) -> bool:
    """Whether the file at `path` is large enough to be mapped."""
    return path.stat().st_size >= MAPPED_FROM_BYTES


def _map_bytes(path: Path) -> mmap.mmap | bytes:
    if not is_mapped(path):
        return path.read_bytes()
    with path.open("rb") as stream:
        return mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ)


class Blobs(Sequence[bytes]):
    """Byte strings by number: `NAME.bin` holds them end to end, `NAME.offsets.npy` where each begins (n + 1 values)."""

    def __init__(self, folder: Path, name: str) -> None:
        """Open the two files of `name` in `folder`."""
        self._bytes = _map_bytes(folder / f"{name}.bin")
        self._offsets = open_array(folder / f"{name}.offsets.npy")

    def __len__(self) -> int:
        """Number of blobs."""
        return len(self._offsets) - 1

    def __getitem__(self, number: Any) -> Any:
        """The bytes of blob `number` (0-based); IndexError outside."""
        if not 0 <= number < len(self):
            raise IndexError(number)
        return self._bytes[int(self._offsets[number]) : int(self._offsets[number + 1])]

    @staticmethod
    def write(folder: Path, name: str, blobs: Iterable[bytes]) -> int:
        """Write `blobs` as the two files of `name`; return how many there were."""
        offsets = [0]
        with (folder / f"{name}.bin").open("wb") as stream:
            for blob in blobs:
                stream.write(blob)
                offsets.append(offsets[-1] + len(blob))
        save_array(folder / f"{name}.offsets.npy", np.asarray(offsets, dtype=np.int64))
        return len(offsets) - 1


class Records:
    """JSON values by number, read one at a time."""

    def __init__(self, folder: Path, name: str) -> None:
        """Open the records of `name` in `folder`."""
        self._blobs = Blobs(folder, name)

    def __len__(self) -> int:
        """Number of records."""
        return len(self._blobs)

    def __getitem__(self, number: int) -> Any:
        """Record `number` (0-based); IndexError outside."""
        return orjson.loads(self._blobs[number])

    def __iter__(self) -> Iterator[Any]:
        """All records in order."""
        return (self[number] for number in range(len(self)))

    @staticmethod
    def write(folder: Path, name: str, records: Iterable[Any]) -> int:
        """Write JSON-able `records`; return how many there were."""
        return Blobs.write(folder, name, (orjson.dumps(record) for record in records))


class SortedStrings:
    """Distinct strings in the order of their UTF-8 bytes; a string's number is its rank, found by binary search."""

    def __init__(self, folder: Path, name: str) -> None:
        """Open the strings of `name` in `folder`."""
        self._blobs = Blobs(folder, name)

    def __len__(self) -> int:
        """Number of strings."""
        return len(self._blobs)

    def __getitem__(self, number: int) -> str:
        """The string of rank `number`."""
        return bytes(self._blobs[number]).decode("utf-8")

    def find(self, text: str) -> int:
        """The rank of `text`, or -1 when it is not there."""
        wanted = text.encode("utf-8", "surrogatepass")
        low, high = 0, len(self._blobs)
        while low < high:
            middle = (low + high) // 2
            if self._blobs[middle] < wanted:
                low = middle + 1
            else:
                high = middle
        return low if low < len(self._blobs) and self._blobs[low] == wanted else -1

    @staticmethod
    def write(folder: Path, name: str, strings: Iterable[str]) -> list[str]:
        """Write the distinct `strings` sorted; return them in rank order."""
        ranked = sorted({text.encode("utf-8") for text in strings})
        Blobs.write(folder, name, ranked)
        return [blob.decode("utf-8") for blob in ranked]
