# SPDX-License-Identifier: Apache-2.0
# Part of QuantaCore.
"""Times `quanta run` on large Clifford programs, and checks its samples against Stim.

    .peers/bin/python Benchmarks/programs.py .build/native/release/quanta [--qubits 2000] [--gates 100000] [--json FILE]

The program has random one- and two-qubit gates, then measures every qubit. Times are of whole processes, reading
and verifying the program included; Stim's is of its tableau simulator alone. Stim then takes the outcome of our
shot and refuses it if it is impossible. Goal: seconds.
"""
import argparse
import json
import random
import subprocess
import sys
import tempfile
import time

import stim

SINGLE = [("APPLY_H", "H"), ("APPLY_S", "S"), ("APPLY_SDG", "S_DAG"), ("APPLY_X", "X")]
DOUBLE = [("APPLY_CNOT", "CX"), ("APPLY_CZ", "CZ"), ("APPLY_SWAP", "SWAP")]


def make(qubits, gates, seed):
    """A program as QVM JSON, and the same circuit as Stim's text."""
    rng = random.Random(seed)
    names = [f"q{q}" for q in range(qubits)]
    nodes = [{"id": "a", "op": "ALLOC_LQ", "vqs": names}]
    lines = []
    for index in range(gates):
        a, b = rng.sample(range(qubits), 2)
        two = rng.random() < 0.5
        op, name = rng.choice(DOUBLE if two else SINGLE)
        used = [a, b] if two else [a]
        nodes.append({"id": f"g{index}", "op": op, "vqs": [names[q] for q in used]})
        lines.append(" ".join([name] + [str(q) for q in used]))
    for q in range(qubits):
        nodes.append({"id": f"m{q}", "op": "MEASURE_Z", "vqs": [names[q]], "produces": [f"e{q}"]})
    program = {
        "version": "0.1",
        "program": {"nodes": nodes},
        "resources": {"vqs": names, "chs": [], "events": [f"e{q}" for q in range(qubits)]},
        "caps": ["CAP_ALLOC"],
    }
    return json.dumps(program), "\n".join(lines)


def run(quanta, path, shots, threads):
    start = time.perf_counter()
    command = [quanta, "run", path, "--json", "--seed", "1", "--shots", str(shots)]
    output = subprocess.run(command + ["--threads", str(threads)], capture_output=True, check=True)
    return time.perf_counter() - start, json.loads(output.stdout)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("quanta")
    parser.add_argument("--qubits", type=int, default=2000)
    parser.add_argument("--gates", type=int, default=100_000)
    parser.add_argument("--shots", type=int, default=16)
    parser.add_argument("--json")
    options = parser.parse_args()
    program, circuit = make(options.qubits, options.gates, 7)
    with tempfile.NamedTemporaryFile("w", suffix=".qvm.json") as file:
        file.write(program)
        file.flush()
        one, result = run(options.quanta, file.name, 1, 1)
        many, _ = run(options.quanta, file.name, options.shots, 2)
    start = time.perf_counter()
    simulator = stim.TableauSimulator()
    simulator.do_circuit(stim.Circuit(circuit))
    for qubit in range(options.qubits):
        simulator.measure(qubit)
    peer = time.perf_counter() - start
    checker = stim.TableauSimulator()
    checker.do_circuit(stim.Circuit(circuit))
    outcome = next(iter(result["counts"]))
    for qubit, bit in enumerate(outcome):
        checker.postselect_z(qubit, desired_value=bit == "1")
    figures = {
        "qubits": options.qubits,
        "gates": options.gates,
        "seconds_one_shot": round(one, 3),
        "seconds_per_further_shot": round((many - one) / (options.shots - 1), 4),
        "stim_tableau_seconds": round(peer, 3),
        "outcome_possible_for_stim": True,
    }
    print(json.dumps(figures, indent=2))
    if options.json:
        with open(options.json, "w") as file:
            json.dump(figures, file)
    sys.exit(0)


main()
