# SPDX-License-Identifier: Apache-2.0
# Part of QuantaCore.
"""Times `quanta decode` against ldpc and relay-bp on the same syndromes, in one run, on one core.

    .peers/bin/python Benchmarks/belief.py PATH/TO/quanta [--shots 20000] [--only TEXT] [--json FILE]

Bit flips on bivariate bicycle codes with perfect syndromes. Each row decodes the same shots with the
same method, schedule, scale, number of iterations and order; `failures` counts shots in which any
logical bit is wrong. A time is that of the calls that decode, without reading shots and building
decoders: processor time of the peer, elapsed time of `quanta`, which is never less. `sigma` is the
difference of the failures (quanta less peer) in standard deviations of independent counts; below 4,
we are no worse. The ratio is peer / quanta, so above 1 we are faster.
"""
import argparse
import json
import os
import subprocess
import sys
import tempfile
import time

import ldpc
import numpy as np
import relay_bp
import scipy.sparse
import stim

# name: (l, m, powers of A: x, y, y, powers of B: y, x, x)
CODES = {"72": (6, 6, (3, 1, 2), (3, 1, 2)), "144": (12, 6, (3, 1, 2), (3, 1, 2))}
# BP method, schedule, scale of min-sum (0: adaptive), order of the combination sweep
OSD = [
    ("product-sum", "serial", 1, 7), ("product-sum", "parallel", 1, 7), ("min-sum", "serial", 0, 7),
    ("min-sum", "serial", 0.625, 7), ("min-sum", "parallel", 0, 7), ("min-sum", "parallel", 0.625, 7),
    ("min-sum", "serial", 0.625, 0)]
# legs, solutions
RELAY = [(0, 1), (60, 1), (60, 5)]


def reduced(matrix):
    """Row echelon form over GF(2), without rows of zeros, and the pivots."""
    matrix, pivots = matrix.copy(), []
    for column in range(matrix.shape[1]):
        rows = np.nonzero(matrix[len(pivots):, column])[0]
        if len(rows) == 0:
            continue
        matrix[[len(pivots), len(pivots) + rows[0]]] = matrix[[len(pivots) + rows[0], len(pivots)]]
        others = np.nonzero(matrix[:, column])[0]
        matrix[others[others != len(pivots)]] ^= matrix[len(pivots)]
        pivots.append(column)
        if len(pivots) == len(matrix):
            break
    return matrix[:len(pivots)], pivots


def kernel(matrix):
    """A basis of the vectors that every row is orthogonal to."""
    rows, pivots = reduced(matrix)
    free = [column for column in range(matrix.shape[1]) if column not in set(pivots)]
    basis = np.zeros((len(free), matrix.shape[1]), dtype=np.uint8)
    for index, column in enumerate(free):
        basis[index, column] = 1
        basis[index, pivots] = rows[:, column]
    return basis


def bicycle(name):
    """The Z checks and logical Z operators of a code: what bit flips flip."""
    l, m, (a1, a2, a3), (b1, b2, b3) = CODES[name]

    def shift(size, power):
        return np.roll(np.eye(size, dtype=np.uint8), power, axis=1)

    x = [np.kron(shift(l, power), shift(m, 0)) for power in range(l)]
    y = [np.kron(shift(l, 0), shift(m, power)) for power in range(m)]
    a = x[a1] ^ y[a2] ^ y[a3]
    b = y[b1] ^ x[b2] ^ x[b3]
    hx, hz = np.hstack([a, b]), np.hstack([b.T, a.T])
    assert not (hx.astype(int) @ hz.T % 2).any()
    logicals, known = [], reduced(hz)[0]
    for candidate in kernel(hx):
        larger = reduced(np.vstack([known, candidate]))[0]
        if len(larger) > len(known):
            logicals.append(candidate)
            known = larger
    return hz, np.array(logicals)


def model(checks, logicals, p):
    """The error model of independent bit flips."""
    lines = []
    for qubit in range(checks.shape[1]):
        targets = [f"D{row}" for row in np.nonzero(checks[:, qubit])[0]]
        targets += [f"L{row}" for row in np.nonzero(logicals[:, qubit])[0]]
        lines.append(f"error({p}) {' '.join(targets)}")
    return stim.DetectorErrorModel("\n".join(lines))


def run_ldpc(checks, p, syndromes, setting):
    """Decodes with ldpc; returns (errors, seconds)."""
    method, schedule, scale, order = setting
    decoder = ldpc.BpOsdDecoder(
        scipy.sparse.csr_matrix(checks), error_rate=p, max_iter=checks.shape[1],
        bp_method={"product-sum": "product_sum", "min-sum": "minimum_sum"}[method],
        schedule=schedule, ms_scaling_factor=scale,
        osd_method="osd_cs" if order else "osd_0", osd_order=order)
    errors = np.zeros((len(syndromes), checks.shape[1]), dtype=np.uint8)
    start = time.process_time()
    for shot, syndrome in enumerate(syndromes):
        errors[shot] = decoder.decode(syndrome)
    return errors, time.process_time() - start


def run_relay(checks, p, syndromes, setting):
    """Decodes with relay-bp; returns (errors, seconds)."""
    legs, solutions = setting
    decoder = relay_bp.RelayDecoderF32(
        scipy.sparse.csr_matrix(checks), error_priors=np.full(checks.shape[1], p), gamma0=0.1,
        pre_iter=80, num_sets=legs, set_max_iter=60, gamma_dist_interval=(-0.24, 0.66),
        stop_nconv=solutions)
    start = time.process_time()
    errors = decoder.decode_batch(syndromes)
    return errors, time.process_time() - start


def run_quanta(quanta, folder, decoder):
    """Decodes the shots in the folder; returns (failures, seconds)."""
    child = subprocess.run(
        [quanta, "decode", "count-mistakes", "--dem", os.path.join(folder, "model.dem"), "--in",
         os.path.join(folder, "shots.01"), "--in_includes_appended_observables", "--decoder",
         decoder, "--json"], capture_output=True, text=True)
    if child.returncode != 0:
        sys.exit(f"{decoder}\nfailed with {child.returncode}: {child.stderr}")
    result = json.loads(child.stdout)
    return result["mistakes"], result["seconds"]


def cases(qubits):
    """Yields (name, peer's program, its setting, our decoder)."""
    for setting in OSD:
        method, schedule, scale, order = setting
        yield ("ldpc " + " ".join(map(str, setting)), run_ldpc, setting,
               f"bp-osd(method={method},schedule={schedule},scale={scale},"
               f"iterations={qubits},order={order})")
    for legs, solutions in RELAY:
        yield (f"relay-bp legs={legs} solutions={solutions}", run_relay, (legs, solutions),
               f"relay-bp(legs={legs},solutions={solutions})")
    # What users get without settings, beside the best of ldpc.
    yield ("ldpc min-sum serial 0.625 7, our standard", run_ldpc, ("min-sum", "serial", 0.625, 7),
           "bp-osd")


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("quanta")
    parser.add_argument("--shots", type=int, default=20_000)
    parser.add_argument("--only", default="", help="cases whose name contains this")
    parser.add_argument("--json", help="write the rows to this file")
    options = parser.parse_args()
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    rows = []
    print("| code, p | peer and setting | peer failures | quanta failures | sigma "
          "| peer µs a shot | quanta µs a shot | peer / quanta |")
    print("|---|---|---|---|---|---|---|---|")
    for name in CODES:
        checks, logicals = bicycle(name)
        for p in (0.02, 0.03, 0.05):
            dem = model(checks, logicals, p)
            syndromes, flips, _ = dem.compile_sampler(seed=7).sample(options.shots)
            with tempfile.TemporaryDirectory() as folder:
                dem.to_file(os.path.join(folder, "model.dem"))
                stim.write_shot_data_file(
                    data=np.hstack([syndromes, flips]), path=os.path.join(folder, "shots.01"),
                    format="01", num_detectors=checks.shape[0],
                    num_observables=logicals.shape[0])
                for title, program, setting, decoder in cases(checks.shape[1]):
                    if options.only not in f"{name} {p} {title}":
                        continue
                    ours, our_time = run_quanta(options.quanta, folder, decoder)
                    errors, their_time = program(
                        checks, p, syndromes.astype(np.uint8), setting)
                    theirs = int((errors.astype(int) @ logicals.T % 2 != flips).any(axis=1).sum())
                    row = {
                        "code": name, "p": p, "peer": title, "decoder": decoder,
                        "peer_failures": theirs, "quanta_failures": ours,
                        "sigma": (ours - theirs) / max(1, ours + theirs) ** 0.5,
                        "peer_us": their_time / options.shots * 1e6,
                        "quanta_us": our_time / options.shots * 1e6,
                        "ratio": their_time / our_time}
                    rows.append(row)
                    print(f"| {name}, {p} | {title} | {theirs} | {ours} | {row['sigma']:.1f} "
                          f"| {row['peer_us']:.2f} | {row['quanta_us']:.2f} "
                          f"| {row['ratio']:.1f} |", flush=True)
    if options.json:
        with open(options.json, "w") as file:
            json.dump(rows, file, indent=1)


if __name__ == "__main__":
    main()
