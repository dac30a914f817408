// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import CircuitModel
import ComputePrimitives
import StabilizerSimulation
import Testing
import _TestSupport

@Suite("Round sampler")
struct RoundSamplerTests {
  private let text = """
    detector(0, 0) D0
    detector(1, 0) D1
    error(0.07) D0 D2
    error(0.9) D0 L1
    repeat 30 {
      error(0.11) D0 D1
      error(0.02) D1 D2 L0
      error(0.3) D1 D3 ^ D0
      shift_detectors(0, 1) 2
      detector(0, 0) D0
      detector(1, 0) D1
    }
    error(0.2) D0 D1 L0
    error(0) D0
    error(1) D1
    """

  /// The probability that an odd number of some independent errors happen.
  private func oddProbability(_ probabilities: [Double]) -> Double {
    (1 - probabilities.reduce(1) { $0 * (1 - 2 * $1) }) / 2
  }

  @Test("Every detector and observable fires as often as the model says.", .tags(.statistical))
  func rates() throws {
    let model = try DetectorErrorModel(parsing: text)
    let mechanisms = try model.mechanisms()
    let layered = try LayeredModel(model)
    let shots = 20000
    var counts = [Int](repeating: 0, count: 2 * layered.roundCount)
    var pairs = [Int](repeating: 0, count: 2 * layered.roundCount)
    var flips = [0, 0]
    var seeds = RandomStream(seed: 12)
    var sampler = try RoundSampler(layered, using: seeds)
    var slots: [UInt32] = []
    for _ in 0..<shots {
      sampler.restart(using: RandomStream(seed: seeds.next()))
      var previous = false
      for round in 0..<layered.roundCount {
        let isThere = sampler.next(into: &slots)
        #expect(isThere)
        for slot in 0..<2 {
          let fired = slots.contains(UInt32(slot))
          if fired { counts[2 * round + slot] += 1 }
          if fired != previous { pairs[2 * round + slot] += 1 }
          previous = fired
        }
      }
      let isOver = !sampler.next(into: &slots)
      #expect(isOver)
      for observable in 0..<2 where sampler.observables >> UInt64(observable) & 1 == 1 {
        flips[observable] += 1
      }
    }
    // 130 comparisons at 6 standard deviations: a false alarm in 4 · 10⁶ seeds.
    func compare(_ count: Int, _ errors: (Symptom) -> Bool) {
      let p = oddProbability(mechanisms.filter { errors($0.symptom) }.map(\.probability))
      let deviation = (Double(shots) * p * (1 - p)).squareRoot()
      #expect(abs(Double(count) - Double(shots) * p) <= 6 * deviation + 1e-9)
    }
    for detector in counts.indices {
      let number = UInt32(detector)
      compare(counts[detector]) { $0.detectors.contains(number) }
      compare(pairs[detector]) {
        $0.detectors.contains(number) != (number > 0 && $0.detectors.contains(number - 1))
      }
    }
    for observable in 0..<2 {
      compare(flips[observable]) { $0.observables.contains(UInt32(observable)) }
    }
  }

  @Test("The same stream gives the same rounds, and what cannot be drawn is refused.", .tags(.law))
  func repeatability() throws {
    let layered = try LayeredModel(DetectorErrorModel(parsing: text))
    var first = try RoundSampler(layered, using: RandomStream(seed: 5))
    var second = try RoundSampler(layered, using: RandomStream(seed: 6))
    second.restart(using: RandomStream(seed: 5))
    var left: [UInt32] = []
    var right: [UInt32] = []
    while first.next(into: &left) {
      let isThere = second.next(into: &right)
      #expect(isThere)
      #expect(left == right)
    }
    let flips = (first.observables, second.observables)
    #expect(flips.0 == flips.1)
    let crowded = try LayeredModel(
      DetectorErrorModel(parsing: "detector(0) D0\nerror(0.1) D0 L64"))
    #expect(throws: CircuitError.self) {
      _ = try RoundSampler(crowded, using: RandomStream(seed: 1))
    }
  }
}
