// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import CircuitModel
import ComputePrimitives
import Testing
import _TestSupport

@testable import Decoding

@Suite("Union-find", .tags(.law))
struct UnionFindLawsTests {
  static let decoders = UnionFindDecoder.Growth.allCases.flatMap { growth in
    UnionFindDecoder.Order.allCases.map { UnionFindDecoder(growth: growth, order: $0) }
  }

  /// A random graph with boundaries, ties, parallel errors and all kinds of probability.
  private func randomModel(
    _ stream: inout RandomStream, detectors: UInt64, errors: Int
  ) -> DetectorErrorModel {
    var model = DetectorErrorModel()
    for _ in 0..<errors {
      let first = stream.next() % detectors
      let second = stream.next() % detectors
      var targets: [DetectorErrorModel.Target] = [.detector(first)]
      if second != first, stream.next() % 4 != 0 { targets.append(.detector(second)) }
      if stream.next() % 3 == 0 { targets.append(.observable(stream.next() % 3)) }
      let p: Double
      switch stream.next() % 6 {
      case 0: p = 0.5
      case 1: p = 0.1
      case 2: p = 1 - 0.3 * stream.nextUnit()
      default: p = 0.001 + 0.4 * stream.nextUnit()
      }
      model.instructions.append(.error(probability: p, targets: targets))
    }
    model.instructions.append(.detector(detectors - 1))
    model.instructions.append(.logicalObservable(2))
    return model
  }

  @Test("Corrections explain the syndrome, and only where matching does", arguments: decoders)
  func corrections(decoder: UnionFindDecoder) throws {
    var stream = RandomStream(seed: 71)
    for round in 0..<35 {
      let detectors = 3 + round % 7
      let model = randomModel(
        &stream, detectors: UInt64(detectors), errors: detectors + round % 11)
      let matching = try MatchingDecoder().compileMatching(model)
      let graph = try MatchingGraph(model)
      let matcher = matching.makeMatchingEngine()
      let engine = try decoder.compileUnionFind(model).makeUnionFindEngine()
      for syndrome in 0..<(1 << detectors) {
        let defects = (0..<UInt32(detectors)).filter { syndrome >> $0 & 1 == 1 }
        let shot = batch([defects], of: matching)
        var rows = BitMatrix(rowCount: 1, columnCount: 3)
        var weights: [Double] = []
        guard let optimum = try? matcher.explain(defects) else {
          #expect(throws: DecodingError.self) { try engine.decode(shot, into: &rows) }
          #expect(throws: DecodingError.self) { try engine.explain(defects) }
          continue
        }
        let explanation = try engine.explain(defects)
        // Errors likelier than not have happened beforehand.
        var fired = Set(graph.flippedDetectors)
        for error in explanation.errors { fired.formSymmetricDifference(error.detectors) }
        #expect(fired.sorted() == defects)
        #expect(explanation.weight >= optimum.weight - 1e-4)
        try engine.decode(shot, into: &rows, weights: &weights)
        #expect(weights == [explanation.weight])
        #expect((0..<3).filter { rows[0, $0] }.map(UInt32.init) == explanation.observables)
      }
    }
  }

  /// The syndrome and the flips of some mechanisms of a model.
  private func outcome(
    _ mechanisms: some Sequence<Int>, _ symptoms: [Symptom]
  ) -> (defects: [UInt32], flips: [UInt32]) {
    var symptom = Symptom()
    for mechanism in mechanisms { symptom = symptom ^ symptoms[mechanism] }
    return (symptom.detectors, symptom.observables)
  }

  @Test(
    "t errors and s erasures are corrected where 2t + s is below the distance", arguments: decoders)
  func guarantee(decoder: UnionFindDecoder) throws {
    for distance in [3, 5, 7] {
      let model = DetectorErrorModel.rotatedBitFlip(distance: distance, p: 0.01)
      let symptoms = try model.mechanisms().map(\.symptom)
      let engine = try decoder.compileUnionFind(model).makeUnionFindEngine()
      var stream = RandomStream(seed: UInt64(distance))
      for _ in 0..<150 {
        let erasures = Int(stream.next() % UInt64(distance))
        let errors = (distance - 1 - erasures) / 2
        let qubits = (0..<distance * distance).shuffled(using: &stream)
        let erased = qubits.prefix(erasures)
        let failed =
          erased.filter { _ in stream.next() % 2 == 0 } + qubits.dropFirst(erasures).prefix(errors)
        let (defects, flips) = outcome(failed, symptoms)
        var batch = SyndromeBatch(
          shotCount: 1, detectorCount: Int(model.detectorCount), observableCount: 1)
        batch.defects = defects
        batch.offsets[1] = defects.count
        var priors = ShotPriors()
        priors.append(erased.map { (UInt32($0), 0.5) })
        var rows = BitMatrix(rowCount: 1, columnCount: 1)
        try engine.decode(batch, priors: priors, into: &rows)
        #expect(rows[0, 0] == !flips.isEmpty)
        // What a shot brings is gone with it.
        if erasures == 0 {
          try engine.decode(batch, into: &rows)
          #expect(rows[0, 0] == !flips.isEmpty)
        }
      }
    }
  }

  @Test("Priors decode as the model with these probabilities does", arguments: decoders)
  func priors(decoder: UnionFindDecoder) throws {
    var stream = RandomStream(seed: 9)
    for distance in [3, 5] {
      // The least and the greatest probability stay, and with them the unit of length.
      var model = DetectorErrorModel.rotatedBitFlip(distance: distance, p: 0.01)
      model.instructions.append(.error(probability: 1e-3, targets: [.detector(0), .detector(1)]))
      let symptoms = try model.mechanisms().map(\.symptom)
      let compiled = try decoder.compileUnionFind(model)
      let engine = compiled.makeUnionFindEngine()
      var shots: [[UInt32]] = []
      var priors = ShotPriors()
      var expected: [Bool] = []
      for _ in 0..<15 {
        let defects = (0..<UInt32(compiled.detectorCount)).filter { _ in stream.next() % 3 == 0 }
        var entries: [(mechanism: UInt32, probability: Double)] = []
        var changed = DetectorErrorModel()
        for (index, symptom) in symptoms.enumerated() {
          var p = index == distance * distance ? 1e-3 : 0.01
          if index > 0, index < distance * distance, stream.next() % 2 == 0 {
            p = stream.next() % 3 == 0 ? 0.5 : 0.001 + 0.009 * stream.nextUnit()
            entries.append((UInt32(index), p))
          }
          changed.instructions.append(
            .error(
              probability: p,
              targets: symptom.detectors.map { .detector(UInt64($0)) }
                + symptom.observables.map { .observable(UInt64($0)) }))
        }
        let rebuilt = try decoder.compile(changed)
        shots.append(defects)
        priors.append(entries)
        expected.append(try predictions([defects], rebuilt)[0] == 1)
      }
      var rows = BitMatrix(rowCount: shots.count, columnCount: 1)
      try engine.decode(batch(shots, of: compiled), priors: priors, into: &rows)
      #expect((0..<shots.count).map { rows[$0, 0] } == expected)
    }
  }

  @Test("More than 64 observables are told apart, with priors and without")
  func manyObservables() throws {
    var model = DetectorErrorModel()
    for index in UInt64(0)..<100 {
      model.instructions.append(
        .error(probability: 0.1, targets: [.detector(index), .observable(index)]))
      model.instructions.append(
        .error(probability: 0.05, targets: [.detector(index), .observable((index + 1) % 100)]))
    }
    let compiled = try UnionFindDecoder().compileUnionFind(model)
    let engine = compiled.makeUnionFindEngine()
    let shot = batch([[3, 70, 99]], of: compiled)
    var rows = BitMatrix(rowCount: 1, columnCount: 100)
    try engine.decode(shot, into: &rows)
    #expect((0..<100).filter { rows[0, $0] } == [3, 70, 99])
    var priors = ShotPriors()
    // Of two errors that fire detector 70 the other is now the likelier. Error 10 has happened, and as detector 5
    // is silent, so has error 11.
    priors.append([(141, 0.2), (10, 1)])
    try engine.decode(shot, priors: priors, into: &rows)
    #expect((0..<100).filter { rows[0, $0] } == [3, 5, 6, 71, 99])
    try engine.decode(shot, into: &rows)
    #expect((0..<100).filter { rows[0, $0] } == [3, 70, 99])
  }

  @Test("Settings are read, and wrong ones refused")
  func settings() throws {
    #expect(
      try Decoders.named("union_find").specification == "union-find(growth=weighted,order=together)"
    )
    let named = try Decoders.named("union-find(order=smallest,growth=unweighted)").decoder
    let decoder = try #require(named as? UnionFindDecoder)
    #expect(decoder.growth == .unweighted && decoder.order == .smallest)
    #expect(throws: DecodingError.self) { try Decoders.named("union-find(growth=fast)") }
  }

  @Test("A shot that cannot be explained leaves the engine sound")
  func refusals() throws {
    var hyper = DetectorErrorModel()
    hyper.instructions.append(
      .error(probability: 0.1, targets: [.detector(0), .detector(1), .detector(2)]))
    #expect(throws: DecodingError.self) { try UnionFindDecoder().compile(hyper) }
    var chain = DetectorErrorModel()
    for index in UInt64(0)..<20 {
      chain.instructions.append(
        .error(probability: 0.1, targets: [.detector(index), .detector(index + 1)]))
    }
    for decoder in UnionFindLawsTests.decoders {
      let compiled = try decoder.compileUnionFind(chain)
      let engine = compiled.makeUnionFindEngine()
      var rows = BitMatrix(rowCount: 1, columnCount: 0)
      for _ in 0..<3 {
        #expect(throws: DecodingError.self) {
          try engine.decode(batch([[4, 9, 11]], of: compiled), into: &rows)
        }
        try engine.decode(batch([[4, 9]], of: compiled), into: &rows)
        #expect(try engine.explain([4, 9]).errors.count == 5)
      }
      var priors = ShotPriors()
      priors.append([])
      priors.append([])
      #expect(throws: DecodingError.self) {
        try engine.decode(batch([[4, 9]], of: compiled), priors: priors, into: &rows)
      }
    }
  }
}
