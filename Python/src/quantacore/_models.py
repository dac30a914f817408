# SPDX-License-Identifier: Apache-2.0
# Part of QuantaCore.
"""Circuits and detector error models."""

from __future__ import annotations

import functools
import os
import pathlib
import re
from typing import Any, Dict, FrozenSet, Iterator, List, Set, Tuple, Union

from ._library import Counts, Handle, call_text, counts, library

PathLike = Union[str, "os.PathLike[str]"]
# An instruction of a model as the library writes it: name, arguments, targets.
_INSTRUCTION = re.compile(r"\s*(error|shift_detectors|repeat|\})(?:\[[^\]]*\])?(?:\(([^)]*)\))?(.*)")


class Circuit:
    """A noisy stabilizer circuit in the language of Stim, read and checked.

    Args:
        text: The circuit in `.stim` format.

    Raises:
        QuantaCoreError: The text is no circuit; the message begins with line:column.
    """

    def __init__(self, text: str) -> None:
        if not isinstance(text, str):
            raise TypeError(f"a circuit is made of text, not of {type(text).__name__}")
        data = text.encode()
        self._handle = Handle(library.qk_circuitFromText, data, len(data))
        self._text = text

    @classmethod
    def from_file(cls, path: PathLike) -> "Circuit":
        """Reads a `.stim` file."""
        circuit = cls.__new__(cls)
        circuit._handle = Handle(library.qk_circuitFromFile, os.fsencode(path))
        circuit._text = pathlib.Path(path).read_text()
        return circuit

    @functools.cached_property
    def _counts(self) -> Counts:
        return counts(self._handle)

    @property
    def num_detectors(self) -> int:
        """The number of detectors."""
        return self._counts.detectors

    @property
    def num_observables(self) -> int:
        """The number of observables."""
        return self._counts.observables

    def detector_error_model(
        self,
        *,
        decompose_errors: bool = False,
        flatten_loops: bool = False,
        allow_gauge_detectors: bool = False,
        approximate_disjoint_errors: float = 0.0,
        ignore_decomposition_failures: bool = False,
        block_decomposition_from_introducing_remnant_edges: bool = False,
    ) -> "ErrorModel":
        """The circuit's errors, each with the detectors and observables that it flips.

        The options have the names and the meaning that they have in Stim.
        """
        options = (
            (1 if decompose_errors else 0)
            | (0 if flatten_loops else 2)
            | (4 if allow_gauge_detectors else 0)
            | (8 if ignore_decomposition_failures else 0)
            | (16 if block_decomposition_from_introducing_remnant_edges else 0)
        )
        return ErrorModel._of(
            Handle(
                library.qk_modelFromCircuit,
                self._handle,
                options,
                float(approximate_disjoint_errors),
            )
        )

    def __str__(self) -> str:
        return self._text

    def __repr__(self) -> str:
        return f"<quantacore.Circuit of {self.num_detectors} detectors>"

    def __reduce__(self):
        return (Circuit, (self._text,))


class ErrorModel:
    """A detector error model, read and checked.

    Args:
        text: The model in `.dem` format.

    Raises:
        QuantaCoreError: The text is no model; the message begins with line:column.
    """

    def __init__(self, text: str) -> None:
        if not isinstance(text, str):
            raise TypeError(f"an error model is made of text, not of {type(text).__name__}")
        data = text.encode()
        self._handle = Handle(library.qk_modelFromText, data, len(data))

    @classmethod
    def _of(cls, handle: Handle) -> "ErrorModel":
        model = cls.__new__(cls)
        model._handle = handle
        return model

    @classmethod
    def from_file(cls, path: PathLike) -> "ErrorModel":
        """Reads a `.dem` file."""
        return cls._of(Handle(library.qk_modelFromFile, os.fsencode(path)))

    @functools.cached_property
    def _counts(self) -> Counts:
        return counts(self._handle)

    @property
    def num_detectors(self) -> int:
        """The number of detectors."""
        return self._counts.detectors

    @property
    def num_observables(self) -> int:
        """The number of observables."""
        return self._counts.observables

    @property
    def num_errors(self) -> int:
        """The number of errors, repetition unrolled."""
        return self._counts.errors

    @functools.cached_property
    def _likelier_edges(self) -> FrozenSet[Tuple[int, int]]:
        """The edges of negative weight of the model's matching graph, as (detector, detector or -1).

        Errors that flip the same are one error, an odd number of them. Of parallel edges that flip different observables, an
        odd number has negative weight.
        """
        found = [match.groups() for match in map(_INSTRUCTION.match, str(self).split("\n")) if match]
        # Errors of p <= 1/2 together are no likelier than that.
        if not any(name == "error" and float(argument) > 0.5 for name, argument, _ in found):
            return frozenset()
        chances: Dict[Tuple[FrozenSet[int], FrozenSet[int]], float] = {}
        for p, shift, targets in _unrolled(found):
            for component in targets.split("^"):
                flips: List[Set[int]] = [set(), set()]
                for target in component.split():
                    number = int(target[1:])
                    if target[0] == "D":
                        flips[0] ^= {number + shift}
                    else:
                        flips[1] ^= {number}
                key = (frozenset(flips[0]), frozenset(flips[1]))
                other = chances.get(key, 0.0)
                chances[key] = p * (1 - other) + other * (1 - p)
        edges: Set[Tuple[int, int]] = set()
        for (detectors, _), p in chances.items():
            if p > 0.5 and detectors:
                edges ^= {(min(detectors), max(detectors) if len(detectors) == 2 else -1)}
        return frozenset(edges)

    def __str__(self) -> str:
        return call_text(library.qk_modelText, self._handle)

    def __repr__(self) -> str:
        return (
            f"<quantacore.ErrorModel of {self.num_detectors} detectors, {self.num_observables} observables, "
            f"{self.num_errors} errors>"
        )

    def __reduce__(self):
        return (ErrorModel, (str(self),))


def _unrolled(instructions: List[Tuple[str, str, str]]) -> Iterator[Tuple[float, int, str]]:
    """The errors of a model, repetition unrolled: probability, number of its detector 0, targets."""
    loops: List[List[int]] = []
    position = shift = 0
    while position < len(instructions):
        name, argument, rest = instructions[position]
        if name == "error":
            yield float(argument), shift, rest
        elif name == "shift_detectors":
            shift += int(rest)
        elif name == "repeat":
            loops.append([position, int(rest.split()[0])])
        else:
            loops[-1][1] -= 1
            if loops[-1][1]:
                position = loops[-1][0]
            else:
                loops.pop()
        position += 1


def _is_stim(value: Any, name: str) -> bool:
    """Whether a value is of stim's type of that name; stim itself need not be there."""
    kind = type(value)
    return kind.__name__ == name and kind.__module__.split(".")[0] in ("stim", "_stim")


def as_circuit(value: Any) -> Circuit:
    """A circuit out of all that stands for one: ours, stim's, or the path of a file."""
    if isinstance(value, Circuit):
        return value
    if _is_stim(value, "Circuit"):
        return Circuit(str(value))
    if isinstance(value, os.PathLike):
        return Circuit.from_file(value)
    if isinstance(value, str):
        return Circuit(value)
    raise TypeError(
        "a circuit is a stim.Circuit, a quantacore.Circuit, .stim text or a pathlib.Path, not "
        f"{type(value).__name__}"
    )


def _analyzed(circuit: Circuit) -> ErrorModel:
    """A circuit's errors, decomposed as far as they are decomposable; who needs all of them to be says so."""
    return circuit.detector_error_model(decompose_errors=True, ignore_decomposition_failures=True)


def as_model(value: Any) -> ErrorModel:
    """An error model out of all that stands for one; circuits are analyzed, their errors decomposed."""
    if isinstance(value, ErrorModel):
        return value
    if _is_stim(value, "DetectorErrorModel"):
        return ErrorModel(str(value))
    if isinstance(value, Circuit) or _is_stim(value, "Circuit"):
        return _analyzed(as_circuit(value))
    if isinstance(value, os.PathLike):
        if pathlib.Path(value).suffix == ".stim":
            return _analyzed(Circuit.from_file(value))
        return ErrorModel.from_file(value)
    if isinstance(value, str):
        return ErrorModel(value)
    raise TypeError(
        "an error model is a stim.DetectorErrorModel, a stim.Circuit, a quantacore.ErrorModel, a quantacore.Circuit, "
        f".dem text or a pathlib.Path, not {type(value).__name__}"
    )

