// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import PauliAlgebra

/// The order in which the ancillas of the checks touch the data qubits in one round.
public struct ExtractionSchedule: Sendable, Hashable {
  /// One two-qubit gate: a check meets one of its factors.
  public struct Step: Sendable, Hashable {
    /// The number of the check.
    public var check: Int
    /// The number of the factor within the check.
    public var factor: Int

    /// Makes a step.
    public init(check: Int, factor: Int) {
      self.check = check
      self.factor = factor
    }
  }

  /// Two ancillas that share a Bell pair while the checks are measured.
  ///
  /// A gate from the one to the other before the first layer and another after the last leave the
  /// results as they are, and let each ancilla tell of the other's faults.
  public struct BellPair: Sendable, Hashable {
    /// The check whose ancilla controls, not of Z alone.
    public var control: Int
    /// The check whose ancilla is flipped, of Z alone.
    public var target: Int

    /// Makes a pair.
    public init(control: Int, target: Int) {
      self.control = control
      self.target = target
    }
  }

  /// The gates of each layer; within a layer no qubit is touched twice.
  public var layers: [[Step]]
  /// The ancillas that share Bell pairs.
  public var bellPairs: [BellPair] = []
  /// Whether each ancilla is reset just before its first gate and measured just after its last.
  ///
  /// The last measurements of a round then take place together with the first resets of the next.
  public var isStaggered = false

  /// Makes a schedule of the given layers.
  public init(layers: [[Step]], bellPairs: [BellPair] = [], isStaggered: Bool = false) {
    self.layers = layers
    self.bellPairs = bellPairs
    self.isStaggered = isStaggered
  }

  /// The first layer with a gate of each operator; the number of layers where there is none.
  func firstLayers(operatorCount: Int) -> [Int] {
    var first = [Int](repeating: layers.count, count: operatorCount)
    for (number, layer) in layers.enumerated().reversed() {
      for step in layer { first[step.check] = number }
    }
    return first
  }

  /// The last layer with a gate of each operator; 0 where there is none.
  func lastLayers(operatorCount: Int) -> [Int] {
    var last = [Int](repeating: 0, count: operatorCount)
    for (number, layer) in layers.enumerated() {
      for step in layer { last[step.check] = number }
    }
    return last
  }

  /// Makes a valid schedule for any commuting checks.
  ///
  /// CSS codes: all X checks, then all Z checks, each by a colouring of the edges of the Tanner
  /// graph with as few colours as the largest degree (Kőnig 1916). Other codes: check after check,
  /// each gate as early as the order of the checks on its qubit allows.
  public init(for checks: [StabilizerCode.Check], qubitCount: Int) {
    if checks.allSatisfy({ $0.uniformPauli == .x || $0.uniformPauli == .z }) {
      layers = [Pauli.x, .z].flatMap { pauli in
        ExtractionSchedule.colouredLayers(
          checks, chosen: checks.indices.filter { checks[$0].uniformPauli == pauli },
          qubitCount: qubitCount)
      }
      return
    }
    layers = []
    var freeFrom = [Int](repeating: 0, count: qubitCount)
    for (index, check) in checks.enumerated() {
      var ancillaFreeFrom = 0
      for (factorIndex, factor) in check.factors.enumerated() {
        let layer = max(ancillaFreeFrom, freeFrom[factor.qubit])
        while layers.count <= layer { layers.append([]) }
        layers[layer].append(Step(check: index, factor: factorIndex))
        ancillaFreeFrom = layer + 1
        freeFrom[factor.qubit] = layer + 1
      }
    }
  }

  /// What is wrong with the schedule for the given checks; nil if nothing is.
  ///
  /// Besides each gate being there once and no qubit twice in a layer, the ancillas must end up
  /// unentangled: for every two checks, the qubits on which their factors anticommute and the
  /// first check comes first are even in number.
  public func fault(for checks: [StabilizerCode.Check]) -> String? {
    var layerOf: [Step: Int] = [:]
    for (layer, steps) in layers.enumerated() {
      var qubits: Set<Int> = []
      var ancillas: Set<Int> = []
      for step in steps {
        guard checks.indices.contains(step.check),
          checks[step.check].factors.indices.contains(step.factor)
        else { return "Layer \(layer) of the schedule names a check or factor that is not there." }
        let qubit = checks[step.check].factors[step.factor].qubit
        guard qubits.insert(qubit).inserted, ancillas.insert(step.check).inserted else {
          return "Layer \(layer) of the schedule uses a qubit twice."
        }
        guard layerOf.updateValue(layer, forKey: step) == nil else {
          return "The schedule has a gate of check \(step.check) twice."
        }
      }
    }
    guard layerOf.count == checks.reduce(0, { $0 + $1.factors.count }) else {
      return "The schedule leaves out a gate."
    }
    return bellFault(for: checks) ?? crossing(checks, layerOf)
  }

  /// What is wrong with the Bell pairs.
  private func bellFault(for checks: [StabilizerCode.Check]) -> String? {
    if isStaggered && !bellPairs.isEmpty {
      return "A staggered schedule leaves no time for Bell pairs."
    }
    var seen: Set<Int> = []
    for pair in bellPairs {
      guard checks.indices.contains(pair.control), checks.indices.contains(pair.target),
        checks[pair.control].uniformPauli != .z, checks[pair.target].uniformPauli == .z,
        seen.insert(pair.control).inserted, seen.insert(pair.target).inserted
      else { return "The Bell pair of checks \(pair.control) and \(pair.target) is none." }
    }
    return nil
  }

  private func crossing(
    _ checks: [StabilizerCode.Check], _ layerOf: [Step: Int]
  ) -> String? {
    var touching: [Int: [(check: Int, layer: Int, pauli: Pauli)]] = [:]
    var odd: Set<[Int]> = []
    for (index, check) in checks.enumerated() {
      for (factorIndex, factor) in check.factors.enumerated() {
        let layer = layerOf[Step(check: index, factor: factorIndex), default: 0]
        for other in touching[factor.qubit, default: []]
        where !other.pauli.commutes(with: factor.pauli) && other.layer < layer {
          odd.formSymmetricDifference([[other.check, index]])
        }
        touching[factor.qubit, default: []].append((index, layer, factor.pauli))
      }
    }
    guard let pair = odd.min(by: { ($0[0], $0[1]) < ($1[0], $1[1]) }) else { return nil }
    return "The schedule entangles the ancillas of checks \(pair[0]) and \(pair[1])."
  }
}
