# SPDX-License-Identifier: Apache-2.0
# Part of QuantaCore.
"""NumPy arrays as the library's packed rows, and back; every wrong shape or type is refused here."""

from __future__ import annotations

import operator
from typing import Any, Optional, Sequence, Tuple

import numpy as np

Rows = Tuple[int, int, int]


def address(array: np.ndarray) -> int:
    """Where an array's memory begins."""
    return array.__array_interface__["data"][0]


def whole(value: Any, name: str, least: int, most: Optional[int] = None) -> int:
    """A whole number of any type that stands for one, in a range.

    Raises:
        TypeError: It is not whole: a float, a text, a bool.
        ValueError: It is out of range.
    """
    try:
        if isinstance(value, (bool, np.bool_)):
            raise TypeError
        number = operator.index(value)
    except TypeError:
        raise TypeError(
            f"{name} must be a whole number, but is {value!r} of type {type(value).__name__}"
        ) from None
    if number < least or (most is not None and number > most):
        limits = f"be at least {least}" if most is None else f"lie between {least} and {most}"
        raise ValueError(f"{name} must {limits}, but is {number}")
    return number


def reals(values: Any, name: str) -> np.ndarray:
    """Numbers as float64.

    Raises:
        TypeError: They are no numbers.
    """
    array = np.asarray(values)
    try:
        if array.dtype.kind not in "buifO":
            raise TypeError
        return array.astype(np.float64)
    except (TypeError, ValueError):
        raise TypeError(f"{name} must be numbers, but are {array.dtype}") from None


def bits(values: Any, name: str, dimensions: int) -> np.ndarray:
    """An array of zeros and ones as bool.

    Raises:
        TypeError: The elements are neither bool nor whole numbers.
        ValueError: The array has another number of dimensions, or an element is neither 0 nor 1.
    """
    array = np.asarray(values)
    if array.size == 0 and array.dtype == np.float64 and not isinstance(values, np.ndarray):
        array = array.astype(np.uint8)  # an empty list has no type of its own
    if array.dtype.kind not in "bui":
        raise TypeError(f"{name} must hold bool or whole numbers, not {array.dtype}")
    if array.ndim != dimensions:
        raise ValueError(
            f"{name} must have {dimensions} dimension{'s' if dimensions > 1 else ''}, but its shape is {array.shape}"
        )
    if array.dtype.kind == "b":
        return array
    if array.size and (array.max() > 1 or array.dtype.kind == "i" and array.min() < 0):
        raise ValueError(f"{name} must hold only 0 and 1; are its bits packed?")
    return array.view(bool) if array.dtype == np.uint8 else array.astype(bool)


def packed(values: Any, columns: int, is_packed: bool, name: str) -> np.ndarray:
    """Shots as packed rows: uint8 of shape (shots, ceil(columns / 8)), each row without gaps.

    Args:
        values: Packed rows, or zeros and ones of shape (shots, columns).
        columns: The number of bits in a row.
        is_packed: Whether `values` are packed, lowest bit first.
        name: What messages call the values.
    """
    width = (columns + 7) // 8
    if not is_packed:
        array = bits(values, name, 2)
        if array.shape[1] != columns:
            raise ValueError(
                f"{name} must have shape (shots, {columns}), one column for each detector, but its shape is "
                f"{array.shape}"
            )
        # What comes out of a transposed array lies column by column.
        return np.ascontiguousarray(
            np.packbits(array, axis=1, bitorder="little")
        )
    array = np.asarray(values)
    if array.dtype != np.uint8:
        raise TypeError(f"{name}, being bit-packed, must be uint8, not {array.dtype}")
    if array.ndim != 2 or array.shape[1] != width:
        raise ValueError(
            f"{name}, being bit-packed, must have shape (shots, {width}) for {columns} detectors, but its shape is "
            f"{array.shape}"
        )
    if array.shape[0] and array.shape[1] and (array.strides[1] != 1 or array.strides[0] < width):
        array = np.ascontiguousarray(array)
    return array


def rows(array: np.ndarray) -> Rows:
    """Packed rows as the library takes them: address, bytes, stride."""
    count, width = array.shape
    if count == 0 or width == 0:
        return (address(array), 0, 0)
    stride = array.strides[0] if count > 1 else width
    return (address(array), (count - 1) * stride + width, stride)


def unpacked(array: np.ndarray, columns: int) -> np.ndarray:
    """Packed rows as uint8 zeros and ones of shape (shots, columns)."""
    if columns == 0:
        return np.zeros((array.shape[0], 0), dtype=np.uint8)
    return np.unpackbits(array, axis=1, count=columns, bitorder="little")


def defects(syndrome: Any, columns: int, name: str = "syndrome") -> np.ndarray:
    """The detectors that fired in a syndrome of zeros and ones, as uint32, ascending."""
    array = bits(syndrome, name, 1)
    if array.shape[0] != columns:
        raise ValueError(
            f"{name} must have length {columns}, one element for each detector, but its length is {array.shape[0]}"
        )
    return np.flatnonzero(array).astype(np.uint32)


def defect_lists(
    shots: Sequence[Sequence[int]], columns: int, name: str = "shots"
) -> Tuple[np.ndarray, np.ndarray]:
    """The detectors that fired shot by shot, as lists end to end: offsets, detectors.

    Raises:
        TypeError: Detectors are not whole numbers.
        ValueError: A shot is not a list, or there is no such detector.
    """
    lists = [np.asarray(shot) for shot in shots]
    for shot, fired in enumerate(lists):
        if fired.ndim != 1:
            raise ValueError(
                f"{name}[{shot}] must be a list of detectors, but its shape is {fired.shape}"
            )
        if fired.size and fired.dtype.kind not in "ui":
            raise TypeError(
                f"{name}[{shot}] must hold whole numbers, but is {fired.tolist()} of {fired.dtype}"
            )
    offsets = np.zeros(len(lists) + 1, dtype=np.uint64)
    offsets[1:] = np.cumsum([fired.size for fired in lists], dtype=np.uint64)
    # Numbers too large for int64 come out negative.
    flat = np.concatenate([np.empty(0, np.int64)] + [fired.astype(np.int64) for fired in lists])
    wrong = np.flatnonzero((flat < 0) | (flat >= columns))
    if wrong.size:
        shot = int(np.searchsorted(offsets, wrong[0], side="right")) - 1
        detector = lists[shot][int(wrong[0] - offsets[shot])]
        raise ValueError(
            f"{name}[{shot}] names detector {detector}, but detectors are numbered from 0 to {columns - 1}"
        )
    return offsets, flat.astype(np.uint32)


def prior_lists(
    priors: Any, shots: int, errors: int
) -> Tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Probabilities of errors shot by shot, as lists end to end: offsets, error numbers, probabilities.

    Raises:
        TypeError: Error numbers are not whole, or probabilities are no numbers.
        ValueError: The priors do not fit the shots or the model.
    """
    if hasattr(priors, "tocsr"):
        table = priors.tocsr()
        if table.shape != (shots, errors):
            raise ValueError(
                f"priors must have shape ({shots}, {errors}), shots by errors, but their shape is {table.shape}"
            )
        return (
            table.indptr.astype(np.uint64),
            table.indices.astype(np.uint32),
            np.ascontiguousarray(reals(table.data, "priors")),
        )
    if len(priors) != shots:
        raise ValueError(f"there are {shots} shots, but priors for {len(priors)}")
    numbers = [np.asarray(entry[0]).reshape(-1) for entry in priors]
    chances = [reals(entry[1], "the probabilities of priors").reshape(-1) for entry in priors]
    for shot, (named, values) in enumerate(zip(numbers, chances)):
        if named.size != values.size:
            raise ValueError(
                f"the priors of shot {shot} name {named.size} errors, but give {values.size} probabilities"
            )
        if named.size and named.dtype.kind not in "ui":
            raise TypeError(f"the errors of shot {shot} must be whole numbers")
        if named.size and (named.min() < 0 or named.max() >= errors):
            raise ValueError(f"shot {shot} names an error that is not in 0..{errors - 1}")
    offsets = np.zeros(shots + 1, dtype=np.uint64)
    offsets[1:] = np.cumsum([named.size for named in numbers], dtype=np.uint64)
    flat = np.concatenate(numbers + [np.empty(0, np.int64)]).astype(np.uint32)
    return offsets, flat, np.concatenate(chances + [np.empty(0, np.float64)])
