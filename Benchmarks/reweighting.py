# SPDX-License-Identifier: Apache-2.0
# Part of QuantaCore.
"""Times shots that bring probabilities of their own: `quantacore` against a PyMatching graph rebuilt for each.

    PYTHONPATH=Python/src QUANTACORE_LIBRARY=PATH/TO/libquantacore.so \\
        .peers/bin/python Benchmarks/reweighting.py [--json FILE]

In every shot a part of the errors of stim's rotated_memory_z circuit takes another probability: a third
of them ½ (a heralded erasure), the others one drawn between 10⁻⁴ and 0.3. The peer builds
`Matching.from_detector_error_model` from the model of the shot, which is made beforehand and not timed, and
decodes. Figures are processor time on one core; the ratio is peer / quantacore, of the median of
several rounds. Predictions may differ only where two answers weigh the same.
"""
import argparse
import json
import os
import statistics
import time

import numpy as np
import pymatching
import quantacore
import stim

GOAL = 20.0
CASES = [(d, p, part) for d in (5, 7, 11) for p in (0.001, 0.005) for part in (0.01, 0.05)]


def memory_model(d, p):
    """The decomposed, unrolled model of a memory experiment of d rounds, all four noise knobs at p."""
    circuit = stim.Circuit.generated(
        "surface_code:rotated_memory_z", distance=d, rounds=d, after_clifford_depolarization=p,
        before_round_data_depolarization=p, before_measure_flip_probability=p,
        after_reset_flip_probability=p)
    return circuit.detector_error_model(decompose_errors=True).flattened()


def draw_priors(errors, part, shots, random):
    """For each shot, which errors have a probability of their own, and that probability."""
    priors = []
    for _ in range(shots):
        named = np.sort(random.choice(errors, max(1, round(part * errors)), replace=False))
        chances = 10 ** random.uniform(-4, np.log10(0.3), named.size)
        chances[random.random(named.size) < 1 / 3] = 0.5
        priors.append((named.astype(np.uint32), chances))
    return priors


def with_priors(model, named, chances):
    """The model of one shot."""
    new = dict(zip(named.tolist(), chances.tolist()))
    changed, error = stim.DetectorErrorModel(), 0
    for instruction in model:
        if instruction.type == "error":
            if error in new:
                instruction = stim.DemInstruction(
                    "error", [new[error]], instruction.targets_copy())
            error += 1
        changed.append(instruction)
    return changed


def sample(models):
    """One shot from each model."""
    shots = [model.compile_sampler(seed=seed).sample(1)[0][0] for seed, model in enumerate(models)]
    return np.array(shots, dtype=np.uint8)


def compare(d, p, part, rebuilt, rounds):
    """Measures one case; returns its row."""
    random = np.random.default_rng(11)
    model = memory_model(d, p)
    priors = draw_priors(model.num_errors, part, rebuilt, random)
    models = [with_priors(model, *entry) for entry in priors]
    shots = sample(models)
    decoder = quantacore.Decoder(str(model), "matching")
    repeats = max(1, 2000 // rebuilt)
    batch, batch_priors = np.tile(shots, (repeats, 1)), priors * repeats
    ours = decoder.decode_batch_with_priors(batch, batch_priors)[:rebuilt]
    our_times, their_times = [], []
    for _ in range(rounds):
        start = time.process_time()
        decoder.decode_batch_with_priors(batch, batch_priors)
        our_times.append((time.process_time() - start) / len(batch))
        start = time.process_time()
        theirs = [
            pymatching.Matching.from_detector_error_model(model).decode(shot)
            for model, shot in zip(models, shots)]
        their_times.append((time.process_time() - start) / rebuilt)
    ratios = [peer / own for peer, own in zip(their_times, our_times)]
    return {
        "case": f"d={d} p={p} {part:.0%} of {model.num_errors} errors",
        "quantacore_us": 1e6 * statistics.median(our_times),
        "peer_us": 1e6 * statistics.median(their_times), "ratio": statistics.median(ratios),
        "ratio_min": min(ratios), "ratio_max": max(ratios),
        "different": int((ours != np.array(theirs)).any(axis=1).sum()), "shots": rebuilt}


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--rebuilt", type=int, default=100, help="shots that the peer decodes")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--json", help="write the rows to this file")
    options = parser.parse_args()
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    rows = []
    print("| case | quantacore µs/shot | peer µs/shot | peer / quantacore (min…max) | goal | different |")
    print("|---|---|---|---|---|---|")
    for case in CASES:
        row = compare(*case, options.rebuilt, options.rounds)
        rows.append(row)
        print(
            f"| {row['case']} | {row['quantacore_us']:.2f} | {row['peer_us']:.1f} "
            f"| {row['ratio']:.1f} ({row['ratio_min']:.1f}…{row['ratio_max']:.1f}) "
            f"| {GOAL:.0f} | {row['different']} of {row['shots']} |", flush=True)
    if options.json:
        with open(options.json, "w") as file:
            json.dump(rows, file, indent=1)


if __name__ == "__main__":
    main()
