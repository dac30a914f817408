# SPDX-License-Identifier: Apache-2.0
# Part of QuantaCore.
"""`Matching` against PyMatching, method by method."""

import itertools
import pickle

import numpy as np
import pymatching
import pytest
import scipy.sparse

import quantacore


def random_check_matrix(rng, checks, errors):
    """Columns with one or two ones, each check on some boundary path."""
    matrix = np.zeros((checks, errors), np.uint8)
    for column in range(errors):
        size = 1 if column < 3 else rng.integers(1, 3)
        matrix[rng.choice(checks, size=size, replace=False), column] = 1
    return matrix


@pytest.mark.parametrize("seed", range(12))
def test_check_matrices_give_pymatchings_weights(seed):
    rng = np.random.default_rng(seed)
    checks, errors = 12, 60
    matrix = random_check_matrix(rng, checks, errors)
    weights = rng.uniform(-1 if seed % 2 else 0.1, 4, errors)
    faults = rng.integers(0, 2, (3, errors)).astype(np.uint8)
    form = scipy.sparse.csc_matrix(matrix) if seed % 3 == 0 else matrix
    ours = quantacore.Matching.from_check_matrix(form, weights, faults_matrix=faults)
    theirs = pymatching.Matching.from_check_matrix(
        scipy.sparse.csc_matrix(matrix), weights, faults_matrix=faults
    )
    assert ours.num_detectors == checks and ours.num_fault_ids == 3
    shots = (rng.integers(0, 2, (200, errors)) @ matrix.T % 2).astype(np.uint8)
    found, found_weights = ours.decode_batch(shots, return_weights=True)
    expected, expected_weights = theirs.decode_batch(shots, return_weights=True)
    np.testing.assert_allclose(found_weights, expected_weights, atol=1e-4)
    assert (found != expected).any(axis=1).mean() <= 0.02


def test_the_corrections_of_a_check_matrix_have_its_syndrome():
    rng = np.random.default_rng(3)
    matrix = random_check_matrix(rng, 20, 90)
    ours = quantacore.Matching(matrix)
    assert ours.num_fault_ids == 90
    errors = (rng.random((100, 90)) < 0.1).astype(np.uint8)
    shots = (errors @ matrix.T % 2).astype(np.uint8)
    corrections = ours.decode_batch(shots)
    assert corrections.shape == (100, 90)
    assert (corrections @ matrix.T % 2 == shots).all()
    assert corrections.sum() <= errors.sum()
    theirs = pymatching.Matching(matrix)
    assert (corrections.sum(axis=1) == theirs.decode_batch(shots).sum(axis=1)).all()


@pytest.mark.parametrize("scale", [1e-4, 1.0, 1e6])
def test_weights_of_any_size_keep_their_order(scale):
    matrix = np.array([[1, 1, 0, 0], [0, 1, 1, 1]])
    for weights in itertools.permutations([1.0, 2.0, 3.5, -0.5]):
        weights = [scale * weight for weight in weights]
        ours = quantacore.Matching(matrix, weights)
        theirs = pymatching.Matching(matrix, weights=weights, merge_strategy="smallest-weight")
        for syndrome in itertools.product([0, 1], repeat=2):
            found, weight = ours.decode(syndrome, return_weight=True)
            expected, expected_weight = theirs.decode(syndrome, return_weight=True)
            assert found.tolist() == expected.tolist()
            assert weight == pytest.approx(expected_weight, abs=1e-4 * scale)


def test_repeated_measurements():
    matrix = np.array([[1, 1, 0, 0], [0, 1, 1, 0], [0, 0, 1, 1]])
    options = dict(weights=[1, 2, 3, 1.5], repetitions=4)
    ours = quantacore.Matching.from_check_matrix(
        matrix, timelike_weights=[0.7, 0.9, 1.1], **options
    )
    theirs = pymatching.Matching.from_check_matrix(
        matrix, timelike_weights=[0.7, 0.9, 1.1], **options
    )
    rng = np.random.default_rng(1)
    shots = rng.integers(0, 2, (300, 12)).astype(np.uint8)
    _, found = ours.decode_batch(shots, return_weights=True)
    for shot, weight in zip(shots, found):
        assert weight == pytest.approx(
            theirs.decode(shot.reshape(4, 3).T, return_weight=True)[1], abs=1e-4
        )


def test_probabilities_become_weights():
    matrix = np.array([[1, 1, 0], [0, 1, 1]])
    p = np.array([0.1, 0.2, 0.05])
    ours = quantacore.Matching.from_check_matrix(matrix, error_probabilities=p)
    weights = [edge[2]["weight"] for edge in ours.edges()]
    np.testing.assert_allclose(weights, np.log((1 - p) / p))
    assert [edge[:2] for edge in ours.edges()] == [(0, None), (0, 1), (1, None)]


@pytest.mark.parametrize("strategy", ["independent", "smallest-weight", "keep-original", "replace"])
def test_parallel_edges_merge_as_in_pymatching(strategy):
    for first, second in [(1.0, 2.5), (2.5, 1.0), (-1.0, 0.4), (-2.0, -0.3), (0.0, 1.0), (30.0, 0.2)]:
        ours, theirs = quantacore.Matching(), pymatching.Matching()
        for graph in (ours, theirs):
            graph.add_edge(0, 1, fault_ids={0}, weight=first)
            graph.add_edge(0, 1, fault_ids={1}, weight=second, merge_strategy=strategy)
        (_, _, expected), = theirs.edges()
        (_, _, found), = ours.edges()
        assert found["weight"] == pytest.approx(expected["weight"], rel=1e-9, abs=1e-12)
        assert found["fault_ids"] == expected["fault_ids"]


def test_graphs_edge_by_edge():
    ours, theirs = quantacore.Matching(), pymatching.Matching()
    for graph in (ours, theirs):
        graph.add_boundary_edge(0, fault_ids=0, weight=1.5)
        for node in range(5):
            graph.add_edge(node, node + 1, fault_ids={node + 1}, weight=1 + 0.1 * node)
    assert ours.num_detectors == theirs.num_detectors == 6
    assert ours.num_fault_ids == theirs.num_fault_ids == 6 and ours.num_edges == 6
    assert ours.decode([0, 1, 0, 0, 1, 0]).tolist() == theirs.decode([0, 1, 0, 0, 1, 0]).tolist()
    # A graph goes on growing after it has decoded.
    for graph in (ours, theirs):
        graph.add_boundary_edge(5, fault_ids={7}, weight=0.1)
    assert ours.decode([0, 0, 0, 0, 1, 0]).tolist() == theirs.decode([0, 0, 0, 0, 1, 0]).tolist()
    copy = pickle.loads(pickle.dumps(ours))
    assert copy.edges() == ours.edges() and copy.num_fault_ids == 8
    # Every method knows the graph as it is.
    ours.add_edge(5, 6, fault_ids={8}, weight=2.0)
    assert ours.model.num_errors == 8 and ours.specification == "matching"
    assert "weights" in ours.abilities
    ours.add_boundary_edge(6, weight=3.0)
    assert ours.decode_lists([[6]]).tolist() == [[0, 0, 0, 0, 0, 0, 0, 1, 1]]
    ours.add_edge(6, 7, weight=0.5)
    assert ours.decode_to_edges_array([0] * 6 + [1, 1]).tolist() == [[6, 7]]
    with pytest.raises(ValueError, match="already"):
        ours.add_edge(1, 0)
    with pytest.raises(ValueError, match="different"):
        ours.add_edge(1, 1)
    with pytest.raises(ValueError, match="merge_strategy"):
        ours.add_edge(1, 0, merge_strategy="guess")


def test_edges_and_pairs_of_a_solution(model, shots):
    detections, _ = shots
    ours = quantacore.Matching.from_detector_error_model(model)
    theirs = pymatching.Matching.from_detector_error_model(model)
    known = {frozenset((a, -1 if b is None else b)) for a, b, _ in theirs.edges()}
    for row in np.unpackbits(detections[:200], axis=1, count=24, bitorder="little"):
        edges = ours.decode_to_edges_array(row)
        assert edges.dtype == np.int64 and edges.shape[1] == 2
        total = np.zeros(24, np.uint8)
        for first, second in edges.tolist():
            assert frozenset((first, second)) in known
            total[first] ^= 1
            if second != -1:
                total[second] ^= 1
        assert (total == row).all()
        pairs = ours.decode_to_matched_dets_array(row)
        assert sorted(pairs[pairs >= 0]) == np.flatnonzero(row).tolist()
        matched = ours.decode_to_matched_dets_dict(row)
        assert sorted(matched) == np.flatnonzero(row).tolist()
        assert len(pairs) == len(theirs.decode_to_matched_dets_array(row))


def test_all_ways_to_make_one_agree(tmp_path, circuit, model, shots):
    (tmp_path / "a.dem").write_text(str(model))
    (tmp_path / "a.stim").write_text(str(circuit))
    detections, _ = shots
    expected = quantacore.Matching(model).decode_batch(detections, bit_packed_shots=True)
    for made in (
        quantacore.Matching.from_detector_error_model(model),
        quantacore.Matching.from_detector_error_model_file(tmp_path / "a.dem"),
        quantacore.Matching.from_stim_circuit(circuit),
        quantacore.Matching.from_stim_circuit_file(tmp_path / "a.stim"),
        pickle.loads(pickle.dumps(quantacore.Matching(model))),
    ):
        found = made.decode_batch(detections, bit_packed_shots=True)
        # stim writes six digits of a probability, so that near ties may fall either way.
        assert (found != expected).mean() < 0.005
    with pytest.raises(quantacore.QuantaCoreError, match="not of a model"):
        quantacore.Matching(model).add_edge(0, 1)


@pytest.mark.parametrize(
    "matrix, options, error, words",
    [
        (np.ones((3, 2)), {}, TypeError, "not float64"),
        (np.ones((3, 2), int), {}, ValueError, "column 0 of check_matrix has 3 ones"),
        (np.array([[0, 1], [0, 1]]), {}, ValueError, "column 0 of check_matrix has 0 ones"),
        (np.ones(3, int), {}, ValueError, "2 dimensions"),
        (np.eye(3, dtype=int), {"weights": [1, 2]}, ValueError, r"shape \(3,\)"),
        (np.eye(3, dtype=int), {"weights": np.nan}, ValueError, "finite"),
        (np.eye(3, dtype=int), {"weights": "heavy"}, TypeError, "number"),
        (np.eye(3, dtype=int), {"error_probabilities": 1.5}, ValueError, "between 0 and 1"),
        (np.eye(3, dtype=int), {"faults_matrix": np.eye(2, dtype=int)}, ValueError, "3 errors"),
        (np.eye(3, dtype=int), {"repetitions": 0}, ValueError, "at least 1"),
        (np.array([[1, 1]]), {"merge_strategy": "disallow"}, ValueError, "already"),
    ],
)
def test_bad_check_matrices_are_refused(matrix, options, error, words):
    with pytest.raises(error, match=words):
        quantacore.Matching.from_check_matrix(matrix, **options)


def test_an_empty_graph_decodes_nothing():
    assert quantacore.Matching().decode([]).shape == (0,)
