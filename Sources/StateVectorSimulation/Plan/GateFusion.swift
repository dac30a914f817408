// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import ComputePrimitives

/// Turns gates into fewer operations.
///
/// One-qubit matrices wait, multiplied together, until an operation on two qubits takes them with it. What of
/// them commutes with that operation — a phase on a control, a rotation about X on a target — goes on
/// waiting. Phases of pairs of qubits wait too, and leave as one product when something else acts on
/// their qubit. Exchanges only rename.
struct GateFusion {
  private(set) var operations: [FusedOperation] = []
  /// The wire of each qubit.
  private(set) var wires: [Int]
  /// For each wire, the matrix that waits; what waits in `terms` is older, or commutes.
  private var waiting: [QubitMatrix?]
  /// For each wire, the wires with which it has a phase where both are 1.
  private var terms: [[Int: Complex]]
  /// The last operation that touched a wire.
  private var lastTouch: [Int]
  /// A phase of all amplitudes.
  private var phase = Complex.one

  init(qubitCount: Int) {
    wires = Array(0..<qubitCount)
    waiting = Array(repeating: nil, count: qubitCount)
    terms = Array(repeating: [:], count: qubitCount)
    lastTouch = Array(repeating: -1, count: qubitCount)
  }

  /// Takes the next gate.
  mutating func append(_ gate: VectorGate) {
    let targets = gate.targets.map { wires[$0] }
    let controls = gate.controls.map { wires[$0] }
    switch gate.action {
    case .exchange where controls.isEmpty:
      wires.swapAt(gate.targets[0], gate.targets[1])
    case .exchange:
      let swap = VectorGate(
        .matrix(VectorGate.exchangeMatrix), targets: targets, controls: controls)
      appendGeneral(swap)
    case .diagonal(let factors):
      appendDiagonal(factors, targets: targets, controls: controls)
    case .matrix(let entries):
      appendMatrix(entries, targets: targets, controls: controls)
    }
  }

  /// Lets everything go that still waits.
  mutating func finish() {
    for wire in waiting.indices { emitTerms(of: wire, except: nil) }
    let left = waiting.indices.filter { waiting[$0] != nil }
    for wire in left where waiting[wire]?.isDiagonal == false {
      emitSingle(wire, whole: true)
    }
    var factors: [(qubit: Int, factor: Complex)] = []
    for wire in left {
      guard let matrix = waiting[wire] else { continue }
      phase *= matrix.a
      if matrix.d != matrix.a { factors.append((wire, matrix.d / matrix.a)) }
      waiting[wire] = nil
    }
    if !factors.isEmpty || phase != .one {
      let product = ProductOperation(pivot: nil, factors: factors)
      emit(FusedOperation(kind: .product(product), scale: phase))
      phase = .one
    }
  }

  // MARK: Gates

  private mutating func appendDiagonal(
    _ factors: [Complex], targets: [Int], controls: [Int]
  ) {
    let isPhase = factors.allSatisfy { abs($0.squaredMagnitude - 1) < 1e-13 }
    switch (targets.count, controls.count) {
    case (0, 0) where isPhase:
      phase *= factors[0]
    case (0, 1) where isPhase:
      multiplyWaiting(QubitMatrix(factor: factors[0]), on: controls[0])
    case (1, 0) where isPhase:
      multiplyWaiting(
        QubitMatrix(a: factors[0], b: .zero, c: .zero, d: factors[1]), on: targets[0])
    case (1, 1) where isPhase:
      appendPhases([.one, .one, factors[0], factors[1]], targets[0], controls[0])
    case (2, 0) where isPhase:
      appendPhases(factors, targets[0], targets[1])
    default:
      appendGeneral(VectorGate(.diagonal(factors), targets: targets, controls: controls))
    }
  }

  /// A phase for each value of two wires: phases of either, and one where both are 1.
  private mutating func appendPhases(_ factors: [Complex], _ low: Int, _ high: Int) {
    let ratios = (factors[1] / factors[0], factors[2] / factors[0])
    if ratios.0 != .one { multiplyWaiting(QubitMatrix(factor: ratios.0), on: low) }
    if ratios.1 != .one { multiplyWaiting(QubitMatrix(factor: ratios.1), on: high) }
    phase *= factors[0]
    let both = factors[3] * factors[0] / (factors[1] * factors[2])
    guard both != .one else { return }
    emitRotations(of: [low, high])
    terms[low][high, default: .one] *= both
    terms[high][low, default: .one] *= both
  }

  private mutating func appendMatrix(_ entries: [Complex], targets: [Int], controls: [Int]) {
    if targets.count == 1 {
      let matrix = QubitMatrix(entries)
      if controls.isEmpty && matrix.isUnitary {
        multiplyWaiting(matrix, on: targets[0])
        return
      }
      if controls.count == 1 && matrix.isUnitary && matrix.a == .zero && matrix.d == .zero {
        // [[0, b], [c, 0]] = diag(b, c) · X.
        appendControlledX(control: controls[0], target: targets[0])
        if matrix.b != .one || matrix.c != .one {
          appendPhases([.one, .one, matrix.b, matrix.c], targets[0], controls[0])
        }
        return
      }
    }
    if targets.count == 2 && controls.isEmpty {
      appendPairMatrix(entries, targets[0], targets[1])
      return
    }
    appendGeneral(VectorGate(.matrix(entries), targets: targets, controls: controls))
  }

  private mutating func multiplyWaiting(_ matrix: QubitMatrix, on wire: Int) {
    waiting[wire] = waiting[wire].map { matrix * $0 } ?? matrix
  }

  private mutating func appendControlledX(control: Int, target: Int) {
    let controlForm = RotationForm(diagonalLeftover: waiting[control] ?? .identity)
    let targetForm = RotationForm(rotationLeftover: waiting[target] ?? .identity)
    waiting[control] = controlForm.leftover.d == .one ? nil : controlForm.leftover
    waiting[target] = targetForm.leftover.c == .zero ? nil : targetForm.leftover
    emitPair(
      control, target, controlForm, targetForm, order: [0, 3, 2, 1],
      keepsTermsOfFirst: controlForm.tangent == 0 && !controlForm.flips)
  }

  /// A matrix on two wires takes the matrices that wait there, and their common phase, along.
  private mutating func appendPairMatrix(_ entries: [Complex], _ low: Int, _ high: Int) {
    emitTerms(of: low, except: high)
    emitTerms(of: high, except: low)
    let both = takeTerm(low, high)
    let (m, n) = (waiting[low] ?? .identity, waiting[high] ?? .identity)
    waiting[low] = nil
    waiting[high] = nil
    var product = [Complex](repeating: .zero, count: 16)
    for row in 0..<4 {
      for column in 0..<4 {
        var sum = Complex.zero
        for middle in 0..<4 {
          let lowEntry = m.entries[(middle & 1) * 2 + (column & 1)]
          let highEntry = n.entries[(middle >> 1) * 2 + (column >> 1)]
          sum += entries[row * 4 + middle] * lowEntry * highEntry
        }
        product[row * 4 + column] = column == 3 ? sum * both : sum
      }
    }
    emit(FusedOperation(kind: .general(.matrix(product, low, high))))
  }

  private mutating func appendGeneral(_ gate: VectorGate) {
    if case .diagonal = gate.action {
      emitRotations(of: gate.qubits)
    } else {
      for target in gate.targets {
        if waiting[target] != nil { emitSingle(target, whole: true) }
        emitTerms(of: target, except: nil)
      }
      emitRotations(of: gate.controls)
    }
    emit(FusedOperation(kind: .general(gate)))
  }

  // MARK: Operations

  private mutating func emit(_ operation: FusedOperation) {
    var touched = operation.needs | operation.diagonals
    while touched != 0 {
      lastTouch[touched.trailingZeroBitCount] = operations.count
      touched &= touched - 1
    }
    operations.append(operation)
  }

  /// Lets the waiting matrices go of wires that something diagonal acts on, but for phases.
  private mutating func emitRotations(of wires: [Int]) {
    for wire in wires {
      guard let matrix = waiting[wire], !matrix.isDiagonal else { continue }
      emitSingle(wire, whole: false)
    }
  }

  /// Lets the matrix that waits at a wire go: all of it, or all but a phase.
  private mutating func emitSingle(_ wire: Int, whole: Bool) {
    guard let matrix = waiting[wire] else { return }
    let form = RotationForm(diagonalLeftover: matrix)
    let isKept = !whole && form.leftover.d != .one
    waiting[wire] = isKept ? form.leftover : nil
    emitTerms(of: wire, except: nil)
    let post = whole ? form.leftover.d : .one
    if case .single(let other) = operations.last?.kind, other.qubit != wire {
      var pair = PairOperation(qubits: (other.qubit, wire))
      pair.flips = (other.flips ? 1 : 0) | (form.flips ? 2 : 0)
      pair.pre = [.one, other.pre, form.pre, other.pre * form.pre]
      pair.post = [.one, other.post, post, other.post * post]
      pair.tangents = (other.tangent, form.tangent)
      let scale = operations.removeLast().scale * form.scale
      emit(FusedOperation(kind: .pair(pair), scale: scale))
      return
    }
    let single = SingleOperation(
      qubit: wire, flips: form.flips, pre: form.pre, tangent: form.tangent, post: post)
    emit(FusedOperation(kind: .single(single), scale: form.scale))
  }

  private mutating func emitPair(
    _ a: Int, _ b: Int, _ formA: RotationForm, _ formB: RotationForm, order: [Int],
    keepsTermsOfFirst: Bool
  ) {
    if !keepsTermsOfFirst { emitTerms(of: a, except: b) }
    emitTerms(of: b, except: a)
    var pair = PairOperation(qubits: (a, b))
    pair.flips = (formA.flips ? 1 : 0) | (formB.flips ? 2 : 0)
    pair.pre = [.one, formA.pre, formB.pre, formA.pre * formB.pre]
    pair.tangents = (formA.tangent, formB.tangent)
    pair.order = order
    var scale = formA.scale * formB.scale
    let both = takeTerm(a, b)
    if both != .one {
      pair.pre[3 ^ pair.flips] *= both
      let first = pair.pre[0]
      if first != .one {
        pair.pre = [.one] + pair.pre.dropFirst().map { $0 / first }
        scale *= first
      }
    }
    emit(FusedOperation(kind: .pair(pair), scale: scale))
  }

  private mutating func takeTerm(_ a: Int, _ b: Int) -> Complex {
    guard let factor = terms[a].removeValue(forKey: b) else { return .one }
    terms[b][a] = nil
    return factor
  }

  /// Lets the phases of a wire with others go.
  private mutating func emitTerms(of wire: Int, except kept: Int?) {
    let others = terms[wire].keys.filter { $0 != kept }.sorted()
    guard !others.isEmpty else { return }
    if others.count == 1, foldTerm(wire, others[0]) { return }
    let factors = others.map { (qubit: $0, factor: takeTerm(wire, $0)) }
    emit(FusedOperation(kind: .product(ProductOperation(pivot: wire, factors: factors))))
  }

  /// Gives a lone phase to the pair that was the last to touch both of its wires.
  private mutating func foldTerm(_ a: Int, _ b: Int) -> Bool {
    let last = lastTouch[a]
    guard last >= 0, lastTouch[b] == last, case .pair(var pair) = operations[last].kind,
      let slot = pair.order.firstIndex(of: 3), slot != 0
    else { return false }
    pair.post[slot] *= takeTerm(a, b)
    operations[last].kind = .pair(pair)
    return true
  }
}
