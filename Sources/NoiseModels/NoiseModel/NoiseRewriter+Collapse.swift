// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import CircuitModel

extension NoiseRewriter {
  /// Rewrites a measurement or a reset.
  mutating func rewrite(
    collapse instruction: Circuit.Instruction, into result: inout Circuit
  ) throws(NoiseError) {
    let traits = instruction.gate.definition.traits
    let own = traits.contains(.measures) ? instruction.arguments.first ?? 0 : 0
    guard own == 0 || keepsNoise else {
      throw NoiseError(
        .alreadyNoisy,
        "The circuit already has noise, the argument of \(instruction.gate.definition.name). "
          + "Give a noiseless circuit, or keep its own noise and name no model.")
    }
    let basis = NoiseRewriter.basis(of: instruction.gate)
    let needsParts = parts.contains { $0.rates.surrounds(traits, basis) }
    for part in needsParts ? instruction.partsWithoutOverlap : [instruction] {
      layer.touch(part.targets, collapses: true)
      if traits.contains(.measures) {
        try rewrite(measurement: part, basis, own: own, into: &result)
      } else {
        result.operations.append(.instruction(part))
      }
      if traits.contains(.resets) { append(afterReset: part, basis, to: &result) }
    }
  }

  private mutating func append(
    afterReset part: Circuit.Instruction, _ basis: Basis?, to result: inout Circuit
  ) {
    let qubits = part.targets.filter(\.isQubit).map { Target.qubit($0.index) }
    for model in parts {
      append(NoiseRewriter.flip(of: basis), qubits, model.rates.resetFlip, to: &result)
      append(model.rates.faults.reset, on: qubits, model.heralds, to: &result)
    }
  }

  /// Rewrites a measurement that acts once on each qubit, with what is after it unless it resets.
  ///
  /// Wrong reports that an argument states are independent of one another.
  private mutating func rewrite(
    measurement part: Circuit.Instruction, _ basis: Basis?, own: Double,
    into result: inout Circuit
  ) throws(NoiseError) {
    let groups = part.groups.map(NoiseRewriter.qubits)
    let qubits = part.targets.filter(\.isQubit).map { Target.qubit($0.index) }
    var mixing = 0.0
    var flip = own
    for model in parts {
      append(
        model.rates.faults.measurement, on: groups.flatMap(\.self), model.heralds, to: &result)
      switch model.rates.reportFault(basis) {
      case .mixing(let p): mixing += p - mixing * p
      case .earlierFlip(let p): append(NoiseRewriter.flip(of: basis), qubits, p, to: &result)
      case .wrongReport(let p): flip += p - 2 * flip * p
      }
    }
    var reported = part
    if flip > 0 { reported.arguments = [flip] }
    if mixing > 0 {
      try append(products: reported, mixing: mixing, to: &result)
    } else {
      result.operations.append(.instruction(reported))
    }
    records.addResults(part.measurementCount)
    if part.gate.definition.traits.contains(.resets) { return }
    for rates in parts.map(\.rates) {
      if case .mixing = rates.reportFault(basis) { continue }
      let strength = rates.measurementDepolarization
      append(.depolarize1, groups.filter { $0.count != 2 }.flatMap(\.self), strength, to: &result)
      append(.depolarize2, groups.filter { $0.count == 2 }.flatMap(\.self), strength, to: &result)
    }
  }

  /// The qubits of a group, each once: a product may name a qubit twice.
  static func qubits(of group: [Target]) -> [Target] {
    var seen: Set<Int> = []
    return group.filter { $0.isQubit && seen.insert($0.index).inserted }.map { .qubit($0.index) }
  }

  enum Basis { case x, y, z }

  /// The basis of a one-qubit measurement or reset; nil for products.
  private static func basis(of gate: Gate) -> Basis? {
    switch gate {
    case .m, .mr, .r: .z
    case .mx, .mrx, .rx: .x
    case .my, .mry, .ry: .y
    default: nil
    }
  }

  /// What flips the result of a measurement, or undoes a reset, in a basis.
  private static func flip(of basis: Basis?) -> Gate { basis == .x ? .zError : .xError }
}

/// How a model makes the report of a measurement wrong.
private enum ReportFault {
  /// One of all Paulis with any report, none among them.
  case mixing(Double)
  /// A flip of the qubit before.
  case earlierFlip(Double)
  /// The other result in the record.
  case wrongReport(Double)
}

extension NoiseModel.Rates {
  /// How reports go wrong, in a basis of one-qubit measurements or, for nil, of products.
  fileprivate func reportFault(_ basis: NoiseRewriter.Basis?) -> ReportFault {
    if basis == nil && productMixing > 0 { return .mixing(productMixing) }
    return flipsBeforeMeasurement && basis != nil
      ? .earlierFlip(measurementFlip) : .wrongReport(measurementFlip)
  }

  /// Whether channels stand around a measurement or a reset, rather than in its argument.
  fileprivate func surrounds(_ traits: GateDefinition.Traits, _ basis: NoiseRewriter.Basis?) -> Bool
  {
    let measures = traits.contains(.measures)
    let resets = traits.contains(.resets)
    if case .mixing = reportFault(basis), measures { return true }
    return flipsBeforeMeasurement || (resets ? resetFlip : measurementDepolarization) > 0
      || measures && !faults.measurement.isEmpty || resets && !faults.reset.isEmpty
  }
}
