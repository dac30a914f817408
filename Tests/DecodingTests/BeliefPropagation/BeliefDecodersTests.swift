// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import CircuitModel
import ComputePrimitives
import Testing
import _TestSupport

@testable import Decoding

@Suite("Decoders of belief propagation", .tags(.law))
struct BeliefDecodersTests {
  private func engine(_ text: String, _ model: DetectorErrorModel) throws -> BeliefEngine {
    try #require(
      try Decoders.named(text).decoder.compile(model).makeEngine() as? BeliefEngine)
  }

  private func flip(_ p: Double, _ detectors: [UInt64], _ observable: UInt64? = nil)
    -> DetectorErrorModel.Instruction
  {
    .error(
      probability: p,
      targets: detectors.map { .detector($0) } + (observable.map { [.observable($0)] } ?? []))
  }

  @Test(
    "Explanations explain the defects, with the observables and the weight of their errors",
    arguments: [
      "bp-osd", "bp-osd(order=0)", "bp-osd(method=product-sum,schedule=serial,iterations=5)",
      "bp-osd(sweep=exhaustive,order=4,iterations=1)", "bp-lsd", "bp-lsd(order=5,iterations=2)",
      "bp-lsd(schedule=parallel,iterations=1)", "relay-bp(legs=20)",
      "relay-bp(solutions=3,legs=10)", "bp",
    ])
  func explanations(text: String) throws {
    for seed in 0..<2 as Range<UInt64> {
      let model = RandomModels.dense(
        seed: seed, detectors: 25, errors: 55, probabilities: 0.01...0.12)
      let engine = try engine(text, model)
      let mechanisms = try model.mechanisms()
      var explained = 0
      for shot in try RandomModels.shots(model, count: 20, seed: seed) {
        let explanation: Explanation
        do {
          explanation = try engine.explain(shot)
        } catch {
          // Decoders without a second step may give up.
          #expect(error.code == .unexplainable)
          #expect(text.hasPrefix("relay") || text == "bp")
          continue
        }
        explained += 1
        var fired: Set<UInt32> = []
        var flipped: Set<UInt32> = []
        var weight = 0.0
        for error in explanation.errors {
          fired.formSymmetricDifference(error.detectors)
          flipped.formSymmetricDifference(error.observables)
          var p = 0.0
          for mechanism in mechanisms where mechanism.symptom == error {
            p = BeliefGraph.odd(p, mechanism.probability)
          }
          weight += BeliefGraph.weight(p)
        }
        #expect(fired.sorted() == shot)
        #expect(flipped.sorted() == explanation.observables)
        #expect(abs(weight - explanation.weight) < 1e-6 * max(1, weight))
      }
      #expect(explained >= (text == "bp" ? 4 : 16))
    }
  }

  @Test("Probabilities of 0, ½, above ½ and 1 mean what they say")
  func probabilities() throws {
    let model = DetectorErrorModel([
      flip(0.9, [0], 0), flip(0.1, [0, 1]), flip(0.2, [1], 1), flip(1, [2], 2), flip(0.1, [2]),
      flip(0, [3], 3), flip(0.5, [3], 4), flip(0.25, [3]), flip(1, [], 5),
    ])
    let shots = (0..<16).map { set in (0..<4 as Range<UInt32>).filter { set >> $0 & 1 == 1 } }
    for name in ["bp(method=product-sum)", "bp-osd(order=0)", "bp-lsd"] {
      let compiled = try Decoders.named(name).decoder.compile(model)
      let likeliest = try predictions(shots, try MaximumLikelihoodDecoder().compile(model))
      #expect(try predictions(shots, compiled) == likeliest)
    }
  }

  @Test("The decoders guess like maximum likelihood where the likeliest errors decide")
  func exactRates() throws {
    // Perfect codes: each syndrome has one likeliest error, far ahead of the others.
    let steane = DetectorErrorModel(
      checks: [[3, 4, 5, 6], [1, 2, 5, 6], [0, 2, 4, 6]], logicals: [Array(0..<7)],
      probabilities: Array(repeating: 0.01, count: 7))
    let repetition = DetectorErrorModel(
      checks: (0..<4).map { [$0, $0 + 1] }, logicals: [[0]],
      probabilities: Array(repeating: 0.05, count: 5))
    for name in ["bp-osd(sweep=exhaustive,order=1)", "bp-osd(order=1)", "bp-lsd(order=2)"] {
      let decoder = try Decoders.named(name).decoder
      #expect(agree(try failureRate(steane, decoder), 0.00200407496752))
      #expect(agree(try failureRate(repetition, decoder), 0.001158125))
    }
  }

  @Test("What cannot be explained is an error, or a flag, and leaves the engine usable")
  func unexplainable() throws {
    let model = DetectorErrorModel(
      checks: [[0, 2], [0, 1], [1, 2]], logicals: [[0]], probabilities: [0.3, 0.2, 0.1])
    for name in ["bp-osd(order=0)", "bp-lsd"] {
      let compiled = try Decoders.named(name).decoder.compile(model)
      let engine = compiled.makeEngine()
      var rows = BitMatrix(rowCount: 3, columnCount: 1)
      let good = batch([[0, 1], [], [1, 2]], of: compiled)
      try engine.decode(good, into: &rows)
      let before = rows
      #expect(throws: DecodingError.self) {
        try engine.decode(batch([[0, 1], [2], [1, 2]], of: compiled), into: &rows)
      }
      try engine.decode(good, into: &rows)
      #expect(rows == before)
    }
    for name in ["bp", "relay-bp(legs=3)"] {
      let engine = try engine(name, model)
      var rows = BitMatrix(rowCount: 3, columnCount: 1)
      var isDoubtful: [Bool] = []
      var shots = SyndromeBatch(shotCount: 3, detectorCount: 3, observableCount: 1)
      shots.defects = [0, 1, 2]
      shots.offsets = [0, 2, 3, 3]
      try engine.decode(shots, into: &rows, isDoubtful: &isDoubtful)
      #expect(isDoubtful == [false, true, false])
      #expect(throws: DecodingError.self) { try engine.explain([2]) }
    }
    // A detector that no error flips.
    let lonely = DetectorErrorModel([flip(0.1, [0], 0), .detector(1)])
    for name in ["bp", "bp-osd(order=0)", "bp-lsd", "relay-bp"] {
      #expect(throws: DecodingError.self) { try engine(name, lonely).explain([1]) }
      #expect(try engine(name, lonely).explain([0]).observables == [0])
    }
  }

  @Test("An order beyond the free errors combines all of them; what makes no sense is refused")
  func orders() throws {
    let model = RandomModels.dense(seed: 9, detectors: 7, errors: 13)
    let shots = try RandomModels.shots(model, count: 20, seed: 10)
    for sweep in ["combination", "exhaustive"] {
      var weights: [[Double]] = []
      for order in [13, 16] {
        let text = "bp-osd(sweep=\(sweep),order=\(order),iterations=1)"
        var rows = BitMatrix(rowCount: 20, columnCount: 2)
        var found: [Double] = []
        let engine = try engine(text, model)
        var input = SyndromeBatch(shotCount: 20, detectorCount: 7, observableCount: 2)
        for (index, defects) in shots.enumerated() {
          input.defects += defects
          input.offsets[index + 1] = input.defects.count
        }
        try engine.decode(input, into: &rows, weights: &found)
        weights.append(found)
      }
      #expect(weights[0] == weights[1])
    }
    #expect(throws: DecodingError.self) { try Decoders.named("bp-osd(sweep=exhaustive,order=17)") }
    #expect(throws: DecodingError.self) { try Decoders.named("bp(order=3)") }
    #expect(throws: DecodingError.self) { try Decoders.named("bp(damping=1)") }
  }

  @Test(
    "Priors of a shot decode as a model with these probabilities does",
    arguments: [
      "bp", "bp-osd(order=2)", "bp-lsd", "relay-bp(legs=10)", "bp(schedule=serial)",
      "bp(schedule=serial,method=product-sum)",
    ])
  func priors(text: String) throws {
    var stream = RandomStream(seed: 12)
    var model = RandomModels.dense(seed: 21, detectors: 20, errors: 45)
    // Two errors that the model calls impossible, and one that it calls certain.
    model.instructions.insert(
      contentsOf: [flip(0, [3, 9], 1), flip(0, [4], 0), flip(1, [7, 11], 0)], at: 0)
    let engine = try engine(text, model)
    let count = try model.mechanisms().count
    var all = ShotPriors()
    var shots: [[UInt32]] = []
    var wanted: [UInt64] = []
    for shot in 0..<20 {
      var entries: [(mechanism: UInt32, probability: Double)] = []
      var changed = model
      for mechanism in 0..<count where stream.next() % 4 == 0 {
        let p = [0, 0.5, 1, stream.nextUnit()][Int(stream.next() % 4)]
        entries.append((UInt32(mechanism), p))
        guard case .error(_, let targets, _) = model.instructions[mechanism] else { continue }
        changed.instructions[mechanism] = .error(probability: p, targets: targets)
      }
      all.append(entries)
      shots += try RandomModels.shots(changed, count: 1, seed: UInt64(shot))
      let compiled = try Decoders.named(text).decoder.compile(changed)
      wanted += try predictions([shots[shot]], compiled)
    }
    let compiled = try Decoders.named(text).decoder.compile(model)
    let input = batch(shots, of: compiled)
    var rows = BitMatrix(rowCount: 20, columnCount: 2)
    try engine.decode(input, priors: all, into: &rows)
    // Guesses of what did not converge may differ: errors that cannot happen take part in rounding.
    let differences = (0..<20).count { rows.words[$0] != wanted[$0] }
    #expect(differences <= (text.hasPrefix("bp-") ? 2 : 4))
    #expect(throws: DecodingError.self) {
      try engine.decode(input, priors: ShotPriors(), into: &rows)
    }
    var bad = ShotPriors()
    for _ in 0..<20 { bad.append([(mechanism: UInt32(count), probability: 0.1)]) }
    #expect(throws: DecodingError.self) { try engine.decode(input, priors: bad, into: &rows) }
  }

  @Test("More solutions never weigh more; a seed gives the same answers")
  func relay() throws {
    let model = RandomModels.dense(seed: 5, detectors: 20, errors: 50, probabilities: 0.01...0.1)
    let shots = try RandomModels.shots(model, count: 24, seed: 6)
    var weights: [[Double]] = []
    for text in ["solutions=1", "solutions=4", "solutions=4", "solutions=4,seed=1"] {
      let compiled = try Decoders.named("relay-bp(\(text),legs=12)").decoder.compile(model)
      let engine = try #require(compiled.makeEngine() as? BeliefEngine)
      var rows = BitMatrix(rowCount: 24, columnCount: 2)
      var found: [Double] = []
      try engine.decode(batch(shots, of: compiled), into: &rows, weights: &found)
      weights.append(found)
    }
    #expect(zip(weights[0], weights[1]).allSatisfy { $0 >= $1 })
    #expect(weights[1] == weights[2])
    #expect(weights[1] != weights[0])
    #expect(weights[1] != weights[3])
  }

  @Test("More than 64 observables")
  func manyObservables() throws {
    let model = DetectorErrorModel(
      (0..<90).map { flip(0.1, [UInt64($0), UInt64($0 + 1)], UInt64($0)) })
    let explanation = try engine("bp-osd(order=0)", model).explain([0, 70])
    // Of the line, either the errors between the defects or none beyond: the ends are open on neither side.
    #expect(explanation.observables == (0..<70).map { UInt32($0) })
  }
}
