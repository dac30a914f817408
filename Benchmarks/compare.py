# SPDX-License-Identifier: Apache-2.0
# Part of QuantaCore.
"""Times `quanta` against the peers' own commands on the same input, in one run, on one core.

    make bench        or        .peers/bin/python Benchmarks/compare.py PATH/TO/quanta [--json FILE]

Each case runs both programs in turn, several times, as whole processes. The figure of a program is
its processor time (user + system) less that of the same command on a minimal workload, so that
interpreter and loader start-up count for neither; the ratio is peer / quanta, so above 1 we are
faster. The median of the ratios is printed with the lowest and highest. Memory is the peak resident
set of the whole process.
"""
import argparse
import itertools
import json
import os
import statistics
import subprocess
import sys
import tempfile

PEERS = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", ".peers", "bin")
GOALS = {"detect": 1.0, "sample-dem": 8.0, "analyze-errors": 1.0}
# Distance, probability, shots, and by how much exact matching is to be faster.
MATCHINGS = [
    (5, 0.001, 4_000_000, 4.0), (7, 0.001, 1_000_000, 4.0), (11, 0.001, 300_000, 4.0),
    (17, 0.001, 80_000, 3.0), (5, 0.005, 600_000, 2.0), (7, 0.005, 200_000, 2.0),
    (11, 0.005, 40_000, 2.0), (17, 0.005, 12_000, 2.0), (5, 0.01, 300_000, 1.2),
    (7, 0.01, 80_000, 1.2), (11, 0.01, 15_000, 1.2), (17, 0.01, 3_000, 1.2)]
GOALS.update({f"decode d={d} p={p}": goal for d, p, _, goal in MATCHINGS})
# Distance, probability, shots, and by how much a whole collection is to be faster.
COLLECTIONS = [
    (5, 0.001, 8_000_000, 8.0), (7, 0.001, 2_500_000, 8.0), (11, 0.001, 600_000, 8.0),
    (5, 0.005, 1_200_000, 3.0), (7, 0.005, 400_000, 3.0), (11, 0.005, 80_000, 3.0)]
GOALS.update({f"collect d={d} p={p}": goal for d, p, _, goal in COLLECTIONS})


def measure(command):
    """Runs a command; returns (processor seconds, peak resident KiB)."""
    # Unbuffered output would slow down a peer that runs inside Python.
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONUNBUFFERED"}
    with open(os.devnull, "wb") as null:
        child = subprocess.Popen(
            command, stdout=null, stderr=subprocess.PIPE, env=environment)
        error = child.stderr.read()
        _, status, usage = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode != 0:
        sys.exit(f"{' '.join(command)}\nfailed with {child.returncode}: {error.decode()}")
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss


def memory(folder, d, p):
    """Generates a memory experiment of d rounds, all four noise knobs at p; returns its path."""
    circuit = os.path.join(folder, f"d{d}-p{p}.stim")
    subprocess.run(
        [os.path.join(PEERS, "stim"), "gen", "--code", "surface_code", "--task",
         "rotated_memory_z", "--distance", str(d), "--rounds", str(d),
         "--after_clifford_depolarization", str(p), "--before_round_data_depolarization", str(p),
         "--before_measure_flip_probability", str(p), "--after_reset_flip_probability", str(p),
         "--out", circuit], check=True)
    return circuit


def decoding_cases(quanta, folder, only):
    """Yields the same for decoding: both programs read the same shots and the same model."""
    stim = os.path.join(PEERS, "stim")
    tiny, empty = os.path.join(folder, "tiny.dem"), os.path.join(folder, "empty.b8")
    with open(tiny, "w") as file:
        file.write("error(0.1) D0 L0\n")
    open(empty, "w").close()
    for d, p, shots, _ in MATCHINGS:
        name = f"decode d={d} p={p}"
        if only not in name:
            continue
        circuit = memory(folder, d, p)
        model, file = os.path.join(folder, "model.dem"), os.path.join(folder, "shots.b8")
        subprocess.run(
            [stim, "analyze_errors", "--decompose_errors", "--in", circuit, "--out", model],
            check=True)
        subprocess.run(
            [stim, "detect", "--shots", str(shots), "--seed", "5", "--append_observables",
             "--in", circuit, "--out_format", "b8", "--out", file], check=True)

        def command(program, model, file):
            return program + [
                "--dem", model, "--in", file, "--in_format", "b8",
                "--in_includes_appended_observables"]

        ours = [quanta, "decode", "count-mistakes"]
        theirs = [os.path.join(PEERS, "pymatching"), "count_mistakes"]
        yield (
            name, command(ours, model, file), command(theirs, model, file),
            command(ours, tiny, empty), command(theirs, tiny, empty))


def collection_cases(quanta, folder, only):
    """Yields the same for whole collections: circuit to counts, with two workers on both sides."""
    for d, p, shots, _ in COLLECTIONS:
        name = f"collect d={d} p={p}"
        if only not in name:
            continue
        circuit = memory(folder, d, p)

        def command(program, decoder, workers, count):
            return program + [
                "collect", "--circuits", circuit, "--decoders", decoder, workers, "2",
                "--max_shots", str(count), "--quiet"]

        ours = [quanta, "qec"]
        theirs = [os.path.join(PEERS, "sinter")]
        yield (
            name, command(ours, "matching", "--workers", shots),
            command(theirs, "pymatching", "--processes", shots),
            command(ours, "matching", "--workers", 2),
            command(theirs, "pymatching", "--processes", 2))


def cases(quanta, folder, shots_at):
    """Yields (name, our command, peer's command, our minimal command, peer's minimal command)."""
    stim = os.path.join(PEERS, "stim")
    for d in (7, 11, 17):
        circuit = memory(folder, d, 0.001)
        model = os.path.join(folder, f"d{d}.dem")
        subprocess.run(
            [stim, "analyze_errors", "--in", circuit, "--out", model], check=True)
        tiny = os.path.join(folder, "tiny.stim")
        with open(tiny, "w") as file:
            file.write("M 0\nDETECTOR rec[-1]\n")
        shots = shots_at[d]
        # Enough that drawing shots outweighs reading the model.
        model_shots = 10 * shots
        for form in ("b8", "01"):
            common = ["--out_format", form, "--in", circuit, "--out", os.devnull]
            yield (
                f"detect d={d} {form}",
                [quanta, "circuit", "detect", "--shots", str(shots)] + common,
                [stim, "detect", "--shots", str(shots)] + common,
                [quanta, "circuit", "detect", "--shots", "1", "--in", tiny],
                [stim, "detect", "--shots", "1", "--in", tiny])
        for form in ("b8", "01"):
            common = ["--out_format", form, "--in", model, "--out", os.devnull]
            yield (
                f"sample-dem d={d} {form}",
                [quanta, "circuit", "sample-dem", "--shots", str(model_shots)] + common,
                [stim, "sample_dem", "--shots", str(model_shots)] + common,
                [quanta, "circuit", "detect", "--shots", "1", "--in", tiny],
                [stim, "detect", "--shots", "1", "--in", tiny])
        yield (
            f"analyze-errors d={d}",
            [quanta, "circuit", "analyze-errors", "--decompose-errors", "--in", circuit],
            [stim, "analyze_errors", "--decompose_errors", "--in", circuit],
            [quanta, "circuit", "analyze-errors", "--in", tiny],
            [stim, "analyze_errors", "--in", tiny])


def compare(case, runs):
    """Measures one case; returns its row."""
    name, ours, theirs, our_start, their_start = case
    our_zero = min(measure(our_start)[0] for _ in range(3))
    their_zero = min(measure(their_start)[0] for _ in range(3))
    ratios, our_times, their_times = [], [], []
    our_peak = their_peak = 0
    for _ in range(runs):
        time, memory = measure(ours)
        our_times.append(max(time - our_zero, 1e-6))
        our_peak = max(our_peak, memory)
        time, memory = measure(theirs)
        their_times.append(max(time - their_zero, 1e-6))
        their_peak = max(their_peak, memory)
        ratios.append(their_times[-1] / our_times[-1])
    return {
        "case": name, "quanta_s": statistics.median(our_times),
        "peer_s": statistics.median(their_times), "ratio": statistics.median(ratios),
        "ratio_min": min(ratios), "ratio_max": max(ratios), "quanta_start_s": our_zero,
        "peer_start_s": their_zero, "quanta_MiB": our_peak / 1024, "peer_MiB": their_peak / 1024}


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("quanta")
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--only", default="", help="cases whose name contains this")
    parser.add_argument("--json", help="write the rows to this file")
    options = parser.parse_args()
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    rows = []
    print("| case | quanta s | peer s | peer / quanta (min…max) | goal | quanta MiB | peer MiB |")
    print("|---|---|---|---|---|---|---|")
    with tempfile.TemporaryDirectory() as folder:
        shots_at = {7: 400_000, 11: 200_000, 17: 100_000}
        for case in itertools.chain(
                cases(options.quanta, folder, shots_at),
                decoding_cases(options.quanta, folder, options.only),
                collection_cases(options.quanta, folder, options.only)):
            if options.only not in case[0]:
                continue
            row = compare(case, options.runs)
            rows.append(row)
            goal = GOALS.get(row["case"]) or GOALS[row["case"].split()[0]]
            print(
                f"| {row['case']} | {row['quanta_s']:.3f} | {row['peer_s']:.3f} "
                f"| {row['ratio']:.2f} ({row['ratio_min']:.2f}…{row['ratio_max']:.2f}) "
                f"| {goal:.1f} | {row['quanta_MiB']:.1f} | {row['peer_MiB']:.1f} |", flush=True)
    if options.json:
        with open(options.json, "w") as file:
            json.dump(rows, file, indent=1)


if __name__ == "__main__":
    main()
