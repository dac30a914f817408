# SPDX-License-Identifier: Apache-2.0
# Part of QuantaCore.
"""Shots: reproducible, and with the statistics of stim's."""

import numpy as np
import pytest

import quantacore
from conftest import two_proportion_z


def test_circuit_and_model_have_stims_rates(circuit, model):
    count = 20000
    theirs, their_flips = circuit.compile_detector_sampler(seed=1).sample(
        count, separate_observables=True
    )
    ours, flips = quantacore.detect(circuit, count, seed=2)
    drawn, drawn_flips = quantacore.sample_dem(model, count, seed=3)
    for detections, observables in ((ours, flips), (drawn, drawn_flips)):
        assert detections.dtype == bool and detections.shape == (count, 24)
        assert observables.dtype == bool and observables.shape == (count, 1)
        # 50 comparisons at 5.5 sigma: a false alarm in 500000.
        for column in range(24):
            first, second = detections[:, column].sum(), theirs[:, column].sum()
            assert abs(two_proportion_z(first, count, second, count)) < 5.5
        z = two_proportion_z(observables.sum(), count, their_flips.sum(), count)
        assert abs(z) < 5.5


def test_seeds_make_shots(circuit, model):
    for make, source in (
        (quantacore.DetectionSampler, circuit),
        (quantacore.DemSampler, model),
    ):
        first, second = make(source, seed=7), make(source, seed=7)
        a, b = first.sample(3000)[0], first.sample(3000)[0]
        assert (second.sample(3000)[0] == a).all() and (second.sample(3000)[0] == b).all()
        assert (a != b).any()
        assert (make(source, seed=8).sample(3000)[0] != a).any()
        assert (make(source).sample(3000)[0] != make(source).sample(3000)[0]).any()
        packed = make(source, seed=7).sample(3000, bit_packed=True)[0]
        assert packed.dtype == np.uint8 and packed.shape == (3000, 3)
        assert (np.packbits(a, axis=1, bitorder="little") == packed).all()
        assert make(source, seed=7).sample(0)[0].shape == (0, 24)


def test_errors_explain_shots():
    text = "error(0.2) D0 L0\nerror(0.3) D0 D1 L1\nerror(0.1) D1\nerror(0.6) D2 L0"
    sampler = quantacore.DemSampler(text, seed=1)
    assert (sampler.num_detectors, sampler.num_observables, sampler.num_errors) == (3, 2, 4)
    detections, observables, errors = sampler.sample(2000, return_errors=True)
    assert errors.shape == (2000, 4)
    matrix = np.array([[1, 1, 0, 0], [0, 1, 1, 0], [0, 0, 0, 1]])
    faults = np.array([[1, 0, 0, 1], [0, 1, 0, 0]])
    assert (errors @ matrix.T % 2 == detections).all()
    assert (errors @ faults.T % 2 == observables).all()
    # Five standard deviations each: a false alarm in 400000.
    rates = np.array([0.2, 0.3, 0.1, 0.6])
    spread = np.sqrt(rates * (1 - rates) / 2000)
    assert (abs(errors.mean(axis=0) - rates) < 5 * spread).all()
    assert quantacore.DemSampler(text, seed=1).sample(5)[2] is None


@pytest.mark.parametrize(
    "options, error",
    [
        ({"shots": -1}, ValueError),
        ({"shots": 2.5}, TypeError),
        ({"shots": 5, "seed": -1}, ValueError),
        ({"shots": 5, "seed": 1 << 64}, ValueError),
        ({"shots": 5, "seed": "a"}, TypeError),
    ],
)
def test_bad_arguments_are_refused(circuit, options, error):
    with pytest.raises(error):
        quantacore.detect(circuit, **options)


def test_bad_circuits_are_refused():
    with pytest.raises(quantacore.QuantaCoreError, match="^1:"):
        quantacore.detect("NOGATE 0", 5)
    with pytest.raises(TypeError, match="not ndarray"):
        quantacore.detect(np.zeros(3), 5)
