# SPDX-License-Identifier: Apache-2.0
# Part of QuantaCore.
"""`Matching` against PyMatching, method by method."""

import itertools
import math
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


def node_pairs(edges):
    """Edges as PyMatching and we write them, alike."""
    return sorted(tuple(sorted(edge, key=lambda node: (node == -1, node))) for edge in edges)


@pytest.mark.parametrize("weights", [[-1, 2, 3], [1, -2, 3], [-1, -2, 0.5], [-900.5, 2000, -100.25]])
def test_edges_of_negative_weight_belong_to_the_solution(weights):
    matrix = np.array([[1, 1, 0], [0, 1, 1]])
    ours = quantacore.Matching(matrix, weights)
    theirs = pymatching.Matching(matrix, weights=weights)
    for syndrome in itertools.product([0, 1], repeat=2):
        found = ours.decode_to_edges_array(list(syndrome))
        assert found.dtype == np.int64 and found.shape[1] == 2
        expected = theirs.decode_to_edges_array(list(syndrome)).tolist()
        assert node_pairs(found.tolist()) == node_pairs(expected)
    # As in PyMatching there are no pairs then.
    with pytest.raises(quantacore.QuantaCoreError, match="negative weight") as caught:
        ours.decode_to_matched_dets_dict([0, 0])
    assert caught.value.status == "UNSUPPORTED"


def test_edges_have_the_syndrome_and_the_weight_of_the_solution():
    rng = np.random.default_rng(8)
    for trial in range(30):
        matrix = random_check_matrix(rng, 8, 20)
        weights = rng.normal(0.5, 1, 20) * [1e-15, 1.0, 1e4][trial % 3]
        ours = quantacore.Matching(matrix, weights)
        known = {
            (first, -1 if second is None else second): attributes["weight"]
            for first, second, attributes in ours.edges()
        }
        for _ in range(10):
            syndrome = matrix @ rng.integers(0, 2, 20) % 2
            edges = [tuple(edge) for edge in ours.decode_to_edges_array(syndrome).tolist()]
            assert len(set(edges)) == len(edges)
            total = np.zeros(9, np.int64)
            for edge in edges:
                total[list(edge)] ^= 1
            assert total[:8].tolist() == syndrome.tolist()
            expected = ours.decode(syndrome, return_weight=True)[1]
            tolerance = 1e-4 * max(1, abs(weights).max())
            assert sum(known[edge] for edge in edges) == pytest.approx(expected, abs=tolerance)


def test_edges_of_a_model_with_likely_errors():
    model = quantacore.ErrorModel(
        """
        error[p(0.9)](0.2) D0 L0
        error(0.75) D0 L0
        repeat 2 {
            error(0.9) D0 D1 ^ D1
            shift_detectors[a](1, 2) 1
        }
        error(1) D0
        error(0.8) L0
        detector(3) D0
        logical_observable L0
        """
    )
    # The first two together have p = 0.65; those of D1, D2 and D0 D1 and D1 D2 0.9, but that of D2 1 and 0.9.
    ours = quantacore.Matching(model)
    possible = [((0, -1), 0.65), ((0, 1), 0.9), ((1, -1), 0.9), ((1, 2), 0.9), ((2, -1), 0.1)]
    for syndrome in itertools.product([0, 1], repeat=3):
        best = max(
            itertools.product([0, 1], repeat=5),
            key=lambda happened: np.prod([p if h else 1 - p for h, (_, p) in zip(happened, possible)])
            * all(
                sum(h for h, (edge, _) in zip(happened, possible) if node in edge) % 2 == bit
                for node, bit in enumerate(syndrome)
            ),
        )
        expected = [edge for h, (edge, _) in zip(best, possible) if h]
        assert [tuple(edge) for edge in ours.decode_to_edges_array(syndrome).tolist()] == expected


def heavy_path():
    """Detectors 0 and 1 between two boundaries, with weights that are scaled inside."""
    matching = quantacore.Matching()
    matching.add_edge(0, 1, weight=1000)
    matching.add_boundary_edge(0, fault_ids=0, weight=2000)
    matching.add_boundary_edge(1, weight=3000)
    return matching


def test_all_weights_that_come_out_are_those_that_went_in():
    matching = heavy_path()
    assert matching.decode([1, 1], return_weight=True)[1] == pytest.approx(1000, rel=1e-6)
    assert matching.decode_batch([[1, 1]], return_weights=True)[1] == pytest.approx(1000, rel=1e-6)
    assert heavy_path().explain([1, 1]).weight == pytest.approx(1000, rel=1e-6)
    for shot, prediction, gap in [([1, 1], 0, 4000), ([1, 0], 1, 2000), ([0, 1], 0, 0), ([0, 0], 0, 6000)]:
        found, gaps = heavy_path().decode_batch_with_gaps([shot])
        assert gaps[0] == pytest.approx(gap, rel=1e-6, abs=1e-2)
        assert gap == 0 or found.tolist() == [[prediction]]
    edge = heavy_path().explain([1, 0])
    assert edge.weight == pytest.approx(2000, rel=1e-6)
    # Light weights are not scaled.
    light = quantacore.Matching(np.array([[1, 1, 0], [0, 1, 1]]), [2, 1, 3], faults_matrix=[[1, 0, 0]])
    assert light.explain([1, 1]).weight == pytest.approx(1, rel=1e-6)
    assert light.decode_batch_with_gaps([[1, 1]])[1] == pytest.approx(4, rel=1e-6)


@pytest.mark.parametrize(
    "left, right, prediction",
    [(300, 300, 1), (400, 590, 1), (450, 560, 0), (700, 700, 0), (-20, 700, 1)],
)
def test_probabilities_of_single_shots_weigh_as_the_edges_do(left, right, prediction):
    chances = [1 / (1 + math.exp(left)), 1 / (1 + math.exp(right))]
    table = scipy.sparse.csr_matrix((chances, ([0, 0], [1, 2])), shape=(1, 3))
    for priors in ([([1, 2], chances)], table):
        assert heavy_path().decode_batch_with_priors([[1, 1]], priors).tolist() == [[prediction]]


def test_certain_priors_and_wrong_ones_stay_what_they_are_in_a_scaled_graph():
    for p, prediction in [(1.0, 1), (0.5, 1), (0.0, 0)]:
        found = heavy_path().decode_batch_with_priors([[1, 1]], [([1, 2], [p, p])])
        assert found.tolist() == [[prediction]]
    for p in (-0.1, 1.5, np.nan):
        with pytest.raises(quantacore.QuantaCoreError, match="probability"):
            heavy_path().decode_batch_with_priors([[1, 1]], [([1], [p])])
    with pytest.raises(TypeError, match="priors"):
        heavy_path().decode_batch_with_priors([[1, 1]], [([1], ["0.5"])])


@pytest.mark.parametrize(
    "change, error, words",
    [
        (lambda graph: graph.add_edge(-1, 0), ValueError, "node1 must lie between 0 and .*is -1"),
        (lambda graph: graph.add_edge(0, -1), ValueError, "node2 must lie between 0 and .*is -1"),
        (lambda graph: graph.add_edge(0, 1 << 31), ValueError, "node2 .*is 2147483648"),
        (lambda graph: graph.add_edge(0.7, 1.9), TypeError, "node1 must be a whole number, but is 0.7"),
        (lambda graph: graph.add_edge(0, "1"), TypeError, "node2 must be a whole number, but is '1'"),
        (lambda graph: graph.add_edge(0, True), TypeError, "node2 must be a whole number, but is True"),
        (lambda graph: graph.add_edge(0, np.float64(1)), TypeError, "node2 must be a whole number"),
        (lambda graph: graph.add_boundary_edge(-1), ValueError, "node must lie between 0 and .*is -1"),
        (lambda graph: graph.add_boundary_edge(0.5), TypeError, "node must be a whole number, but is 0.5"),
        (lambda graph: graph.add_boundary_edge(0, {0.9}), TypeError, "fault_ids must be .*but is 0.9"),
        (lambda graph: graph.add_boundary_edge(0, 0.9), TypeError, "fault_ids must be .*but is 0.9"),
        (lambda graph: graph.add_boundary_edge(0, "1"), TypeError, "fault_ids must be .*but is '1'"),
        (lambda graph: graph.add_boundary_edge(0, {-2}), ValueError, "fault_ids must lie .*but is -2"),
        (lambda graph: graph.add_edge(0, 1, weight="3"), TypeError, "weight must be numbers"),
        (lambda graph: graph.add_edge(0, 1, weight=1j), TypeError, "weight must be numbers"),
    ],
)
def test_wrong_numbers_of_edges_are_refused(change, error, words):
    graph = quantacore.Matching()
    with pytest.raises(error, match=words):
        change(graph)
    assert graph.num_edges == 0 and graph.num_detectors == 0 and graph.num_fault_ids == 0


@pytest.mark.parametrize("kind", [int, np.int8, np.int64, np.uint8, np.uint64, np.array])
def test_whole_numbers_of_every_type_are_taken(kind):
    graph = quantacore.Matching()
    graph.add_edge(kind(0), kind(2), fault_ids=kind(3))
    graph.add_edge(kind(1), kind(2), fault_ids=[kind(1), kind(4)])
    graph.add_boundary_edge(kind(1), fault_ids=np.array([0, 2]))
    assert [edge[:2] for edge in graph.edges()] == [(0, 2), (1, 2), (1, None)]
    assert [edge[2]["fault_ids"] for edge in graph.edges()] == [{3}, {1, 4}, {0, 2}]
    matrix = np.eye(2, dtype=int)
    assert quantacore.Matching(matrix, repetitions=kind(3)).num_detectors == 6


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
        (np.eye(3, dtype=int), {"repetitions": 0}, ValueError, "repetitions must be at least 1, but is 0"),
        (np.eye(3, dtype=int), {"repetitions": 2.7}, TypeError, "repetitions must be .*but is 2.7"),
        (np.eye(3, dtype=int), {"repetitions": "2"}, TypeError, "repetitions must be .*but is '2'"),
        (np.eye(3, dtype=int), {"repetitions": 1 << 30}, ValueError, "is 1073741824 with 3 checks"),
        (np.eye(3, dtype=int), {"weights": ["1", "2", "3"]}, TypeError, "weights must be numbers"),
        (np.array([[1, 1]]), {"merge_strategy": "disallow"}, ValueError, "already"),
    ],
)
def test_bad_check_matrices_are_refused(matrix, options, error, words):
    with pytest.raises(error, match=words):
        quantacore.Matching.from_check_matrix(matrix, **options)


def test_an_empty_graph_decodes_nothing():
    assert quantacore.Matching().decode([]).shape == (0,)
