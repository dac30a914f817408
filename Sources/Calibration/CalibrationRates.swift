// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import CircuitModel
import CodeConstructions
import Glibc
import QVMExecution
import Sampling

/// From the counts of a plan's experiments to logical error rates.
struct CalibrationRates {
  private let plan: CalibrationPlan
  private let statistics: [CalibrationPlan.Part: TaskStatistics]
  private let seed: UInt64

  init(
    _ plan: CalibrationPlan, _ statistics: [CalibrationPlan.Part: TaskStatistics], seed: UInt64
  ) {
    self.plan = plan
    self.statistics = statistics
    self.seed = seed
  }

  var rates: LogicalRates {
    let idle = paulis(of: .long, from: [.short, .long]) { eigenvalues in
      cycle(short: eigenvalues[0], long: eigenvalues[1])
    }
    let kinds = plan.kinds
    return LogicalRates(
      profile: plan.profile, roundsPerCycle: plan.profile.distance,
      physicalQubits: plan.code.resources.totalQubits,
      cycleTime: plan.profile.plannedCycleTime, idle: idle,
      oneQubitGate: kinds.contains(.oneQubitGate) ? gate(.oneQubit) ?? idle.assumed : nil,
      twoQubitGate: kinds.contains(.twoQubitGate) ? gate(.twoQubit) ?? idle.assumed : nil,
      measurement: kinds.contains(.measurement) ? readout ?? idle.assumed.zFlips : nil)
  }

  /// The channel of one cycle between other cycles.
  private func cycle(short: PauliEigenvalues, long: PauliEigenvalues) -> PauliEigenvalues {
    let exponent = Double(plan.profile.distance) / Double(3 * plan.rounds)
    return long.combined(with: short) { long, short in
      // Beyond what can be told apart from a coin nothing is left to decay.
      pow(max(1e-12, long) / max(1e-12, short), exponent)
    }
  }

  /// The channel of a cycle with the gate in it; nil where the code has no such gate.
  private func gate(_ part: CalibrationPlan.Part) -> PauliRates? {
    guard statistics[part] != nil else { return nil }
    return paulis(of: part, from: [.short, .long, part]) { eigenvalues in
      let short = part == .twoQubit ? eigenvalues[0].aroundControlledX : eigenvalues[0]
      let own = eigenvalues[2].combined(with: short) { $0 / max(1e-12, $1) }
      return own.combined(with: cycle(short: eigenvalues[0], long: eigenvalues[1]), *)
    }
  }

  /// The probability that preparation, the cycle that it takes to know the checks, and readout give the wrong bit.
  private var readout: MeasuredRate? {
    guard let row = statistics[.readout] else { return nil }
    // With k encoded qubits a shot fails when any is wrong; each then fails a k-th as often, to first order.
    let estimate = BinomialEstimate(
      hits: row.errors, shots: (row.shots - row.discards) * plan.code.logicalQubitCount)
    let interval = estimate.wilsonInterval()
    var rate = rate(DerivedRate(value: interval.best, deviation: 0), of: .readout)
    (rate.low, rate.high) = (interval.low, interval.high)
    return rate
  }

  private func counts(_ part: CalibrationPlan.Part) -> PauliCounts {
    guard let row = statistics[part] else { return PauliCounts(shots: 0, x: 0, y: 0, z: 0) }
    return PauliCounts(row, qubits: plan.qubitCount(part))
  }

  private func paulis(
    of part: CalibrationPlan.Part, from parts: [CalibrationPlan.Part],
    _ channel: ([PauliEigenvalues]) -> PauliEigenvalues
  ) -> PauliRates {
    let derived = derivedRates(from: parts.map(counts)) { shares in
      channel(
        parts.indices.map { PauliEigenvalues(shares: shares[3 * $0..<3 * $0 + 3]) }
      ).shares
    }
    return PauliRates(
      x: rate(derived[0], of: part), y: rate(derived[1], of: part), z: rate(derived[2], of: part))
  }

  private func rate(_ derived: DerivedRate, of part: CalibrationPlan.Part) -> MeasuredRate {
    let row = statistics[part]
    let value = min(1, max(0, derived.value))
    let half = 1.959964 * derived.deviation
    let origin = plan.origin(of: part)
    // Below zero the estimate is no news; its uncertainty still is.
    return MeasuredRate(
      value: value, low: max(0, min(value, derived.value - half)),
      high: min(1, value + half), method: .sampled,
      circuitHash: origin.circuitHash, decoder: origin.decoder,
      shots: row?.shots ?? 0, failures: row?.errors ?? 0, seed: seed)
  }
}

extension PauliRates {
  /// The same rates, for what has none of its own.
  var assumed: PauliRates {
    var rates = self
    rates.x.method = .asIdling
    rates.y.method = .asIdling
    rates.z.method = .asIdling
    return rates
  }

  /// How often the Z operator flips: a measurement by the checks of one cycle goes wrong as often.
  var zFlips: MeasuredRate {
    var sum = x
    sum.value = min(1, x.value + y.value)
    sum.low = min(1, x.low + y.low)
    sum.high = min(1, x.high + y.high)
    return sum
  }
}
