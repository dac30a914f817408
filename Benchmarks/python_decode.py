# SPDX-License-Identifier: Apache-2.0
# Part of QuantaCore.
"""Speed of the Python package beside PyMatching: the same calls on the same packed arrays, in one process.

Usage: .build/python-environment/bin/python Benchmarks/python_decode.py     (after `make python`)
Prints processor time a shot, best of five, and the ratio: PyMatching's time over ours.
"""

import time

import numpy as np
import pymatching
import stim

import quantacore


def best(work, repeats=5):
    """The least processor time of several runs, in seconds."""
    times = []
    for _ in range(repeats):
        start = time.process_time()
        work()
        times.append(time.process_time() - start)
    return min(times)


def main():
    print("| d | p | batch: ours, µs | PyMatching, µs | ratio | one shot a call: ours, µs | PyMatching, µs | ratio |")
    print("|---|---|---|---|---|---|---|---|")
    cases = [(5, 1e-3, 200_000), (7, 1e-3, 100_000), (11, 1e-3, 40_000), (17, 1e-3, 10_000)]
    for d, p, shots in cases + [(5, 5e-3, 50_000), (11, 5e-3, 8_000)]:
        circuit = stim.Circuit.generated(
            "surface_code:rotated_memory_x",
            distance=d,
            rounds=d,
            after_clifford_depolarization=p,
            before_measure_flip_probability=p,
            after_reset_flip_probability=p,
            before_round_data_depolarization=p,
        )
        model = circuit.detector_error_model(decompose_errors=True)
        rows, _ = circuit.compile_detector_sampler(seed=1).sample(
            shots, separate_observables=True, bit_packed=True
        )
        single = np.unpackbits(rows[:2000], axis=1, count=model.num_detectors, bitorder="little")
        figures = []
        for matching in (quantacore.Matching(model), pymatching.Matching(model)):
            batch = best(
                lambda: matching.decode_batch(rows, bit_packed_shots=True, bit_packed_predictions=True)
            )
            one = best(lambda: [matching.decode(row) for row in single], repeats=2)
            figures.append((batch / shots * 1e6, one / len(single) * 1e6))
        (ours, our_one), (theirs, their_one) = figures
        print(
            f"| {d} | {p:g} | {ours:.2f} | {theirs:.2f} | {theirs / ours:.2f} | {our_one:.1f} | {their_one:.1f} "
            f"| {their_one / our_one:.2f} |",
            flush=True,
        )


if __name__ == "__main__":
    main()
