# SPDX-License-Identifier: Apache-2.0
# Part of QuantaCore.
"""Minimum-weight perfect matching with the methods that users of PyMatching know."""

from __future__ import annotations

import dataclasses
import math
from typing import Any, Dict, Iterable, List, Optional, Sequence, Tuple, Union

import numpy as np

from ._arrays import bits, reals, whole
from ._decoder import Decoder, Explanation, _Worker
from ._library import QuantaCoreError
from ._models import Circuit, ErrorModel, PathLike, as_circuit, as_model

_MERGE_STRATEGIES = ("disallow", "independent", "smallest-weight", "keep-original", "replace")
# Weights pass through probabilities, which are exact enough for weights between these.
_LEAST_WEIGHT, _LARGEST_WEIGHT = -12.0, 500.0
_LARGEST_NUMBER = (1 << 31) - 1
_Edge = Tuple[float, Tuple[int, ...]]


class Matching(Decoder):
    """Exact minimum-weight perfect matching.

    Made of an error model or a circuit, of a check matrix, or edge by edge with `add_edge` and `add_boundary_edge`. The
    weight of an edge of probability p is ln((1 - p) / p).

    Args:
        graph: A check matrix (array or SciPy sparse matrix), anything that `Decoder` takes as a model, or None for a graph
            without edges.
        weights: With a check matrix, and as all that follow: see `from_check_matrix`.
    """

    def __init__(self, graph: Any = None, weights: Any = None, **options: Any) -> None:
        self._scale = 1.0
        self._edges: Optional[Dict[Tuple[int, int], _Edge]] = None
        if graph is None:
            self._edges, self._detectors, self._observables = {}, 0, 0
            self._is_stale = True
            return
        if isinstance(graph, (np.ndarray, list, tuple)) or hasattr(graph, "tocsc"):
            made = Matching.from_check_matrix(graph, weights, **options)
            self.__dict__.update(made.__dict__)
            return
        if weights is not None or options:
            raise TypeError("weights and other options go with a check matrix, not with a model")
        self._is_stale = False
        super().__init__(graph, "matching")

    @classmethod
    def from_detector_error_model(cls, model: Any) -> "Matching":
        """The matching graph of a stim.DetectorErrorModel or a quantacore.ErrorModel."""
        return cls(as_model(model))

    @classmethod
    def from_detector_error_model_file(cls, dem_path: PathLike) -> "Matching":
        """The matching graph of a `.dem` file."""
        return cls(ErrorModel.from_file(dem_path))

    @classmethod
    def from_stim_circuit(cls, circuit: Any) -> "Matching":
        """The matching graph of a circuit's errors, decomposed."""
        return cls(as_circuit(circuit).detector_error_model(decompose_errors=True))

    @classmethod
    def from_stim_circuit_file(cls, stim_circuit_path: PathLike) -> "Matching":
        """The matching graph of the errors of a `.stim` file, decomposed."""
        return cls(Circuit.from_file(stim_circuit_path).detector_error_model(decompose_errors=True))

    @classmethod
    def from_check_matrix(
        cls,
        check_matrix: Any,
        weights: Any = None,
        error_probabilities: Any = None,
        repetitions: Optional[int] = None,
        timelike_weights: Any = None,
        measurement_error_probabilities: Any = None,
        *,
        faults_matrix: Any = None,
        merge_strategy: str = "smallest-weight",
    ) -> "Matching":
        """The matching graph of a check matrix: a row is a detector, a column an error.

        Args:
            check_matrix: Zeros and ones, shape (checks, errors), one or two ones in each column; an array or a SciPy
                sparse matrix.
            weights: The weight of each error, or one for all. Where it is not given it follows from
                `error_probabilities`, and is 1 without those.
            error_probabilities: The probability of each error, or one for all.
            repetitions: How many times the checks are measured; each pair of rounds is joined by timelike edges.
            timelike_weights: The weight of each check's measurement error, or one for all.
            measurement_error_probabilities: The probability of each check's measurement error, or one for all; gives the
                timelike weights where these are not given.
            faults_matrix: Zeros and ones, shape (observables, errors): the observables that each error flips. Without it
                error i flips observable i, and a prediction is the set of errors itself.
            merge_strategy: What to do where two columns have equal ones: 'disallow', 'independent' (the weight of either
                but not both), 'smallest-weight', 'keep-original' or 'replace'.

        Raises:
            TypeError: A matrix holds something else than bool or whole numbers, a weight or a probability is no number, or
                `repetitions` is not whole.
            ValueError: A shape, a weight or a probability is wrong, or a column has no one or more than two.
        """
        matrix = _matrix(check_matrix, "check_matrix")
        checks, errors = matrix.shape
        faults = None if faults_matrix is None else _matrix(faults_matrix, "faults_matrix")
        if faults is not None and faults.shape[1] != errors:
            raise ValueError(
                f"faults_matrix must have a column for each of {errors} errors, but its shape is {faults.shape}"
            )
        spacelike = _weights(weights, error_probabilities, errors, "weights")
        rounds = 1 if repetitions is None else whole(repetitions, "repetitions", 1)
        if checks * rounds > _LARGEST_NUMBER:
            raise ValueError(
                f"repetitions must leave at most {_LARGEST_NUMBER} detectors, but is {rounds} with {checks} checks"
            )
        timelike = _weights(
            timelike_weights, measurement_error_probabilities, checks, "timelike_weights"
        )
        matching = cls()
        matching._ensure(checks * rounds, errors if faults is None else faults.shape[0])
        for round_number in range(rounds):
            shift = round_number * checks
            for column in range(errors):
                nodes = np.flatnonzero(matrix[:, column])
                flips = {column} if faults is None else set(np.flatnonzero(faults[:, column]))
                if not 1 <= nodes.size <= 2:
                    raise ValueError(
                        f"column {column} of check_matrix has {nodes.size} ones; matching needs one or two"
                    )
                first, second = int(nodes[0]) + shift, int(nodes[-1]) + shift
                matching._add(
                    first, second if nodes.size == 2 else -1, flips, spacelike[column], merge_strategy
                )
            if round_number + 1 < rounds:
                for row in range(checks):
                    matching._add(shift + row, shift + checks + row, (), timelike[row], merge_strategy)
        return matching

    def add_edge(
        self,
        node1: int,
        node2: int,
        fault_ids: Union[int, Iterable[int], None] = None,
        weight: Optional[float] = None,
        error_probability: Optional[float] = None,
        *,
        merge_strategy: str = "disallow",
    ) -> None:
        """Adds an edge between two detectors; without a weight it follows from the probability, or is 1.

        Raises:
            TypeError: A detector or an observable is not a whole number, or the weight or the probability is no number.
            ValueError: One of them is out of range, or there is such an edge already.
        """
        first = whole(node1, "node1", 0, _LARGEST_NUMBER)
        second = whole(node2, "node2", 0, _LARGEST_NUMBER)
        if first == second:
            raise ValueError(f"an edge joins two different detectors, but node1 and node2 are {first}")
        value = _weights(weight, error_probability, 1, "weight")[0]
        self._add(first, second, fault_ids, value, merge_strategy)

    def add_boundary_edge(
        self,
        node: int,
        fault_ids: Union[int, Iterable[int], None] = None,
        weight: Optional[float] = None,
        error_probability: Optional[float] = None,
        *,
        merge_strategy: str = "disallow",
    ) -> None:
        """Adds an edge between a detector and the boundary; raises as `add_edge` does."""
        number = whole(node, "node", 0, _LARGEST_NUMBER)
        value = _weights(weight, error_probability, 1, "weight")[0]
        self._add(number, -1, fault_ids, value, merge_strategy)

    def _ensure(self, detectors: int, observables: int) -> None:
        self._detectors = max(self._detectors, detectors)
        self._observables = max(self._observables, observables)
        self._is_stale = True

    def _add(
        self, node1: int, node2: int, fault_ids: Any, weight: float, merge_strategy: str
    ) -> None:
        """Adds an edge between detectors that are checked, or from one to -1, the boundary."""
        if self._edges is None:
            raise QuantaCoreError(
                "UNSUPPORTED", "edges can be added to a graph made of edges or a check matrix, not of a model"
            )
        if merge_strategy not in _MERGE_STRATEGIES:
            raise ValueError(
                f"merge_strategy must be one of {', '.join(_MERGE_STRATEGIES)}, not {merge_strategy!r}"
            )
        flips = _fault_ids(fault_ids)
        key = (node1, -1) if node2 == -1 else (min(node1, node2), max(node1, node2))
        edge: _Edge = (weight, flips)
        old = self._edges.get(key)
        if old is not None:
            if merge_strategy == "disallow":
                raise ValueError(f"there is an edge between {key[0]} and {key[1]} already")
            if merge_strategy == "independent":
                edge = (_either(old[0], weight), old[1])
            elif merge_strategy == "keep-original" or (
                merge_strategy == "smallest-weight" and old[0] <= weight
            ):
                edge = old
        self._edges[key] = edge
        self._ensure(max(key) + 1, max(flips, default=-1) + 1)

    def edges(self) -> List[Tuple[int, Optional[int], Dict[str, Any]]]:
        """The edges of a graph made of edges or a check matrix: (detector, detector or None, attributes)."""
        if self._edges is None:
            raise QuantaCoreError("UNSUPPORTED", "a graph made of a model has no list of edges; see `model`")
        return [
            (first, None if second == -1 else second, {"fault_ids": set(flips), "weight": weight})
            for (first, second), (weight, flips) in self._edges.items()
        ]

    @property
    def num_fault_ids(self) -> int:
        """The number of observables."""
        return self._observables

    @property
    def num_edges(self) -> int:
        """The number of edges of a graph made of edges or a check matrix."""
        return len(self.edges())

    def _worker(self) -> _Worker:
        if self._is_stale:
            self._model, self._scale = self._make_model()
            self._compile("matching")
            self._is_stale = False
        return super()._worker()

    @property
    def model(self) -> ErrorModel:
        """The error model of the graph; weights beyond -12 or 500 are scaled in it, all alike."""
        self._worker()
        return self._model

    @property
    def specification(self) -> str:
        """The decoder's name with the value of every setting."""
        self._worker()
        return super().specification

    def _make_model(self) -> Tuple[ErrorModel, float]:
        edges = self._edges or {}
        values = [weight for weight, _ in edges.values()]
        scale = max(
            1.0,
            min(values, default=0.0) / _LEAST_WEIGHT,
            max(values, default=0.0) / _LARGEST_WEIGHT,
        )
        lines = []
        for (first, second), (weight, flips) in edges.items():
            targets = [f"D{first}"] + ([] if second == -1 else [f"D{second}"])
            targets += [f"L{flip}" for flip in flips]
            lines.append(f"error({1 / (1 + math.exp(weight / scale))!r}) {' '.join(targets)}")
        if self._detectors:
            lines.append(f"detector D{self._detectors - 1}")
        if self._observables:
            lines.append(f"logical_observable L{self._observables - 1}")
        return ErrorModel("\n".join(lines)), scale

    def decode_batch(
        self,
        shots: Any,
        *,
        bit_packed_shots: bool = False,
        bit_packed_predictions: bool = False,
        return_weights: bool = False,
    ) -> Union[np.ndarray, Tuple[np.ndarray, np.ndarray]]:
        """Predicts the observables of many shots; see `Decoder.decode_batch`."""
        self._worker()
        answer = super().decode_batch(
            shots,
            bit_packed_shots=bit_packed_shots,
            bit_packed_predictions=bit_packed_predictions,
            return_weights=return_weights,
        )
        if return_weights and self._scale != 1:
            answer[1][...] *= self._scale
        return answer

    def decode(
        self, syndrome: Any, *, return_weight: bool = False
    ) -> Union[np.ndarray, Tuple[np.ndarray, float]]:
        """Predicts the observables of one shot; see `Decoder.decode`."""
        answer = super().decode(syndrome, return_weight=return_weight)
        if return_weight and self._scale != 1:
            return answer[0], answer[1] * self._scale
        return answer

    def decode_batch_with_gaps(
        self, shots: Any, *, bit_packed_shots: bool = False, bit_packed_predictions: bool = False
    ) -> Tuple[np.ndarray, np.ndarray]:
        """Predicts, and gives how much more the best other answer weighs; see `Decoder.decode_batch_with_gaps`."""
        predictions, gaps = super().decode_batch_with_gaps(
            shots, bit_packed_shots=bit_packed_shots, bit_packed_predictions=bit_packed_predictions
        )
        return predictions, gaps if self._scale == 1 else gaps * self._scale

    def _prior_lists(self, priors: Any, shots: int) -> Tuple[np.ndarray, np.ndarray, np.ndarray]:
        offsets, errors, probabilities = super()._prior_lists(priors, shots)
        if self._scale != 1:
            probabilities = _rescaled(probabilities, self._scale)
        return offsets, errors, probabilities

    def explain(self, syndrome: Any) -> Explanation:
        """Finds the errors of one shot; see `Decoder.explain`."""
        self._worker()
        found = super().explain(syndrome)
        if self._scale == 1:
            return found
        return dataclasses.replace(found, weight=found.weight * self._scale)

    def decode_to_edges_array(self, syndrome: Any) -> np.ndarray:
        """The edges of the solution of one shot, ascending: int64 of shape (edges, 2), -1 for the boundary."""
        self._worker()
        # An explanation names edges of negative weight where they are not in the solution.
        edges = set(self._model._likelier_edges)
        for detectors, _ in self.explain(syndrome).errors:
            edges ^= {(int(detectors[0]), int(detectors[1]) if detectors.size == 2 else -1)}
        return np.array(sorted(edges), dtype=np.int64).reshape(-1, 2)

    def decode_to_matched_dets_array(self, syndrome: Any) -> np.ndarray:
        """The matched detectors of one shot: int64 of shape (pairs, 2), -1 for the boundary.

        Raises:
            QuantaCoreError: There are edges of negative weight, with which other detectors are matched than those that fired.
            ValueError: As for `decode`.
        """
        self._worker()
        if self._model._likelier_edges:
            raise QuantaCoreError(
                "UNSUPPORTED",
                "detectors are not matched as they fired where edges have negative weight; see decode_to_edges_array",
            )
        return self.explain(syndrome).pairs

    def decode_to_matched_dets_dict(self, syndrome: Any) -> Dict[int, Optional[int]]:
        """For each detector that fired, the one that it is matched to, or None for the boundary."""
        result: Dict[int, Optional[int]] = {}
        for first, second in self.decode_to_matched_dets_array(syndrome).tolist():
            result[first] = None if second == -1 else second
            if second != -1:
                result[second] = first
        return result

    def __reduce__(self):
        if self._edges is None:
            return (Matching, (self._model,))
        return (_restore, (self._edges, self._detectors, self._observables))


def _restore(edges: Dict[Tuple[int, int], _Edge], detectors: int, observables: int) -> Matching:
    matching = Matching()
    matching._edges = dict(edges)
    matching._ensure(detectors, observables)
    return matching


def _matrix(values: Any, name: str) -> np.ndarray:
    if hasattr(values, "toarray"):
        values = values.toarray()
    return bits(values, name, 2)


def _fault_ids(value: Union[int, Iterable[int], None]) -> Tuple[int, ...]:
    if value is None:
        return ()
    try:
        values = list(value)
    except TypeError:
        values = [value]
    return tuple(sorted({whole(flip, "fault_ids", 0, _LARGEST_NUMBER) for flip in values}))


def _rescaled(probabilities: np.ndarray, scale: float) -> np.ndarray:
    """Probabilities of weights that are divided by a scale; what is no probability stays as it is."""
    with np.errstate(divide="ignore", invalid="ignore"):
        weights = (np.log1p(-probabilities) - np.log(probabilities)) / scale
        rescaled = np.exp(-np.logaddexp(0, weights))
    return np.where((probabilities >= 0) & (probabilities <= 1), rescaled, probabilities)


def _numbers(values: Any, count: int, name: str) -> np.ndarray:
    array = reals(values, name)
    if array.ndim == 0:
        array = np.full(count, float(array))
    if array.shape != (count,):
        raise ValueError(f"{name} must be a number or have shape ({count},), but its shape is {array.shape}")
    if not np.isfinite(array).all():
        raise ValueError(f"{name} must be finite")
    return array


def _weights(weights: Any, probabilities: Any, count: int, name: str) -> Sequence[float]:
    """Weights as given, or out of probabilities, or 1."""
    if weights is not None:
        return _numbers(weights, count, name).tolist()
    if probabilities is None:
        return [1.0] * count
    values = _numbers(probabilities, count, "error probabilities")
    if ((values <= 0) | (values >= 1)).any():
        raise ValueError("error probabilities must lie between 0 and 1; leave errors out that never happen")
    return (np.log1p(-values) - np.log(values)).tolist()


def _either(first: float, second: float) -> float:
    """The weight of one but not both of two errors."""
    # tanh(w / 2) = 1 - 2 p multiplies; written so that large weights stay exact.
    sign = math.copysign(1.0, first) * math.copysign(1.0, second)
    a, b = abs(first), abs(second)
    small, large = min(a, b), max(a, b)
    return sign * (
        small + math.log1p(math.exp(-(a + b))) - math.log1p(math.exp(small - large))
    )
