# SPDX-License-Identifier: Apache-2.0
# Part of QuantaCore.
"""Decoders by name: shapes, types, threads, pickling."""

import pickle
import threading

import numpy as np
import pymatching
import pytest
import scipy.sparse
import stim

import quantacore
from conftest import surface


def test_agrees_with_pymatching_in_every_form(model, shots):
    detections, _ = shots
    ours = quantacore.Decoder(model, "matching")
    theirs = pymatching.Matching.from_detector_error_model(model)
    assert ours.num_detectors == model.num_detectors == 24
    assert ours.num_observables == model.num_observables == 1
    unpacked = np.unpackbits(detections, axis=1, count=24, bitorder="little")
    expected, weights = theirs.decode_batch(
        detections, bit_packed_shots=True, return_weights=True
    )
    found, found_weights = ours.decode_batch(detections, bit_packed_shots=True, return_weights=True)
    assert found.dtype == np.uint8 and found.shape == expected.shape == (3000, 1)
    np.testing.assert_allclose(found_weights, weights, atol=1e-6)
    # Where two solutions weigh the same either may come.
    assert (found != expected).mean() < 0.01
    for values in (unpacked, unpacked.astype(bool), unpacked.astype(np.int64)):
        assert (ours.decode_batch(values) == found).all()
    packed = ours.decode_batch(unpacked, bit_packed_predictions=True)
    assert packed.shape == (3000, 1) and (packed == found).all()
    for row in range(0, 3000, 100):
        prediction, weight = ours.decode(unpacked[row], return_weight=True)
        assert prediction.shape == (1,) and prediction == found[row]
        assert weight == found_weights[row]
    lists = [np.flatnonzero(row) for row in unpacked]
    assert (ours.decode_lists(lists) == found).all()


def test_rows_need_not_be_contiguous(model, shots):
    detections, _ = shots
    decoder = quantacore.Decoder(model)
    expected = decoder.decode_batch(detections, bit_packed_shots=True)
    wide = np.full((3000, 7), 255, dtype=np.uint8)
    wide[:, 2:5] = detections
    assert (decoder.decode_batch(wide[:, 2:5], bit_packed_shots=True) == expected).all()
    assert (
        decoder.decode_batch(np.asfortranarray(detections), bit_packed_shots=True) == expected
    ).all()
    assert (
        decoder.decode_batch(detections[::-2], bit_packed_shots=True) == expected[::-2]
    ).all()
    unpacked = np.unpackbits(detections, axis=1, count=24, bitorder="little")
    assert (decoder.decode_batch(np.asfortranarray(unpacked)) == expected).all()
    assert decoder.decode_batch(detections[:0], bit_packed_shots=True).shape == (0, 1)


@pytest.mark.parametrize(
    "values, options, error, words",
    [
        (np.zeros((5, 23), np.uint8), {}, ValueError, r"shape \(shots, 24\).*\(5, 23\)"),
        (np.zeros((5, 25), bool), {}, ValueError, r"shape \(shots, 24\)"),
        (np.zeros(24, np.uint8), {}, ValueError, "2 dimensions"),
        (np.zeros((1, 5, 24), np.uint8), {}, ValueError, "2 dimensions"),
        (np.zeros((5, 24)), {}, TypeError, "not float64"),
        (np.zeros((5, 24), complex), {}, TypeError, "not complex128"),
        (np.zeros((5, 24), object), {}, TypeError, "not object"),
        (np.full((5, 24), 2, np.uint8), {}, ValueError, "only 0 and 1"),
        (np.full((5, 24), -1, np.int8), {}, ValueError, "only 0 and 1"),
        (None, {}, TypeError, "not object"),
        (np.zeros((5, 24), np.uint8), {"bit_packed_shots": True}, ValueError, r"\(shots, 3\)"),
        (np.zeros((5, 3), bool), {"bit_packed_shots": True}, TypeError, "must be uint8, not bool"),
        (np.zeros((5, 3), np.int64), {"bit_packed_shots": True}, TypeError, "must be uint8"),
        (np.zeros(3, np.uint8), {"bit_packed_shots": True}, ValueError, r"\(shots, 3\)"),
        (np.zeros((5, 3), np.uint8), {}, ValueError, r"\(shots, 24\)"),
    ],
)
def test_wrong_shapes_and_types_are_refused(model, values, options, error, words):
    decoder = quantacore.Decoder(model)
    with pytest.raises(error, match=words):
        decoder.decode_batch(values, **options)


def test_packed_bits_in_the_other_order_are_refused():
    decoder = quantacore.Decoder("error(0.1) D0 D1 L0\nerror(0.1) D1 D2\nerror(0.1) D2")
    rows = np.packbits(np.array([[1, 1, 0]], np.uint8), axis=1)  # highest bit first
    with pytest.raises(ValueError, match="shot 0 has bits after the last of its 3 detectors"):
        decoder.decode_batch(rows, bit_packed_shots=True)


@pytest.mark.parametrize("length, error", [(23, ValueError), (25, ValueError), (0, ValueError)])
def test_a_single_shot_must_have_the_right_length(model, length, error):
    decoder = quantacore.Decoder(model)
    with pytest.raises(error):
        decoder.decode(np.zeros(length, np.uint8))
    with pytest.raises(error):
        decoder.explain(np.zeros(length, np.uint8))
    with pytest.raises(ValueError, match="1 dimension"):
        decoder.decode(np.zeros((1, 24), np.uint8))
    with pytest.raises(TypeError):
        decoder.decode(np.zeros(24))
    with pytest.raises(ValueError, match="0 to 23"):
        decoder.decode_lists([[24]])
    with pytest.raises(ValueError, match="ascend"):
        decoder.decode_lists([[3, 2]])


@pytest.mark.parametrize(
    "lists, error, words",
    [
        ([[1.5, 3]], TypeError, r"shots\[0\] must hold whole numbers, but is \[1.5, 3.0\] of float64"),
        ([[0], ["1"]], TypeError, r"shots\[1\] must hold whole numbers, but is \['1'\]"),
        ([[0], [True]], TypeError, r"shots\[1\] .* of bool"),
        ([[None]], TypeError, "of object"),
        ([[], [0, 24]], ValueError, r"shots\[1\] names detector 24, .* 0 to 23"),
        ([[-1, 0]], ValueError, r"shots\[0\] names detector -1,"),
        ([[0], [], [], [1 << 63]], ValueError, r"shots\[3\] names detector 9223372036854775808,"),
        ([[(1 << 32) + 1]], ValueError, r"shots\[0\] names detector 4294967297,"),
        ([3], ValueError, r"shots\[0\] must be a list of detectors, but its shape is \(\)"),
        ([[[1], [2]]], ValueError, r"shots\[0\] must be a list"),
    ],
)
def test_lists_of_other_things_than_detectors_are_refused(model, lists, error, words):
    with pytest.raises(error, match=words):
        quantacore.Decoder(model).decode_lists(lists)


@pytest.mark.parametrize("kind", [list, tuple, np.int8, np.uint8, np.int64, np.uint64])
def test_lists_may_be_of_any_whole_numbers(model, kind):
    decoder = quantacore.Decoder(model)
    lists = [[0, 3], [], [23], [2, 5, 11]]
    expected = decoder.decode_lists(lists)
    given = [kind(one) if kind in (list, tuple) else np.array(one, kind) for one in lists]
    assert (decoder.decode_lists(given) == expected).all()
    assert (decoder.decode_lists(iter(given)) == expected).all()
    assert decoder.decode_lists([]).shape == (0, 1)


def test_models_come_in_every_form(tmp_path, circuit, model):
    expected = str(quantacore.ErrorModel(str(model)))
    (tmp_path / "a.dem").write_text(str(model))
    (tmp_path / "a.stim").write_text(str(circuit))
    for form in (model, str(model), tmp_path / "a.dem", quantacore.ErrorModel(str(model))):
        assert str(quantacore.Decoder(form).model) == expected
    for form in (circuit, quantacore.Circuit(str(circuit)), tmp_path / "a.stim"):
        ours = stim.DetectorErrorModel(str(quantacore.Decoder(form).model))
        assert ours.approx_equals(model, atol=1e-6)
    with pytest.raises(TypeError, match="not int"):
        quantacore.Decoder(5)
    # A circuit whose errors do not decompose has a model all the same, for decoders that take it.
    hyper = "X_ERROR(0.1) 0\nM 0\nDETECTOR rec[-1]\nDETECTOR rec[-1]\nDETECTOR rec[-1]"
    with pytest.raises(quantacore.QuantaCoreError) as caught:
        quantacore.Decoder(quantacore.Circuit(hyper), "matching")
    assert caught.value.status == "UNSUITABLE_MODEL"
    decoder = quantacore.Decoder(quantacore.Circuit(hyper), "maximum-likelihood")
    assert decoder.decode([1, 1, 1]).shape == (0,)
    with pytest.raises(OSError, match="no_such"):
        quantacore.Decoder(tmp_path / "no_such.dem")
    with pytest.raises(quantacore.QuantaCoreError, match="^1:") as caught:
        quantacore.Decoder("eror(0.1) D0")
    assert caught.value.status == "BAD_INPUT"


def test_decoders_have_names_and_settings(model):
    table = quantacore.decoders()
    assert "matching" in table
    for name, info in table.items():
        assert info.name == name and info.summary
        settings = ",".join(f"{s.name}={s.standard}" for s in info.settings)
        text = f"{name}({settings})" if settings else name
        try:
            decoder = quantacore.Decoder(model, text)
        except quantacore.QuantaCoreError as error:
            assert error.status == "UNSUITABLE_MODEL", (name, error)
            continue
        assert decoder.specification == text
        assert (decoder.decode(np.zeros(24, bool)) == 0).all()
        assert set(decoder.abilities) <= {"weights", "explanations", "priors", "gaps", "doubts"}
    with pytest.raises(quantacore.QuantaCoreError, match="There is no decoder 'magic'") as caught:
        quantacore.Decoder(model, "magic")
    assert caught.value.status == "UNKNOWN_DECODER"
    with pytest.raises(quantacore.QuantaCoreError, match="no setting"):
        quantacore.Decoder(model, "matching(order=3)")
    with pytest.raises(TypeError, match="by name"):
        quantacore.Decoder(model, 3)


def test_what_a_decoder_cannot_do_is_an_error(model):
    row = np.zeros((1, 24), np.uint8)
    calls = {
        "weights": lambda d: d.decode_batch(row, return_weights=True),
        "explanations": lambda d: d.explain(row[0]),
        "priors": lambda d: d.decode_batch_with_priors(row, [([0], [0.5])]),
        "gaps": lambda d: d.decode_batch_with_gaps(row),
        "doubts": lambda d: d.decode_batch_with_doubts(row),
    }
    tried = 0
    for name in quantacore.decoders():
        try:
            decoder = quantacore.Decoder(model, name)
        except quantacore.QuantaCoreError:
            continue
        for ability, call in calls.items():
            if ability in decoder.abilities:
                call(decoder)
            else:
                tried += 1
                with pytest.raises(quantacore.QuantaCoreError) as caught:
                    call(decoder)
                assert caught.value.status == "UNSUPPORTED"
    assert tried > 0


def test_priors_change_the_answer():
    text = "error(0.01) D0 L0\nerror(0.05) D0 D1\nerror(0.01) D1"
    tried = 0
    for name in quantacore.decoders():
        try:
            decoder = quantacore.Decoder(text, name)
        except quantacore.QuantaCoreError as error:
            # A model so small may leave no room for a setting's standard value.
            assert error.status in ("UNSUITABLE_MODEL", "UNKNOWN_DECODER"), (name, error)
            continue
        if "priors" not in decoder.abilities:
            continue
        shots = np.array([[1, 0], [1, 0], [0, 0]], np.uint8)
        # D0 fires: by the erased left boundary, or by an erased path to the right one.
        priors = [([0], [0.5]), ([1, 2], [0.5, 0.5]), ([], [])]
        found = decoder.decode_batch_with_priors(shots, priors)
        assert found.tolist() == [[1], [0], [0]], name
        table = scipy.sparse.coo_array(
            ([0.5, 0.5, 0.5], ([0, 1, 1], [0, 2, 1])), shape=(3, 3)
        )
        assert (decoder.decode_batch_with_priors(shots, table) == found).all(), name
        with pytest.raises(ValueError, match="shots by errors"):
            decoder.decode_batch_with_priors(shots[:2], table)
        tried += 1
        for priors, error in [
            ([([], [])], ValueError),
            ([([0], [0.5, 0.5]), ([], []), ([], [])], ValueError),
            ([([9], [0.5]), ([], []), ([], [])], ValueError),
            ([([0], [1.5]), ([], []), ([], [])], ValueError),
            ([([0.5], [0.5]), ([], []), ([], [])], TypeError),
        ]:
            with pytest.raises(error):
                decoder.decode_batch_with_priors(shots, priors)
    assert tried > 0


def test_a_shot_without_explanation_is_an_error():
    decoder = quantacore.Decoder("error(0.1) D0 D1 L0")
    with pytest.raises(quantacore.QuantaCoreError, match="^shot 1: no errors explain") as caught:
        decoder.decode_batch(np.array([[1, 1], [1, 0]], bool))
    assert caught.value.status == "UNEXPLAINABLE"
    assert pickle.loads(pickle.dumps(caught.value)).status == "UNEXPLAINABLE"
    assert decoder.decode([1, 1]).tolist() == [1]


def test_an_explanation_explains(model, shots):
    detections, _ = shots
    decoder = quantacore.Decoder(model)
    for row in np.unpackbits(detections[:200], axis=1, count=24, bitorder="little"):
        found = decoder.explain(row)
        total = np.zeros(24, np.uint8)
        flips = np.zeros(1, np.uint8)
        for detectors, observables in found.errors:
            total[detectors] ^= 1
            flips[observables] ^= 1
        assert (total == row).all()
        assert np.flatnonzero(flips).tolist() == found.observables.tolist()
        assert sorted(found.pairs[found.pairs >= 0]) == np.flatnonzero(row).tolist()
        assert found.weight == decoder.decode(row, return_weight=True)[1]


def test_threads_share_a_decoder():
    circuit = surface(3, 0.01)
    detections, _ = circuit.compile_detector_sampler(seed=2).sample(
        2000, separate_observables=True, bit_packed=True
    )
    decoder = quantacore.Decoder(circuit)
    expected = decoder.decode_batch(detections, bit_packed_shots=True)
    answers = [None] * 6

    def work(index):
        answers[index] = decoder.decode_batch(detections, bit_packed_shots=True)

    threads = [threading.Thread(target=work, args=(i,)) for i in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert all((answer == expected).all() for answer in answers)


def test_objects_survive_pickling(model, circuit, shots):
    detections, _ = shots
    decoder = quantacore.Decoder(model)
    copy = pickle.loads(pickle.dumps(decoder))
    assert copy.specification == decoder.specification
    expected = decoder.decode_batch(detections, bit_packed_shots=True)
    assert (copy.decode_batch(detections, bit_packed_shots=True) == expected).all()
    ours = quantacore.Circuit(str(circuit))
    assert str(pickle.loads(pickle.dumps(ours))) == str(circuit)
    assert repr(ours) == "<quantacore.Circuit of 24 detectors>"
