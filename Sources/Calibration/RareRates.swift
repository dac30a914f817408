// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import CircuitModel
import CodeConstructions
import QVMExecution
import Sampling

/// The rates of a profile that fails too rarely to be counted, from estimates of rare events.
///
/// Failures are so few that those of successive cycles add up, and what the ends of an experiment do is subtracted.
///
/// - Returns: The rates; nil if in some experiment no failure is found at any scale, or the estimates do not agree.
/// - Throws: `CalibrationError` with code `.collection` if the work is stopped or an experiment cannot be decoded.
func rareRates(
  of plan: CalibrationPlan, _ options: CalibrationOptions, _ observer: CollectionObserver
) throws(CalibrationError) -> LogicalRates? {
  var paulis: [CalibrationPlan.Part: RarePaulis] = [:]
  for (index, entry) in plan.parts.enumerated() {
    let (part, task) = entry
    let done = Double(index)
    var rare = RareEventOptions(seed: options.seed)
    rare.workers = options.workers
    let watch = RareEventObserver(
      progress: { note, fraction in
        observer.progress(
          CollectionProgress(
            taskCount: plan.parts.count, fraction: (done + fraction) / Double(plan.parts.count),
            current: "\(task.name), \(note)"))
      }, shouldStop: observer.shouldStop)
    let result: RareEventResult
    do {
      result = try estimateRareEvents(RareEventProblem(task), options: rare, observer: watch)
    } catch {
      throw CalibrationError(.collection, "\(error)")
    }
    guard case .estimate(let estimate) = result, estimate.isConsistent else { return nil }
    if estimate.ending == .stopped {
      throw CalibrationError(
        .collection, "Profile `\(plan.profile)`: the work was stopped before there were rates.")
    }
    paulis[part] = RarePaulis(estimate, qubits: plan.qubitCount(part), isReadout: part == .readout)
  }
  return RareRates(plan: plan, paulis: paulis, seed: options.seed).rates
}

/// A small probability with its standard deviation.
private struct RareShare {
  var value = 0.0
  var variance = 0.0
}

/// How often an experiment leaves each Pauli on an encoded qubit.
private struct RarePaulis {
  /// X, Y and Z.
  var shares = [RareShare](repeating: RareShare(), count: 3)
  /// The shots that were decoded.
  var decodedCount: Int
  /// How many independent failing sets the estimate is worth.
  var failures: Int

  /// A multiple of the shares.
  func scaled(_ factor: Double) -> RarePaulis {
    var result = self
    for axis in 0..<3 {
      result.shares[axis].value *= factor
      result.shares[axis].variance *= factor * factor
    }
    return result
  }

  /// A multiple of the shares, and what a CX in the middle of this memory adds to a patch, as the mean over both: an
  /// X of the control or a Z of the target in the first half, that of a Y included, comes to the other patch as well.
  func aroundControlledX(_ factor: Double) -> RarePaulis {
    var result = scaled(factor)
    for axis in [0, 2] {
      let own = factor + 0.25
      result.shares[axis].value = own * shares[axis].value + shares[1].value / 4
      result.shares[axis].variance = own * own * shares[axis].variance + shares[1].variance / 16
    }
    return result
  }

  /// Reads an estimate whose observables are X and Z of each encoded qubit in turn, or Z alone.
  init(_ estimate: RareEventEstimate, qubits: Int, isReadout: Bool) {
    decodedCount = estimate.decodedCount
    failures = Int(min(1e15, estimate.effectiveSamples))
    // A Pauli that no set left may still be one of the next few.
    let unseen = estimate.rate.best / max(1, estimate.effectiveSamples)
    for axis in 0..<3 { shares[axis].variance = unseen * unseen }
    for (mask, rate) in estimate.mistakes {
      let deviation = (rate.high - rate.low) / (2 * 1.959964)
      for qubit in 0..<qubits {
        let bits =
          isReadout
          ? ((mask >> UInt64(qubit)) & 1) << 1 : (mask >> UInt64(2 * qubit)) & 3
        // X mistaken is a Z, Z mistaken an X, both a Y.
        guard let axis = [1: 2, 2: 0, 3: 1][bits] else { continue }
        shares[axis].value += rate.best / Double(qubits)
        shares[axis].variance += deviation * deviation / Double(qubits * qubits)
      }
    }
  }
}

/// From the estimates of a plan's experiments to logical error rates.
private struct RareRates {
  let plan: CalibrationPlan
  let paulis: [CalibrationPlan.Part: RarePaulis]
  let seed: UInt64

  var rates: LogicalRates? {
    guard let short = paulis[.short], let long = paulis[.long] else { return nil }
    let factor = Double(plan.profile.distance) / Double(3 * plan.rounds)
    let idle = rates(.long, [(long, factor), (short, -factor)])
    func gate(_ part: CalibrationPlan.Part, _ kind: LogicalRates.Kinds) -> PauliRates? {
      guard plan.kinds.contains(kind) else { return nil }
      return paulis[part].map {
        let ends =
          part == .twoQubit ? short.aroundControlledX(1 + factor) : short.scaled(1 + factor)
        return rates(part, [($0, 1), (long, factor), (ends, -1)])
      } ?? idle.assumed
    }
    var measurement: MeasuredRate?
    if plan.kinds.contains(.measurement) {
      measurement =
        paulis[.readout].map { rate(.readout, 0, [($0, 1)]) } ?? idle.assumed.zFlips
    }
    return LogicalRates(
      profile: plan.profile, roundsPerCycle: plan.profile.distance,
      physicalQubits: plan.code.resources.totalQubits, cycleTime: plan.profile.plannedCycleTime,
      idle: idle, oneQubitGate: gate(.oneQubit, .oneQubitGate),
      twoQubitGate: gate(.twoQubit, .twoQubitGate), measurement: measurement)
  }

  private func rates(
    _ part: CalibrationPlan.Part, _ terms: [(RarePaulis, Double)]
  ) -> PauliRates {
    PauliRates(x: rate(part, 0, terms), y: rate(part, 1, terms), z: rate(part, 2, terms))
  }

  /// A combination of the shares of one Pauli in independent experiments.
  private func rate(
    _ part: CalibrationPlan.Part, _ axis: Int, _ terms: [(RarePaulis, Double)]
  ) -> MeasuredRate {
    let sum = terms.reduce(0) { $0 + $1.1 * $1.0.shares[axis].value }
    let variance = terms.reduce(0) { $0 + $1.1 * $1.1 * $1.0.shares[axis].variance }
    let value = min(1, max(0, sum))
    let half = 1.959964 * variance.squareRoot()
    let origin = plan.origin(of: part)
    return MeasuredRate(
      value: value, low: max(0, min(value, sum - half)), high: min(1, value + half),
      method: .rareEvent, circuitHash: origin.circuitHash, decoder: origin.decoder,
      shots: paulis[part]?.decodedCount ?? 0, failures: paulis[part]?.failures ?? 0, seed: seed)
  }
}
