// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import CircuitModel
import ComputePrimitives
import Decoding
import Testing
import _TestSupport

extension MatchingLawsTests {
  /// The model with probabilities put in place of its own.
  private func model(
    _ model: DetectorErrorModel, with entries: [(mechanism: UInt32, probability: Double)]
  ) -> DetectorErrorModel {
    var result = model
    for entry in entries {
      if case .error(_, let targets, let tag) = model.instructions[Int(entry.mechanism)] {
        result.instructions[Int(entry.mechanism)] =
          .error(probability: entry.probability, targets: targets, tag: tag)
      }
    }
    return result
  }

  @Test("A shot's own probabilities give the optimum of the model that has them", arguments: 0..<40)
  func reweighting(seed: Int) throws {
    var stream = RandomStream(seed: 700 + UInt64(seed))
    let detectors = 3 + seed % 6
    let errors = detectors + seed % 13
    var base = randomModel(
      &stream, detectors: detectors, errors: errors, tied: false, negative: seed % 2 == 0)
    // Some errors happen by a shot's own probabilities only.
    base = model(base, with: [(0, 0), (UInt32(errors - 1), 0)])
    let compiled = try MatchingDecoder().compileMatching(base)
    let engine = compiled.makeMatchingEngine()
    var rows = BitMatrix(rowCount: 1, columnCount: compiled.observableCount)
    var weights: [Double] = []
    for _ in 0..<30 {
      var entries: [(mechanism: UInt32, probability: Double)] = []
      for mechanism in 0..<UInt32(errors) where stream.next() % 3 == 0 {
        let special = [0, 0.5, 1, 1e-12]
        let choice = Int(stream.next() % 8)
        entries.append((mechanism, choice < 4 ? special[choice] : stream.nextUnit()))
      }
      let changed = model(base, with: entries)
      let best = try optimum(changed, detectors: detectors)
      let defects = (0..<UInt32(detectors)).filter { _ in stream.next() & 1 == 1 }
      let shot = batch([defects], of: compiled)
      var priors = ShotPriors()
      priors.append(entries)
      let key = defects.reduce(UInt64(0)) { $0 | 1 << UInt64($1) }
      let fresh = try MatchingDecoder().compileMatching(changed).makeMatchingEngine()
      do {
        try fresh.decode(shot, into: &rows, weights: &weights)
      } catch {
        #expect(throws: DecodingError.self) {
          try engine.decode(shot, priors: priors, into: &rows)
        }
        continue
      }
      let weight = weights[0]
      try engine.decode(shot, priors: priors, into: &rows, weights: &weights)
      #expect(abs(weights[0] - weight) < 1e-4)
      let entry = try #require(best[key])
      // Errors that are certain weigh infinitely in the enumeration.
      if entries.allSatisfy({ $0.probability < 1 }) {
        #expect(abs(weights[0] - entry.weight) < 1e-4)
        #expect(entry.masks.contains(rows.words[0]))
      }
      // The next shot finds the model as it was.
      var plain = rows
      try? engine.decode(shot, into: &plain)
      var none = ShotPriors()
      none.append([])
      let isSolved = (try? engine.decode(shot, priors: none, into: &rows)) != nil
      if isSolved { #expect(rows.words[0] == plain.words[0]) }
    }
  }

  /// A random model with one observable that the boundary tells: two sides, and perhaps errors nobody sees.
  private func gaugedModel(_ stream: inout RandomStream, detectors: Int) -> DetectorErrorModel {
    let potential = stream.next()
    var model = DetectorErrorModel()
    for _ in 0..<detectors + Int(stream.next() % 10) {
      let first = stream.next() % UInt64(detectors)
      let second = stream.next() % UInt64(detectors)
      var targets: [DetectorErrorModel.Target] = [.detector(first)]
      var flips = stream.next() & 1 == 1
      if second != first, stream.next() % 3 != 0 {
        targets.append(.detector(second))
        flips = (potential >> first ^ potential >> second) & 1 == 1
      }
      if flips { targets.append(.observable(0)) }
      var p = 0.01 + 0.45 * stream.nextUnit()
      if stream.next() % 4 == 0 { p = 1 - p }
      model.instructions.append(.error(probability: p, targets: targets))
    }
    if stream.next() % 3 == 0 {
      model.instructions.append(.error(probability: 0.05, targets: [.observable(0)]))
    }
    model.instructions.append(.detector(UInt64(detectors - 1)))
    model.instructions.append(.logicalObservable(0))
    return model
  }

  @Test("The gap is the difference of the optima of both answers", arguments: 0..<60)
  func gaps(seed: Int) throws {
    var stream = RandomStream(seed: 900 + UInt64(seed))
    let detectors = 2 + seed % 7
    let model = gaugedModel(&stream, detectors: detectors)
    // The observable as one more bit of the syndrome.
    var extended = DetectorErrorModel()
    for case .error(let p, let targets, _) in model.instructions {
      let bit = DetectorErrorModel.Target.detector(UInt64(detectors))
      extended.instructions.append(
        .error(probability: p, targets: targets.map { $0 == .observable(0) ? bit : $0 }))
    }
    let best = try optimum(extended, detectors: detectors + 1)
    let compiled = try MatchingDecoder().compileMatching(model)
    let engine = compiled.makeMatchingEngine()
    var rows = BitMatrix(rowCount: 1, columnCount: 1)
    var gaps: [Double] = []
    for syndrome in UInt64(0)..<(1 << UInt64(detectors)) {
      let defects = (0..<UInt32(detectors)).filter { syndrome >> UInt64($0) & 1 == 1 }
      let shot = batch([defects], of: compiled)
      let weights = [0, 1].map { best[syndrome | $0 << UInt64(detectors)]?.weight ?? .infinity }
      guard weights[0].isFinite || weights[1].isFinite else {
        #expect(throws: DecodingError.self) { try engine.decode(shot, into: &rows, gaps: &gaps) }
        continue
      }
      try engine.decode(shot, into: &rows, gaps: &gaps)
      let gap = abs(weights[0] - weights[1])
      if gap.isFinite {
        #expect(abs(gaps[0] - gap) < 1e-4)
      } else {
        #expect(gaps[0] == .infinity)
      }
      if gap > 1e-4 { #expect(rows[0, 0] == (weights[1] < weights[0])) }
    }
  }

  @Test("Gaps are refused where the boundary does not tell the observable")
  func refusedGaps() throws {
    var two = DetectorErrorModel.rotatedBitFlip(distance: 3, p: 0.1)
    two.instructions.append(.logicalObservable(1))
    var loop = DetectorErrorModel()
    loop.instructions.append(.error(probability: 0.1, targets: [.detector(0), .detector(1)]))
    loop.instructions.append(
      .error(probability: 0.2, targets: [.detector(0), .detector(1), .observable(0)]))
    for model in [two, loop] {
      let compiled = try MatchingDecoder().compileMatching(model)
      var rows = BitMatrix(rowCount: 1, columnCount: compiled.observableCount)
      var gaps: [Double] = []
      let engine = compiled.makeMatchingEngine()
      #expect(throws: DecodingError.self) {
        try engine.decode(batch([[]], of: compiled), into: &rows, gaps: &gaps)
      }
    }
  }
}
