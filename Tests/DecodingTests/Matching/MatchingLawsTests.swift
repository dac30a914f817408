// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import CircuitModel
import ComputePrimitives
import Decoding
import Testing
import _TestSupport

#if canImport(Glibc)
  import Glibc
#endif

@Suite("Matching", .tags(.law))
struct MatchingLawsTests {
  /// A random graph with up to 62 errors on few detectors, with boundaries, ties and, if wanted, p > ½.
  func randomModel(
    _ stream: inout RandomStream, detectors: Int, errors: Int, tied: Bool, negative: Bool
  ) -> DetectorErrorModel {
    var model = DetectorErrorModel()
    for _ in 0..<errors {
      let first = stream.next() % UInt64(detectors)
      let second = stream.next() % UInt64(detectors)
      var targets: [DetectorErrorModel.Target] = [.detector(first)]
      if second != first, stream.next() % 4 != 0 { targets.append(.detector(second)) }
      if stream.next() % 3 == 0 { targets.append(.observable(stream.next() % 3)) }
      var p = tied ? 0.1 : 0.01 + 0.45 * stream.nextUnit()
      if negative, stream.next() % 3 == 0 { p = 1 - p }
      model.instructions.append(.error(probability: p, targets: targets))
    }
    model.instructions.append(.detector(UInt64(detectors - 1)))
    model.instructions.append(.logicalObservable(2))
    return model
  }

  /// The least weight of all errors that give each syndrome, with the observables that reach it.
  func optimum(
    _ model: DetectorErrorModel, detectors: Int
  ) throws -> [UInt64: (weight: Double, masks: Set<UInt64>)] {
    var best: [UInt64: (weight: Double, masks: Set<UInt64>)] = [0: (0, [0])]
    // Parallel errors are one error: an odd number of them happened.
    var merged: [Symptom: Double] = [:]
    for mechanism in try model.mechanisms() {
      let p = merged[mechanism.symptom] ?? 0
      let q = mechanism.probability
      merged[mechanism.symptom] = p * (1 - q) + q * (1 - p)
    }
    for (symptom, p) in merged {
      let weight = log1p(-p) - log(p)
      var state: UInt64 = 0
      for detector in symptom.detectors { state |= 1 << UInt64(detector) }
      let mask = symptom.observables.reduce(UInt64(0)) { $0 | 1 << UInt64($1) }
      var next = best
      for (key, entry) in best {
        let target = key ^ state
        let total = entry.weight + weight
        let masks = Set(entry.masks.map { $0 ^ mask })
        if let other = next[target] {
          if total < other.weight - 1e-9 {
            next[target] = (total, masks)
          } else if total < other.weight + 1e-9 {
            next[target] = (min(total, other.weight), other.masks.union(masks))
          }
        } else {
          next[target] = (total, masks)
        }
      }
      best = next
    }
    return best
  }

  // Both weigh three errors: the chain between the defects, and their ways to either side.
  @Test("A pair is preferred to two ways to the boundary of equal weight")
  func pairs() throws {
    var text = "error(0.1) D0 L0\nerror(0.1) D4\n"
    for detector in 0..<4 { text += "error(0.1) D\(detector) D\(detector + 1)\n" }
    let compiled = try MatchingDecoder().compile(try DetectorErrorModel(parsing: text))
    #expect(try predictions([[0, 3], [1, 4], [3, 0], [4, 1]], compiled) == [0, 0, 0, 0])
  }

  @Test(
    "Every syndrome of small random graphs gets the optimum",
    arguments: [(false, false), (true, false), (false, true), (true, true)])
  func optimality(tied: Bool, negative: Bool) throws {
    for seed in 0..<60 {
      var stream = RandomStream(seed: 100 + UInt64(seed), stream: tied ? 1 : 0)
      let detectors = 3 + seed % 8
      let model = randomModel(
        &stream, detectors: detectors, errors: detectors + seed % 13, tied: tied,
        negative: negative)
      let best = try optimum(model, detectors: detectors)
      let compiled = try MatchingDecoder().compileMatching(model)
      let engine = compiled.makeMatchingEngine()
      let tolerance = 64 * compiled.weightStep
      for syndrome in UInt64(0)..<(1 << UInt64(detectors)) {
        let defects = (0..<UInt32(detectors)).filter { syndrome >> UInt64($0) & 1 == 1 }
        let shot = batch([defects], of: compiled)
        var rows = BitMatrix(rowCount: 1, columnCount: compiled.observableCount)
        var weights: [Double] = []
        guard let entry = best[syndrome] else {
          #expect(throws: DecodingError.self) {
            try engine.decode(shot, into: &rows, weights: &weights)
          }
          continue
        }
        try engine.decode(shot, into: &rows, weights: &weights)
        try #require(weights.count == 1)
        #expect(abs(weights[0] - entry.weight) <= tolerance)
        #expect(entry.masks.contains(rows.words[0]))
        let explanation = try engine.explain(defects)
        #expect(abs(explanation.weight - entry.weight) <= tolerance)
      }
    }
  }

  @Test("The errors of an explanation give the syndrome")
  func explanations() throws {
    let model = DetectorErrorModel.rotatedBitFlip(distance: 5, p: 0.1)
    let compiled = try MatchingDecoder().compileMatching(model)
    let engine = compiled.makeMatchingEngine()
    var stream = RandomStream(seed: 5)
    for _ in 0..<500 {
      let defects = (0..<UInt32(compiled.detectorCount)).filter { _ in stream.next() % 3 == 0 }
      let explanation = try engine.explain(defects)
      var fired: Set<UInt32> = []
      var flipped: Set<UInt32> = []
      for error in explanation.errors {
        fired.formSymmetricDifference(error.detectors)
        flipped.formSymmetricDifference(error.observables)
      }
      #expect(fired.sorted() == defects)
      #expect(flipped.sorted() == explanation.observables)
    }
  }

  @Test("More than 64 observables are told apart")
  func manyObservables() throws {
    var model = DetectorErrorModel()
    for index in UInt64(0)..<100 {
      model.instructions.append(
        .error(probability: 0.1, targets: [.detector(index), .observable(index)]))
    }
    let compiled = try MatchingDecoder().compile(model)
    var rows = BitMatrix(rowCount: 1, columnCount: 100)
    try compiled.makeEngine().decode(batch([[3, 70, 99]], of: compiled), into: &rows)
    #expect((0..<100).filter { rows[0, $0] } == [3, 70, 99])
  }

  @Test("What cannot be matched is refused, with the reason")
  func refusals() throws {
    var hyper = DetectorErrorModel()
    hyper.instructions.append(
      .error(probability: 0.1, targets: [.detector(0), .detector(1), .detector(2)]))
    #expect(throws: DecodingError.self) { try MatchingDecoder().compile(hyper) }
    var gap = DetectorErrorModel()
    gap.instructions.append(.error(probability: 0.1, targets: [.detector(0), .detector(1)]))
    gap.instructions.append(.detector(2))
    let compiled = try MatchingDecoder().compile(gap)
    #expect(throws: DecodingError.self) { try predictions([[2]], compiled) }
    #expect(throws: DecodingError.self) { try predictions([[0]], compiled) }
    // The engine is sound after a failure.
    let engine = compiled.makeEngine()
    var rows = BitMatrix(rowCount: 1, columnCount: 0)
    #expect(throws: DecodingError.self) {
      try engine.decode(batch([[0]], of: compiled), into: &rows)
    }
    try engine.decode(batch([[0, 1]], of: compiled), into: &rows)
    #expect(throws: DecodingError.self) { try Decoders.named("majority") }
    #expect(try Decoders.named("maximum_likelihood").specification == "maximum-likelihood")
  }
}
