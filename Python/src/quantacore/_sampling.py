# SPDX-License-Identifier: Apache-2.0
# Part of QuantaCore.
"""Shots of circuits and error models as NumPy arrays."""

from __future__ import annotations

import secrets
from typing import Any, Optional, Tuple

import numpy as np

from ._arrays import rows, unpacked, whole
from ._library import Handle, check, counts, library
from ._models import as_circuit, as_model

Shots = Tuple[np.ndarray, np.ndarray]


def _seed(seed: Optional[int]) -> int:
    if seed is None:
        return secrets.randbits(63)
    if isinstance(seed, bool) or not isinstance(seed, (int, np.integer)):
        raise TypeError(f"a seed is a whole number, not {type(seed).__name__}")
    if not 0 <= int(seed) < 1 << 64:
        raise ValueError("a seed is between 0 and 2**64 - 1")
    return int(seed)


class _Sampler:
    """A prepared source of shots, which goes on where the last call ended."""

    def __init__(self, handle: Handle, seed: Optional[int]) -> None:
        self._handle = handle
        shape = counts(handle)
        self._columns = (int(shape.detectors), int(shape.observables), int(shape.errors))
        self._seed = _seed(seed)
        self._calls = 0

    @property
    def num_detectors(self) -> int:
        """The number of detectors."""
        return self._columns[0]

    @property
    def num_observables(self) -> int:
        """The number of observables."""
        return self._columns[1]

    def _next_seed(self) -> int:
        """The seed of the next call: the sampler's own for the first, then others that follow from it."""
        call = self._calls
        self._calls += 1
        if call == 0:
            return self._seed
        words = np.random.SeedSequence([self._seed, call]).generate_state(1, np.uint64)
        return int(words[0])

    def _sample(self, shots: int, bit_packed: bool, with_errors: bool) -> list:
        count = whole(shots, "shots", 0)
        tables = [
            np.zeros((count, (columns + 7) // 8), dtype=np.uint8)
            for columns in self._columns[: 3 if with_errors else 2]
        ]
        places = [rows(table) for table in tables]
        if not with_errors:
            places.append((None, 0, 0))
        check(
            library.qk_sample(
                self._handle, self._next_seed(), count, *places[0], *places[1], *places[2]
            )
        )
        if bit_packed:
            return tables
        return [
            unpacked(table, columns).view(bool) for table, columns in zip(tables, self._columns)
        ]


class DemSampler(_Sampler):
    """Draws shots of a detector error model.

    Args:
        model: What `Decoder` takes as a model.
        seed: The same seed gives the same shots, on any machine; fresh entropy if None.
    """

    def __init__(self, model: Any, *, seed: Optional[int] = None) -> None:
        super().__init__(Handle(library.qk_samplerOfModel, as_model(model)._handle), seed)

    @property
    def num_errors(self) -> int:
        """The number of errors of the model."""
        return self._columns[2]

    def sample(
        self, shots: int, *, bit_packed: bool = False, return_errors: bool = False
    ) -> Tuple[np.ndarray, np.ndarray, Optional[np.ndarray]]:
        """Draws shots.

        Args:
            shots: How many.
            bit_packed: Whether the arrays shall be packed, 8 bits a byte, lowest first.
            return_errors: Whether to tell which errors happened.

        Returns:
            Detection events, observable flips, and the errors or None: bool of shape (shots, number of
            each), or packed uint8.
        """
        tables = self._sample(shots, bit_packed, return_errors)
        return tables[0], tables[1], tables[2] if return_errors else None


class DetectionSampler(_Sampler):
    """Draws shots of a noisy circuit.

    Args:
        circuit: A stim.Circuit, a quantacore.Circuit, `.stim` text or the path of a file.
        seed: The same seed gives the same shots, on any machine; fresh entropy if None.
    """

    def __init__(self, circuit: Any, *, seed: Optional[int] = None) -> None:
        handle = Handle(library.qk_samplerOfCircuit, as_circuit(circuit)._handle)
        super().__init__(handle, seed)

    def sample(self, shots: int, *, bit_packed: bool = False) -> Shots:
        """Draws shots.

        Args:
            shots: How many.
            bit_packed: Whether the arrays shall be packed, 8 bits a byte, lowest first.

        Returns:
            Detection events and observable flips: bool of shape (shots, number of each), or packed uint8.
        """
        detections, observables = self._sample(shots, bit_packed, False)
        return detections, observables


def detect(
    circuit: Any, shots: int, *, seed: Optional[int] = None, bit_packed: bool = False
) -> Shots:
    """Draws shots of a noisy circuit; see `DetectionSampler`.

    Returns:
        Detection events and observable flips.
    """
    return DetectionSampler(circuit, seed=seed).sample(shots, bit_packed=bit_packed)


def sample_dem(
    model: Any, shots: int, *, seed: Optional[int] = None, bit_packed: bool = False
) -> Shots:
    """Draws shots of a detector error model; see `DemSampler`.

    Returns:
        Detection events and observable flips.
    """
    detections, observables, _ = DemSampler(model, seed=seed).sample(shots, bit_packed=bit_packed)
    return detections, observables
