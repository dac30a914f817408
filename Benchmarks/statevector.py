# SPDX-License-Identifier: Apache-2.0
# Part of QuantaCore.
"""Times the state vector beside qulacs, qiskit-aer and qsim, all on the same circuits in the same run.

    .peers/bin/python Benchmarks/statevector.py .build/native/release/StateVectorBenchmark [--json FILE]

Two circuits on 24 qubits: the Fourier transform, and 20 layers of random one-qubit gates and CX bricks. Every
program uses two threads and takes the best of its rounds; qulacs with its optimizer at 2 to 4 qubits (the time of
optimizing not counted) and without, Aer with its default fusion and 3 to 5 qubits, qsim with fused gates of
2 to 5 qubits. The figure of a peer is its best setting. For qsim and Aer it is the time that the program itself reports
for applying gates. Goals: in double precision a third of the time of the faster of qulacs and Aer, in single precision no
more than qsim's. Passes x bytes / bandwidth is the share of the time that memory alone would need. Memory is the most
that our process ever held, on 24 and 26 qubits; the goal is 16 bytes an amplitude and 5 %.
With --short all of it takes two minutes: qulacs is given up when it is slower than Aer, and amplitudes are
compared where it is not.
"""
import argparse
import contextlib
import json
import math
import multiprocessing
import os
import re
import subprocess
import sys
import tempfile
import time

os.environ["OMP_NUM_THREADS"] = "2"

import cirq
import numpy as np
import qsimcirq
import qulacs
from qiskit import QuantumCircuit
from qiskit_aer import AerSimulator

QUBITS = 24

# Runs a program and prints its peak in KiB after its output. In a process of its own: a child begins with the peak
# of the process that it was forked from, and ours is large.
MEASURED = """
import resource, subprocess, sys
subprocess.run(sys.argv[1:], check=True)
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
"""


def fourier(n):
    gates = []
    for target in reversed(range(n)):
        gates.append(("h", (), (target,)))
        for control in reversed(range(target)):
            gates.append(("cp", (math.pi / 2 ** (target - control),), (control, target)))
    return gates + [("swap", (), (q, n - 1 - q)) for q in range(n // 2)]


def bricks(n, layers=20):
    random = np.random.default_rng(1)
    gates = []
    for layer in range(layers):
        gates += [("u", tuple(map(float, random.uniform(0, 2 * math.pi, 3))), (q,)) for q in range(n)]
        gates += [("cx", (), (q, q + 1)) for q in range(layer % 2, n - 1, 2)]
    return gates


def unitary(theta, phi, lam):
    c, s = math.cos(theta / 2), math.sin(theta / 2)
    return np.array([[c, -np.exp(1j * lam) * s],
                     [np.exp(1j * phi) * s, np.exp(1j * (phi + lam)) * c]])


def ours(program, gates, precision, rounds, qubits=QUBITS):
    """The program's own account, and the most memory that it held, in bytes."""
    with tempfile.NamedTemporaryFile("w", suffix=".txt") as file:
        file.write(f"qubits {qubits}\n")
        for name, angles, qubits in gates:
            file.write(" ".join([name, *map(repr, angles), *map(str, qubits)]) + "\n")
        file.flush()
        answer = subprocess.run([sys.executable, "-S", "-c", MEASURED, program, file.name, precision,
                                 "2", str(rounds)], check=True, capture_output=True, text=True).stdout
    result, most = answer.splitlines()
    return json.loads(result), 1024 * int(most)


def memory(program, qubits):
    """The most memory on a small circuit over all qubits, as a ratio to that of the amplitudes."""
    _, most = ours(program, fourier(qubits)[:200] + bricks(qubits, 2), "double", 1, qubits)
    bare = 16 * 2 ** qubits
    print(f"memory   double {qubits} qubits: {most / 2 ** 20:.1f} MiB, {most / bare:.4f} of the amplitudes' "
          f"(goal 1.05)", flush=True)
    return {"circuit": "memory", "qubits": qubits, "bytes": most, "ratio": most / bare, "goal": 1.05}


def with_qulacs(gates, rounds, limits=(0, 2, 3, 4)):
    circuit = qulacs.QuantumCircuit(QUBITS)
    for name, angles, q in gates:
        if name == "h":
            circuit.add_H_gate(q[0])
        elif name == "u":
            circuit.add_U3_gate(q[0], *angles)
        elif name == "cp":
            phases = [1, 1, 1, np.exp(1j * angles[0])]
            circuit.add_gate(qulacs.gate.DiagonalMatrix(list(q), phases))
        elif name == "swap":
            circuit.add_SWAP_gate(*q)
        else:
            circuit.add_CNOT_gate(*q)
    times, first = {}, None
    for limit in limits:
        fused = circuit.copy()
        if limit:
            qulacs.circuit.QuantumCircuitOptimizer().optimize(fused, limit)
        for _ in range(rounds):
            state = qulacs.QuantumState(QUBITS)
            start = time.perf_counter()
            fused.update_quantum_state(state)
            took = time.perf_counter() - start
            times[limit] = min(took, times.get(limit, took))
            if first is None:
                first = [state.get_amplitude(index) for index in range(8)]
    return times, first


def with_aer(gates, rounds, limits=(None, 3, 4, 5)):
    circuit = QuantumCircuit(QUBITS)
    for name, angles, q in gates:
        getattr(circuit, name)(*angles, *q)
    circuit.measure_all()
    times = {}
    for limit in limits:
        options = {} if limit is None else {"fusion_max_qubit": limit}
        simulator = AerSimulator(
            method="statevector", precision="double", max_parallel_threads=2, **options)
        for _ in range(rounds):
            result = simulator.run(circuit, shots=1).result()
            if not result.success:
                raise RuntimeError(result.status)
            took = result.results[0].time_taken
            times[limit] = min(took, times.get(limit, took))
    return times


def send_qulacs(pipe, gates, limits):
    pipe.send(with_qulacs(gates, 1, limits))


def with_qulacs_within(seconds, gates, limits):
    """One round of qulacs in a process of its own; its time is above the limit if it has not finished by then."""
    context = multiprocessing.get_context("spawn")
    here, there = context.Pipe(duplex=False)
    process = context.Process(target=send_qulacs, args=(there, gates, limits))
    process.start()
    answer = here.recv() if here.poll(seconds) else ({limits[0]: math.inf}, None)
    process.kill()
    process.join()
    return answer


@contextlib.contextmanager
def captured_output():
    """Standard output of C code too."""
    with tempfile.TemporaryFile("w+") as file:
        sys.stdout.flush()
        saved = os.dup(1)
        os.dup2(file.fileno(), 1)
        text = []
        try:
            yield text
        finally:
            os.dup2(saved, 1)
            os.close(saved)
            file.seek(0)
            text.append(file.read())


def with_qsim(gates, rounds, limits=(2, 3, 4, 5)):
    line = cirq.LineQubit.range(QUBITS)
    circuit = cirq.Circuit()
    for name, angles, q in gates:
        on = [line[index] for index in q]
        if name == "u":
            circuit.append(cirq.MatrixGate(unitary(*angles))(*on))
        elif name == "cp":
            circuit.append(cirq.CZPowGate(exponent=angles[0] / math.pi)(*on))
        else:
            circuit.append({"h": cirq.H, "swap": cirq.SWAP, "cx": cirq.CX}[name](*on))
    times = {}
    for limit in limits:
        simulator = qsimcirq.QSimSimulator(qsimcirq.QSimOptions(
            max_fused_gate_size=limit, cpu_threads=2, verbosity=1))
        for _ in range(rounds):
            with captured_output() as text:
                start = time.perf_counter()
                simulator.compute_amplitudes(circuit, [0])
                took = time.perf_counter() - start
            said = re.findall(r"^(?:simu )?time is ([0-9.]+) seconds", text[0], re.M)
            took = float(said[-1]) if said else took
            times[limit] = min(took, times.get(limit, took))
    return times


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("program")
    parser.add_argument("--json")
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--short", action="store_true",
                        help="one round of each peer, at the setting that was best in the full run")
    parser.add_argument("--only", choices=["fourier", "bricks"])
    arguments = parser.parse_args()
    rows = []
    for name, gates in (("fourier", fourier(QUBITS)), ("bricks", bricks(QUBITS))):
        if arguments.only not in (None, name):
            continue
        if arguments.short:
            qsim_times, aer_times = with_qsim(gates, 1, (3,)), with_aer(gates, 1, (5,))
            # What takes longer than this is not the faster of the two.
            seconds = 10 + 1.2 * min(aer_times.values())
            qulacs_times, amplitudes = with_qulacs_within(seconds, gates, (0 if name == "fourier" else 4,))
        else:
            qsim_times = with_qsim(gates, arguments.rounds)
            aer_times = with_aer(gates, arguments.rounds)
            qulacs_times, amplitudes = with_qulacs(gates, arguments.rounds)
        peers = {"double": min(*qulacs_times.values(), *aer_times.values()),
                 "float": min(qsim_times.values())}
        for precision, goal in (("double", 3.0), ("float", 1.0)):
            mine, _ = ours(arguments.program, gates, precision, max(3, arguments.rounds))
            seconds = min(mine["seconds"])
            tolerance = 1e-10 if precision == "double" else 1e-5
            for one, other in zip(mine["amplitudes"], amplitudes or []):
                if abs(complex(*one) - other) > tolerance:
                    sys.exit(f"{name}, {precision}: amplitudes differ from those of qulacs")
            roof = mine["passes"] * mine["bytes_per_pass"] / mine["in_place_bandwidth"]
            rows.append({
                "circuit": name, "precision": precision, "seconds": seconds,
                "peer_seconds": peers[precision], "ratio": peers[precision] / seconds, "goal": goal,
                "passes": mine["passes"], "roof_share": roof / seconds,
                "bandwidth": mine["in_place_bandwidth"]})
            row = rows[-1]
            print(f"{name:8} {precision:6} {seconds:7.3f} s   peer {peers[precision]:7.3f} s   "
                  f"ratio {row['ratio']:6.2f} (goal {goal:.0f})   {row['passes']} passes, "
                  f"{100 * row['roof_share']:.0f} % of the time is memory's, "
                  f"{row['bandwidth'] / 1e9:.1f} GB/s", flush=True)
        print(f"  qulacs {qulacs_times}\n  aer {aer_times}\n  qsim {qsim_times}", flush=True)
    if arguments.only is None:
        rows += [memory(arguments.program, qubits) for qubits in (24, 26)]
    if arguments.json:
        with open(arguments.json, "w") as file:
            json.dump(rows, file, indent=1)


if __name__ == "__main__":
    main()
