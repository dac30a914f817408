# SPDX-License-Identifier: Apache-2.0
# Part of QuantaCore.
"""Decoders by name, on NumPy arrays."""

from __future__ import annotations

import ctypes
import dataclasses
import threading
from typing import Any, Dict, List, Sequence, Tuple, Union

import numpy as np

from ._arrays import address, bits, defect_lists, defects, packed, prior_lists, rows, unpacked
from ._library import ExplanationSizes, Handle, call_text, check, counts, library
from ._models import ErrorModel, as_model

_ABILITIES = {1: "weights", 2: "explanations", 4: "priors", 8: "gaps", 16: "doubts"}


@dataclasses.dataclass(frozen=True)
class Setting:
    """A setting of a decoder: its name, its standard value, the values it takes and what it does."""

    name: str
    standard: str
    range: str
    summary: str


@dataclasses.dataclass(frozen=True)
class DecoderInfo:
    """A decoder that can be chosen by name."""

    name: str
    summary: str
    settings: Tuple[Setting, ...]


def decoders() -> Dict[str, DecoderInfo]:
    """All decoders, by name."""
    found = {}
    for index in range(library.qk_decoderCount()):
        name = call_text(library.qk_decoderName, index)
        summary, *lines = call_text(library.qk_decoderHelp, index).split("\n")
        found[name] = DecoderInfo(
            name, summary, tuple(Setting(*line.split("\t", 3)) for line in lines)
        )
    return found


@dataclasses.dataclass(frozen=True)
class Explanation:
    """What a decoder holds to have happened in a shot.

    Attributes:
        errors: The errors, each as (detectors, observables) that it flips; one that is likelier to happen than not is named
            where it did not.
        pairs: The matched detectors, shape (pairs, 2), -1 for the boundary; empty for decoders that do not match.
        observables: The observables that flipped, ascending.
        weight: -ln of the probability of these errors relative to that of no error.
    """

    errors: List[Tuple[np.ndarray, np.ndarray]]
    pairs: np.ndarray
    observables: np.ndarray
    weight: float


class _Worker:
    """What one thread decodes with: an engine, and memory for the answer to a single shot."""

    __slots__ = ("engine", "number", "answer", "width", "memory", "weight")

    def __init__(self, decoder: Handle, width: int) -> None:
        self.engine = Handle(library.qk_makeEngine, decoder)
        self.number = self.engine.value
        self.width = width
        self.memory = (ctypes.c_uint8 * max(1, width))()
        self.answer = np.frombuffer(self.memory, dtype=np.uint8)[:width]
        self.weight = ctypes.c_double()


class Decoder:
    """A decoder compiled for an error model.

    Safe to use from several threads at once: each gets working memory of its own, and decoding lets go of
    Python's interpreter lock.

    Args:
        model: A stim.DetectorErrorModel, a stim.Circuit (analyzed, its errors decomposed where they can be), quantacore's
            own of either, `.dem` text, or the path of a `.dem` or `.stim` file.
        decoder: A name from `quantacore.decoders()`, with settings in parentheses if any differ from the standard:
            'matching', 'name(setting=value,setting=value)'.

    Raises:
        QuantaCoreError: There is no such decoder or setting, or the decoder cannot decode this model.
    """

    def __init__(self, model: Any, decoder: str = "matching") -> None:
        self._model = as_model(model)
        if not isinstance(decoder, str):
            raise TypeError(f"a decoder is chosen by name, not by {type(decoder).__name__}")
        self._compile(decoder)

    def _compile(self, decoder: str) -> None:
        self._handle = Handle(library.qk_compile, self._model._handle, decoder.encode())
        shape = counts(self._handle)
        self._detectors = int(shape.detectors)
        self._observables = int(shape.observables)
        self._local = threading.local()

    @property
    def model(self) -> ErrorModel:
        """The error model."""
        return self._model

    @property
    def specification(self) -> str:
        """The decoder's name with the value of every setting."""
        return call_text(library.qk_decoderSpecification, self._handle)

    @property
    def num_detectors(self) -> int:
        """The number of detectors."""
        return self._detectors

    @property
    def num_observables(self) -> int:
        """The number of observables."""
        return self._observables

    @property
    def abilities(self) -> List[str]:
        """What the decoder gives beside predictions: of weights, explanations, priors, gaps, doubts."""
        result = ctypes.c_uint32()
        check(library.qk_engineAbilities(self._engine(), ctypes.addressof(result)))
        return [name for bit, name in _ABILITIES.items() if result.value & bit]

    def _worker(self) -> _Worker:
        """The working memory of this thread."""
        try:
            return self._local.worker
        except AttributeError:
            self._local.worker = _Worker(self._handle, (self._observables + 7) // 8)
            return self._local.worker

    def _engine(self) -> Handle:
        return self._worker().engine

    def _predictions(self, shots: int) -> np.ndarray:
        return np.empty((shots, (self._observables + 7) // 8), dtype=np.uint8)

    def decode(
        self, syndrome: Any, *, return_weight: bool = False
    ) -> Union[np.ndarray, Tuple[np.ndarray, float]]:
        """Predicts the observables of one shot.

        Args:
            syndrome: Zeros and ones, shape (num_detectors,), bool or whole numbers.
            return_weight: Whether to give the weight of the solution as well.

        Returns:
            The flips, uint8 of shape (num_observables,), and with `return_weight` the weight.

        Raises:
            TypeError: The syndrome has another type of elements.
            ValueError: It has another shape, or no set of errors explains it.
        """
        worker = self._worker()
        row = bits(syndrome, "syndrome", 1)
        if row.shape[0] != self._detectors:
            raise ValueError(
                f"syndrome must have length {self._detectors}, one element for each detector, but its length is "
                f"{row.shape[0]}"
            )
        data = np.packbits(row, bitorder="little").tobytes()
        status = library.qk_decode(
            worker.number, 1, data, len(data), 0, worker.memory, worker.width, 0,
            ctypes.addressof(worker.weight) if return_weight else None, 1 if return_weight else 0,
        )  # fmt: skip
        if status:
            check(status)
        answer = np.unpackbits(worker.answer, count=self._observables, bitorder="little")
        return (answer, worker.weight.value) if return_weight else answer

    def decode_batch(
        self,
        shots: Any,
        *,
        bit_packed_shots: bool = False,
        bit_packed_predictions: bool = False,
        return_weights: bool = False,
    ) -> Union[np.ndarray, Tuple[np.ndarray, np.ndarray]]:
        """Predicts the observables of many shots.

        Args:
            shots: Detection events: zeros and ones of shape (shots, num_detectors), or, with `bit_packed_shots`, uint8
                of shape (shots, ceil(num_detectors / 8)), lowest bit first.
            bit_packed_shots: Whether the shots are packed.
            bit_packed_predictions: Whether the predictions shall be packed.
            return_weights: Whether to give the weight of each solution as well.

        Returns:
            The flips, uint8 of shape (shots, num_observables), or packed (shots, ceil(num_observables / 8)); with
            `return_weights` also the weights, float64 of shape (shots,).

        Raises:
            TypeError: The shots have another type of elements.
            ValueError: They have another shape, no set of errors explains one, or the decoder gives no weights.
        """
        data = packed(shots, self._detectors, bit_packed_shots, "shots")
        count = data.shape[0]
        predictions = self._predictions(count)
        weights = np.empty(count if return_weights else 0, dtype=np.float64)
        engine = self._engine()
        check(
            library.qk_decode(
                engine, count, *rows(data), *rows(predictions), address(weights), weights.size
            )
        )
        return self._answer(
            predictions, bit_packed_predictions, weights if return_weights else None
        )

    def _answer(self, predictions: np.ndarray, is_packed: bool, beside: Any) -> Any:
        result = predictions if is_packed else unpacked(predictions, self._observables)
        return result if beside is None else (result, beside)

    def decode_lists(
        self,
        shots: Sequence[Sequence[int]],
        *,
        bit_packed_predictions: bool = False,
    ) -> np.ndarray:
        """Predicts the observables of shots that are given as lists of the detectors that fired, ascending.

        Raises:
            TypeError: Detectors are not whole numbers.
            ValueError: A shot is not a list, does not ascend or names a detector that there is not, or no set of errors
                explains it.
        """
        offsets, fired = defect_lists(shots, self._detectors)
        count = offsets.size - 1
        predictions = self._predictions(count)
        check(
            library.qk_decodeLists(
                self._engine(), count, address(offsets), offsets.size, address(fired), fired.size,
                *rows(predictions), None, 0,
            )
        )  # fmt: skip
        return self._answer(predictions, bit_packed_predictions, None)

    def decode_batch_with_priors(
        self,
        shots: Any,
        priors: Any,
        *,
        bit_packed_shots: bool = False,
        bit_packed_predictions: bool = False,
    ) -> np.ndarray:
        """Predicts with probabilities that hold for one shot alone: heralded erasures, analog readings.

        Args:
            shots: As for `decode_batch`.
            priors: A SciPy sparse matrix of shape (shots, errors) whose stored elements, zeros included, are
                probabilities; or for each shot a pair (errors, probabilities). Errors are numbered in the model's order,
                none twice in a shot; those that are not named keep the model's probability.
            bit_packed_shots: Whether the shots are packed.
            bit_packed_predictions: Whether the predictions shall be packed.

        Raises:
            ValueError: As for `decode_batch`; the decoder does not take priors; or they do not fit the model.
        """
        data = packed(shots, self._detectors, bit_packed_shots, "shots")
        count = data.shape[0]
        offsets, errors, probabilities = self._prior_lists(priors, count)
        predictions = self._predictions(count)
        check(
            library.qk_decodeWithPriors(
                self._engine(), count, *rows(data), address(offsets), offsets.size, address(errors),
                address(probabilities), errors.size, *rows(predictions),
            )
        )  # fmt: skip
        return self._answer(predictions, bit_packed_predictions, None)

    def _prior_lists(self, priors: Any, shots: int) -> Tuple[np.ndarray, np.ndarray, np.ndarray]:
        return prior_lists(priors, shots, self.model.num_errors)

    def decode_batch_with_gaps(
        self, shots: Any, *, bit_packed_shots: bool = False, bit_packed_predictions: bool = False
    ) -> Tuple[np.ndarray, np.ndarray]:
        """Predicts, and gives for each shot how much less likely the best other answer is, in nats."""
        data = packed(shots, self._detectors, bit_packed_shots, "shots")
        predictions = self._predictions(data.shape[0])
        gaps = np.empty(data.shape[0], dtype=np.float64)
        check(
            library.qk_decodeWithGaps(
                self._engine(), data.shape[0], *rows(data), *rows(predictions), address(gaps), gaps.size
            )
        )
        return self._answer(predictions, bit_packed_predictions, gaps)

    def decode_batch_with_doubts(
        self, shots: Any, *, bit_packed_shots: bool = False, bit_packed_predictions: bool = False
    ) -> Tuple[np.ndarray, np.ndarray]:
        """Predicts, and tells for each shot whether the decoder's limits ended it early, as bool."""
        data = packed(shots, self._detectors, bit_packed_shots, "shots")
        predictions = self._predictions(data.shape[0])
        doubts = np.empty(data.shape[0], dtype=np.uint8)
        check(
            library.qk_decodeWithDoubts(
                self._engine(), data.shape[0], *rows(data), *rows(predictions), address(doubts), doubts.size
            )
        )
        return self._answer(predictions, bit_packed_predictions, doubts.astype(bool))

    def explain(self, syndrome: Any) -> Explanation:
        """Finds the errors of one shot.

        Args:
            syndrome: Zeros and ones, shape (num_detectors,).

        Raises:
            ValueError: As for `decode`, or the decoder does not tell errors.
        """
        fired = defects(syndrome, self._detectors)
        handle = Handle(library.qk_explain, self._engine(), address(fired), fired.size)
        sizes = ExplanationSizes()
        check(library.qk_explanationSizes(handle, ctypes.addressof(sizes)))
        pairs = np.empty((sizes.pairs, 2), dtype=np.int64)
        check(library.qk_explanationPairs(handle, address(pairs), pairs.size))
        starts = np.empty((2, sizes.errors + 1), dtype=np.uint64)
        detectors = np.empty(sizes.error_detectors, dtype=np.uint32)
        flips = np.empty(sizes.error_observables, dtype=np.uint32)
        check(
            library.qk_explanationErrors(
                handle, address(starts), address(starts) + starts.strides[0], starts.shape[1],
                address(detectors), detectors.size, address(flips), flips.size,
            )
        )  # fmt: skip
        observables = np.empty(sizes.observables, dtype=np.uint32)
        check(
            library.qk_explanationObservables(
                handle, address(observables), observables.size
            )
        )
        first, second = starts.astype(np.int64)
        errors = [
            (detectors[first[i] : first[i + 1]], flips[second[i] : second[i + 1]])
            for i in range(sizes.errors)
        ]
        return Explanation(errors, pairs, observables, sizes.weight)

    def __repr__(self) -> str:
        return (
            f"<quantacore.{type(self).__name__} {self.specification} of {self._detectors} detectors, "
            f"{self._observables} observables>"
        )

    def __reduce__(self):
        return (Decoder, (self._model, self.specification))
