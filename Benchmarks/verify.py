# SPDX-License-Identifier: Apache-2.0
# Part of QuantaCore.
"""Times `quanta verify` on a graph of a million nodes, as JSON and as assembly.

    python3 Benchmarks/verify.py PATH/TO/quanta [--nodes 1000000] [--qubits 1000]

The time is that of the whole process: reading, checking and the verdict. Gates on one and two qubits,
rotations, measurements and corrections under guards, in the order of the text.
"""
import argparse
import json
import os
import random
import subprocess
import tempfile
import time


def nodes(count, qubits):
    """Nodes of a valid program, as dictionaries."""
    chance = random.Random(7)
    names = [f"q{i}" for i in range(qubits)]
    yield {"id": "begin", "op": "ALLOC_LQ", "args": {"n": qubits}, "vqs": names}
    events = []
    for index in range(count - 2):
        first, second = chance.sample(range(qubits), 2)
        kind = chance.randrange(10)
        node = {"id": f"n{index}"}
        if kind < 4:
            node.update(op=chance.choice(["APPLY_H", "APPLY_S", "APPLY_T"]), vqs=[names[first]])
        elif kind < 7:
            node.update(op="APPLY_CNOT", vqs=[names[first], names[second]])
        elif kind < 8:
            node.update(op="APPLY_RZ", vqs=[names[first]], args={"theta": chance.random()})
        elif kind < 9 or not events:
            events.append(f"m{index}")
            node.update(op="MEASURE_Z", vqs=[names[first]], produces=[events[-1]])
        else:
            node.update(op="APPLY_X", vqs=[names[first]],
                        guard={"event": chance.choice(events), "equals": 1})
        yield node
    yield {"id": "end", "op": "FREE_LQ", "vqs": names}


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("quanta")
    parser.add_argument("--nodes", type=int, default=1_000_000)
    parser.add_argument("--qubits", type=int, default=1000)
    options = parser.parse_args()
    graph = list(nodes(options.nodes, options.qubits))
    text = {"version": "0.1", "caps": ["CAP_ALLOC"], "program": {"nodes": graph}, "resources": {
        "vqs": graph[0]["vqs"], "chs": [],
        "events": [event for node in graph for event in node.get("produces", [])]}}
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "graph.json")
        with open(path, "w") as file:
            json.dump(text, file)
        assembly = os.path.join(folder, "graph.asm")
        for words, name in [(["verify", path, "--strict"], "verify, JSON"),
                            (["disasm", path, "--out", assembly], "disasm"),
                            (["verify", assembly, "--strict"], "verify, assembly"),
                            (["asm", assembly, "--out", path], "asm")]:
            size = os.path.getsize(words[1]) / 1e6
            start = time.perf_counter()
            result = subprocess.run([options.quanta, *words], check=True, capture_output=True)
            seconds = time.perf_counter() - start
            print(f"{name:18} {seconds:7.2f} s  {size:7.1f} MB read  {result.stdout.decode().strip()}")


if __name__ == "__main__":
    main()
