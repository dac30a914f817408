# SPDX-License-Identifier: Apache-2.0
# Part of QuantaCore.
"""Real sinter collections with our decoders beside pymatching."""

import os
import pathlib
import pickle
import subprocess
import sys

import numpy as np
import pytest
import sinter
import stim

import quantacore
from conftest import surface, two_proportion_z


def test_every_decoder_is_offered_and_survives_pickling(model, shots):
    detections, _ = shots
    table = quantacore.sinter_decoders("matching()")
    assert list(table) == [f"quantacore-{name}" for name in quantacore.decoders()] + [
        "quantacore-matching()"
    ]
    compiled = pickle.loads(pickle.dumps(table["quantacore-matching"])).compile_decoder_for_dem(
        dem=model
    )
    assert isinstance(compiled, sinter.CompiledDecoder)
    found = pickle.loads(pickle.dumps(compiled)).decode_shots_bit_packed(
        bit_packed_detection_event_data=detections
    )
    assert found.dtype == np.uint8 and found.shape == (3000, 1)
    expected = quantacore.Decoder(model).decode_batch(detections, bit_packed_shots=True)
    assert (found == expected).all()


def test_collect_finds_pymatchings_rates():
    """In one run, tasks of two distances: z at most 4 each, a false alarm in 8000 for other seeds."""
    tasks = [
        sinter.Task(circuit=surface(d, p), json_metadata={"d": d, "p": p})
        for d, p in ((3, 0.004), (5, 0.008))
    ]
    samples = sinter.collect(
        num_workers=2,
        tasks=tasks,
        decoders=["pymatching", "quantacore-matching"],
        custom_decoders=quantacore.sinter_decoders(),
        max_shots=20_000,
        max_batch_size=5_000,
    )
    by_task = {(s.json_metadata["d"], s.decoder): s for s in samples}
    assert len(by_task) == 4
    for d in (3, 5):
        ours, theirs = by_task[d, "quantacore-matching"], by_task[d, "pymatching"]
        assert ours.shots == theirs.shots == 20_000 and theirs.errors > 100
        assert abs(two_proportion_z(ours.errors, ours.shots, theirs.errors, theirs.shots)) <= 4


def test_every_decoder_that_takes_the_model_collects():
    task = sinter.Task(circuit=surface(3, 0.006, rounds=2), json_metadata={})
    model = task.circuit.detector_error_model(decompose_errors=True)
    suited = []
    for name in quantacore.decoders():
        if name == "peeling":
            continue  # for erasures alone, which sinter does not carry
        try:
            quantacore.Decoder(model, name)
        except quantacore.QuantaCoreError as error:
            assert error.status == "UNSUITABLE_MODEL", (name, error)
            continue
        suited.append(f"quantacore-{name}")
    assert len(suited) >= 2
    samples = sinter.collect(
        num_workers=2,
        tasks=[task],
        decoders=["pymatching", *suited],
        custom_decoders=quantacore.sinter_decoders(),
        max_shots=3000,
    )
    errors = {s.decoder: s.errors for s in samples}
    assert sorted(errors) == sorted(["pymatching", *suited]) and errors["pymatching"] > 20
    for name in suited:
        # Belief propagation alone is several times worse than matching; a guess would be wrong half the time.
        assert errors[name] < 600, (name, errors)


def test_the_command_line_finds_the_decoders(tmp_path):
    (tmp_path / "a.stim").write_text(str(surface(3, 0.01)))
    # The program beside this interpreter, on the package that is being tested.
    environment = dict(os.environ)
    environment["PYTHONPATH"] = os.pathsep.join(
        [str(pathlib.Path(quantacore.__file__).parents[1]), environment.get("PYTHONPATH", "")]
    )
    done = subprocess.run(
        [
            str(pathlib.Path(sys.executable).with_name("sinter")), "collect", "--circuits", "a.stim",
            "--decoders", "quantacore-matching", "pymatching", "--processes", "2", "--max_shots", "2000",
            "--custom_decoders_module_function", "quantacore:sinter_decoders", "--quiet",
            "--save_resume_filepath", "stats.csv",
        ],
        cwd=tmp_path, env=environment, capture_output=True, text=True,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    stats = sinter.read_stats_from_csv_files(tmp_path / "stats.csv")
    assert sorted((s.decoder, s.shots) for s in stats) == [
        ("pymatching", 2000),
        ("quantacore-matching", 2000),
    ]


def test_files(tmp_path, model, shots):
    detections, _ = shots
    (tmp_path / "a.dem").write_text(str(model))
    detections.tofile(tmp_path / "a.b8")
    decoder = quantacore.sinter_decoders()["quantacore-matching"]
    options = dict(
        num_shots=3000, num_dets=24, num_obs=1, dem_path=tmp_path / "a.dem",
        dets_b8_in_path=tmp_path / "a.b8", obs_predictions_b8_out_path=tmp_path / "out.b8", tmp_dir=tmp_path,
    )  # fmt: skip
    decoder.decode_via_files(**options)
    expected = quantacore.Decoder(model).decode_batch(detections, bit_packed_shots=True)
    assert (np.fromfile(tmp_path / "out.b8", np.uint8) == expected[:, 0]).all()
    for change in ({"num_shots": 3001}, {"num_dets": 23}, {"num_obs": 2}):
        with pytest.raises(ValueError):
            decoder.decode_via_files(**{**options, **change})


def test_a_model_that_a_decoder_cannot_decode_is_an_error():
    hyper = stim.DetectorErrorModel("error(0.1) D0 D1 D2 L0")
    with pytest.raises(quantacore.QuantaCoreError) as caught:
        quantacore.sinter_decoders()["quantacore-matching"].compile_decoder_for_dem(dem=hyper)
    assert caught.value.status == "UNSUITABLE_MODEL"
