// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import Foundation
import Testing
import _TestSupport

/// Noise that our program puts into circuits of `stim gen`, beside noise that a script puts there by the published rules.
///
/// The script knows nothing of ours but the rules of each model: both circuits must have the same detector error model
/// for Stim, error by error, to a relative difference of 1e-9.
@Suite("Noise models against Stim", .tags(.peer), .needsPeers)
struct NoiseAgainstStimTests {
  /// The models and their strengths.
  private static let models: [(name: String, p: Double)] = [
    ("sd6", 0.003), ("si1000", 0.004), ("measurement-biased(eta=20)", 0.002), ("stim", 0.005),
    ("code-capacity:depolarizing", 0.09), ("code-capacity:bit-flip", 0.08),
    ("code-capacity:biased(eta=10,axis=Z)", 0.12),
    ("phenomenological(data=depolarizing,ratio=2)", 0.02), ("phenomenological", 0.03),
  ]

  @Test("Our noisy circuits have the error models of circuits made by a script from the rules")
  func agree() throws {
    let folder = try ScratchFolder()
    let made = try Peer.python(Self.preparing, [folder.path("")])
    try #require(made.status == 0, "\(made.err)")
    let circuits = made.text.split(separator: "\n").map(String.init)
    try #require(circuits.count == 8)
    var compared = 0
    for circuit in circuits {
      for (index, model) in Self.models.enumerated() {
        let applied = try Quanta.run([
          "noise", "apply", "--in", folder.path("\(circuit).stim"), "--noise", model.name, "--p",
          "\(model.p)", "--out", folder.path("\(circuit).\(index).stim"),
        ])
        try #require(applied.status == 0, "\(circuit) \(model.name): \(applied.err)")
        compared += 1
      }
    }
    let names = Self.models.map { "\($0.name) \($0.p)" }
    let output = try Peer.python(Self.noising + Self.comparing, [folder.path("")] + names)
    try #require(output.status == 0, "\(output.err)")
    let lines = output.text.split(separator: "\n").map(String.init)
    #expect(lines.last == "compared \(compared)")
    #expect(lines.dropLast() == [])
  }

  /// Writes circuits without noise, with a mark where noise of a round belongs, and tells their names.
  private static let preparing = """
    import sys, stim
    for task in ['surface_code:rotated_memory_z', 'surface_code:rotated_memory_x',
                 'surface_code:unrotated_memory_z', 'repetition_code:memory']:
        for distance, rounds in [(3, 2), (5, 3)]:
            clean = stim.Circuit.generated(task, distance=distance, rounds=rounds,
                                           before_round_data_depolarization=0.125)
            name = f"{task.replace(':', '-')}-{distance}-{rounds}"
            with open(f'{sys.argv[1]}/{name}.stim', 'w') as file:
                file.write(str(clean).replace('DEPOLARIZE1(0.125)', 'I_ERROR[round]'))
            print(name)

    """

  /// The rules of the models, and noise by them.
  private static let noising = """
    import glob, json, math, os, re, sys, stim

    COLLAPSING = {'R', 'RX', 'RY', 'M', 'MX', 'MY', 'MR', 'MRX', 'MRY'}
    ANNOTATIONS = {'QUBIT_COORDS', 'DETECTOR', 'OBSERVABLE_INCLUDE', 'SHIFT_COORDS', 'TICK', 'I_ERROR'}

    def flips(x, y, z):
        'Independent flips that make a Pauli channel, from its eigenvalues.'
        def parity(a, b):
            return 1 - 2 * (a + b)
        lx, ly, lz = parity(y, z), parity(x, z), parity(x, y)
        return [(1 - math.sqrt(value)) / 2
                for value in (ly * lz / lx, lx * lz / ly, lx * ly / lz)]

    def rules(name, p):
        'What a model does: rates of errors by the kind of operation, and channels of a round.'
        base = dict(one=0, two=0, reset=0, misread=0, after=0, idle=0, waiting=0, round=[])
        if name == 'sd6':
            return base | dict(one=p, two=p, reset=p, misread=p, after=p, idle=p)
        if name == 'si1000':
            return base | dict(one=p / 10, two=p, reset=2 * p, misread=5 * p, after=p, idle=p / 10,
                               waiting=2 * p)
        if name == 'measurement-biased(eta=20)':
            return base | dict(one=p, two=p, reset=p, misread=20 * p, after=p, idle=p)
        if name == 'stim':
            return base | dict(one=p, two=p, reset=p, misread=p, round=[('DEPOLARIZE1', p)])
        if name == 'code-capacity:depolarizing':
            return base | dict(round=[('DEPOLARIZE1', p)])
        if name == 'code-capacity:bit-flip':
            return base | dict(round=[('X_ERROR', p)])
        if name == 'code-capacity:biased(eta=10,axis=Z)':
            x, y, z = flips(p / 22, p / 22, p * 10 / 11)
            return base | dict(round=[('X_ERROR', x), ('Y_ERROR', y), ('Z_ERROR', z)])
        if name == 'phenomenological(data=depolarizing,ratio=2)':
            return base | dict(misread=2 * p, round=[('DEPOLARIZE1', p)])
        if name == 'phenomenological':
            return base | dict(misread=p, round=[('X_ERROR', p), ('Z_ERROR', p)])
        raise ValueError(name)

    def noisy(circuit, rule):
        circuit = circuit.flattened()
        used = sorted({target.value for operation in circuit if operation.name not in ANNOTATIONS
                       for target in operation.targets_copy() if target.is_qubit_target})
        result = stim.Circuit()

        def add(name, qubits, p):
            if qubits and p > 0:
                result.append(name, qubits, p)

        busy, collapsed = set(), set()
        for operation in circuit:
            name = operation.name
            qubits = [target.value for target in operation.targets_copy()]
            if name == 'TICK':
                add('DEPOLARIZE1', [q for q in used if q not in busy], rule['idle'])
                if collapsed:
                    add('DEPOLARIZE1', [q for q in used if q not in collapsed], rule['waiting'])
                busy, collapsed = set(), set()
            if name == 'I_ERROR':
                for channel, p in rule['round']:
                    add(channel, qubits, p)
                continue
            if name in ANNOTATIONS:
                result.append(operation)
                continue
            busy |= set(qubits)
            if name not in COLLAPSING:
                result.append(operation)
                pairs = stim.gate_data(name).is_two_qubit_gate
                add('DEPOLARIZE2' if pairs else 'DEPOLARIZE1', qubits, rule['two' if pairs else 'one'])
                continue
            collapsed |= set(qubits)
            flip = 'Z_ERROR' if name.endswith('X') else 'X_ERROR'
            if name[0] == 'M':
                result.append(name, qubits, rule['misread'])
            else:
                result.append(operation)
            if 'R' in name:
                add(flip, qubits, rule['reset'])
            else:
                add('DEPOLARIZE1', qubits, rule['after'])
        return result

    """

  /// Compares the error models of our circuits with those of the script, and `stim` with Stim's own generator.
  private static let comparing = """
    def errors(circuit):
        'The chance that an odd number of the errors with each symptom happens.'
        result = {}
        for instruction in circuit.detector_error_model().flattened():
            if instruction.type != 'error':
                continue
            key = frozenset(str(target) for target in instruction.targets_copy())
            p, q = instruction.args_copy()[0], result.get(key, 0)
            result[key] = p * (1 - q) + q * (1 - p)
        return result

    folder, models = sys.argv[1], sys.argv[2:]
    count = 0
    for path in sorted(glob.glob(folder + '/*.0.stim')):
        stem = path[:-len('.0.stim')]
        clean = stim.Circuit.from_file(stem + '.stim')
        for index, model in enumerate(models):
            name, p = model.rsplit(' ', 1)
            ours = errors(stim.Circuit.from_file(f'{stem}.{index}.stim'))
            expected = [noisy(clean, rules(name, float(p)))]
            if name == 'stim':
                family, task, distance, rounds = re.fullmatch(
                    r'(.*_code)-(.*)-(\\d+)-(\\d+)', os.path.basename(stem)).groups()
                knobs = ['after_clifford_depolarization', 'before_round_data_depolarization',
                         'before_measure_flip_probability', 'after_reset_flip_probability']
                expected.append(stim.Circuit.generated(
                    f'{family}:{task}', distance=int(distance), rounds=int(rounds),
                    **{knob: float(p) for knob in knobs}))
            for circuit in expected:
                theirs = errors(circuit)
                for key in set(ours) | set(theirs):
                    a, b = ours.get(key, 0), theirs.get(key, 0)
                    if abs(a - b) > 1e-9 * max(a, b):
                        print(os.path.basename(stem), name, sorted(key), a, b)
                        break
                if not theirs:
                    print(os.path.basename(stem), name, 'has no errors')
            count += 1
    print('compared', count)
    """
}
