# SPDX-License-Identifier: Apache-2.0
# Part of QuantaCore.
"""Times the Lindblad equation of a stabilized cat against QuTiP, in one run, on one core.

    .peers/bin/python Benchmarks/bosonic.py PATH/TO/quanta [--json FILE]

A coherent state under two-photon dissipation and photon loss is evolved through eleven times. Each program
runs as a whole process, in turn, several times; its figure is its processor time less that of the same
command over a time of almost nothing, so that interpreter, imports and loading count for neither. QuTiP
solves to its own default accuracy by the fastest of its methods; quanta to a tolerance of 1e-9. The answers
must agree to 1e-4, QuTiP's default. The ratio is peer / quanta, so above 1 we are faster.
"""
import argparse
import json
import os
import statistics
import subprocess
import sys

CASES = [(2.0, 26), (4.0, 40), (8.0, 56)]
METHODS = ["adams", "bdf", "vern7"]
REPEATS = 3
PEER = """
import sys, numpy as np, qutip as qt
n, nbar, time, method = int(sys.argv[1]), float(sys.argv[2]), float(sys.argv[3]), sys.argv[4]
a = qt.destroy(n)
start = qt.coherent(n, np.sqrt(nbar) * np.exp(0.1j), method="analytic")
parity = qt.qdiags((-1.0) ** np.arange(n), 0)
means = qt.mesolve(0 * a, start, np.linspace(0, time, 11), [a * a - nbar, np.sqrt(0.01) * a],
                   e_ops=[a.dag() * a, parity, (a + a.dag()) / np.sqrt(2)],
                   options={"method": method, "nsteps": 10**7, "progress_bar": ""}).expect
print(*(float(np.real(mean[-1])) for mean in means))
"""


def measure(command):
    """Runs a command on one thread; returns its processor seconds and its output."""
    environment = {**os.environ, "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
    before = os.times()
    done = subprocess.run(command, env=environment, capture_output=True, text=True)
    after = os.times()
    if done.returncode != 0:
        sys.exit(f"{' '.join(command[:3])} failed: {done.stderr[-400:]}")
    spent = (after.children_user + after.children_system
             - before.children_user - before.children_system)
    return spent, done.stdout


def ours(quanta, nbar, n, time):
    real, imaginary = nbar ** 0.5 * 0.9950041652780258, nbar ** 0.5 * 0.09983341664682815
    return [quanta, "bosonic", "evolve", "--state", f"coherent(re={real!r},im={imaginary!r})",
            "--nbar", str(nbar), "--loss", "0.01", "--time", str(time), "--steps", "10",
            "--dimension", str(n), "--json"]


def theirs(nbar, n, time, method):
    return [sys.executable, "-c", PEER, str(n), str(nbar), str(time), method]


def compare(quanta, nbar, n):
    tiny, whole = 1e-6, 10.0
    peer_times = {}
    for method in METHODS:
        runs = [measure(theirs(nbar, n, whole, method)) for _ in range(REPEATS)]
        start = min(measure(theirs(nbar, n, tiny, method))[0] for _ in range(2))
        peer_times[method] = statistics.median(spent for spent, _ in runs) - start
        expected = [float(word) for word in runs[0][1].split()]
    runs = [measure(ours(quanta, nbar, n, whole)) for _ in range(REPEATS)]
    start = min(measure(ours(quanta, nbar, n, tiny))[0] for _ in range(2))
    # The clock of processes ticks in hundredths: less than one tick is one tick.
    own = max(statistics.median(spent for spent, _ in runs) - start, 0.01)
    last = json.loads(runs[0][1])[-1]
    actual = [last["photons"], last["parity"], last["x"]]
    if any(abs(a - b) > 1e-4 * max(1, abs(b)) for a, b in zip(actual, expected)):
        sys.exit(f"nbar={nbar}: the answers differ: {actual} and {expected}")
    method, peer = min(peer_times.items(), key=lambda item: item[1])
    return {"nbar": nbar, "dimension": n, "quanta_s": own, "qutip_s": peer_times,
            "fastest": method, "ratio": peer / own}


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("quanta")
    parser.add_argument("--json")
    arguments = parser.parse_args()
    rows = [compare(arguments.quanta, nbar, n) for nbar, n in CASES]
    for row in rows:
        print(f"cat nbar={row['nbar']:g} levels={row['dimension']}: quanta {row['quanta_s']:.3f} s, "
              f"QuTiP ({row['fastest']}) {row['qutip_s'][row['fastest']]:.3f} s, "
              f"ratio {row['ratio']:.1f}")
    if arguments.json:
        with open(arguments.json, "w") as file:
            json.dump(rows, file, indent=2)
    sys.exit(0 if all(row["ratio"] > 1 for row in rows) else 1)


if __name__ == "__main__":
    main()
