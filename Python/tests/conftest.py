# SPDX-License-Identifier: Apache-2.0
# Part of QuantaCore.
"""What the tests share."""

import numpy as np
import pytest
import stim


def surface(distance: int, p: float, rounds: int = 0) -> stim.Circuit:
    """A rotated surface code memory."""
    return stim.Circuit.generated(
        "surface_code:rotated_memory_x",
        distance=distance,
        rounds=rounds or distance,
        after_clifford_depolarization=p,
        before_measure_flip_probability=p,
        after_reset_flip_probability=p,
    )


def two_proportion_z(first: int, n: int, second: int, m: int) -> float:
    """The z statistic for two rates being equal."""
    pooled = (first + second) / (n + m)
    spread = (pooled * (1 - pooled) * (1 / n + 1 / m)) ** 0.5
    return 0.0 if spread == 0 else (first / n - second / m) / spread


@pytest.fixture(scope="session")
def circuit() -> stim.Circuit:
    """A small circuit whose shots are seldom empty."""
    return surface(3, 0.01)


@pytest.fixture(scope="session")
def model(circuit) -> stim.DetectorErrorModel:
    """Its error model."""
    return circuit.detector_error_model(decompose_errors=True)


@pytest.fixture(scope="session")
def shots(circuit):
    """Packed detection events and observable flips of 3000 shots."""
    sampler = circuit.compile_detector_sampler(seed=5)
    detections, flips = sampler.sample(3000, separate_observables=True, bit_packed=True)
    assert np.unique(detections, axis=0).shape[0] > 100
    return detections, flips
