// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import CircuitModel
import ComputePrimitives
import Testing
import _TestSupport

@testable import Decoding

@Suite("Streaming", .tags(.law))
struct StreamingTests {
  /// What a stream commits for a shot, with the law of committed rounds checked after each of them.
  private func corrections(
    _ rounds: [[UInt32]], _ engine: any StreamingEngine, stride: Int
  ) throws -> (corrections: [StreamCorrection], observables: UInt64) {
    var open: Set<Int> = []
    var all: [StreamCorrection] = []
    var flips: UInt64 = 0
    for (round, slots) in rounds.enumerated() {
      open.formSymmetricDifference(slots.map { round * stride + Int($0) })
      try engine.take(slots.span)
      for correction in engine.corrections {
        open.formSymmetricDifference([correction.first])
        if correction.second >= 0 { open.formSymmetricDifference([correction.second]) }
        flips ^= correction.observables
      }
      all += engine.corrections
      #expect(open.allSatisfy { $0 >= engine.roundsCommitted * stride })
    }
    #expect(open.isEmpty)
    #expect(engine.roundsCommitted == rounds.count)
    #expect(flips == engine.observables)
    return (all, flips)
  }

  @Test(
    "Committed corrections cancel every defect of the committed rounds, whatever the windows.",
    arguments: WindowSettings.Scheme.allCases, ["matching", "union-find"])
  func cancellation(scheme: WindowSettings.Scheme, decoder: String) throws {
    var stream = RandomStream(seed: 77)
    for seed in UInt64(0)..<40 {
      let rounds = 1 + Int(stream.next() % 40)
      let model = TimelikeModel(distance: 3 + Int(seed % 4), rates: 0.02...0.2)
        .model(rounds: rounds, seed: seed)
      let layered = try LayeredModel(model)
      #expect(layered.roundCount == rounds)
      let settings = WindowSettings(
        commit: 1 + Int(stream.next() % 7), buffer: 1 + Int(stream.next() % 9), scheme: scheme)
      let compiled = try WindowDecoder(Decoders.named(decoder).decoder, settings).compile(layered)
      let engine = compiled.makeEngine()
      let drawn = try shot(of: model, rounds: rounds, seed: seed)
      let first = try corrections(drawn.rounds, engine, stride: layered.stride)
      // The engine gives the same again, and so does another.
      engine.restart()
      engine.prepare()
      let second = try corrections(drawn.rounds, engine, stride: layered.stride)
      let third = try corrections(drawn.rounds, compiled.makeEngine(), stride: layered.stride)
      #expect(first.corrections == second.corrections)
      #expect(first.corrections == third.corrections)
    }
  }

  @Test("One window of all rounds gives what the decoder itself gives.")
  func wholeHistory() throws {
    for seed in UInt64(0)..<30 {
      let rounds = 12
      let model = TimelikeModel(distance: 5, rates: 0.02...0.15).model(rounds: rounds, seed: seed)
      let layered = try LayeredModel(model)
      let plain = try MatchingDecoder().compile(model)
      let engine = try WindowDecoder(
        MatchingDecoder(), WindowSettings(commit: rounds, buffer: 1)
      ).compile(layered).makeEngine()
      for number in UInt64(0)..<20 {
        let drawn = try shot(of: model, rounds: rounds, seed: 1000 * seed + number)
        engine.restart()
        let flips = try corrections(drawn.rounds, engine, stride: layered.stride).observables
        #expect(try predictions([drawn.defects], plain) == [flips])
      }
    }
  }

  @Test(
    "With large buffers the answers are those of all rounds together.",
    arguments: WindowSettings.Scheme.allCases)
  func largeBuffers(scheme: WindowSettings.Scheme) throws {
    let rounds = 60
    let model = TimelikeModel(distance: 5).model(rounds: rounds, period: 2, seed: 4)
    let layered = try LayeredModel(model)
    let plain = try MatchingDecoder().compile(model)
    let engine = try WindowDecoder(
      MatchingDecoder(), WindowSettings(commit: 4, buffer: 24, scheme: scheme)
    ).compile(layered).makeEngine()
    var flipped = 0
    for number in UInt64(0)..<200 {
      let drawn = try shot(of: model, rounds: rounds, seed: number)
      engine.restart()
      let flips = try corrections(drawn.rounds, engine, stride: layered.stride).observables
      flipped += Int(flips)
      #expect(try predictions([drawn.defects], plain) == [flips])
    }
    // The test means something only if both answers occur.
    #expect((40...160).contains(flipped))
  }

  @Test(
    "A long periodic stream has few kinds of windows, and they are those of the unrolled model.")
  func kinds() throws {
    for period in 1...3 {
      for scheme in WindowSettings.Scheme.allCases {
        let short = TimelikeModel(distance: 3).model(rounds: 400, period: period, seed: 9)
        let settings = WindowSettings(commit: 4, buffer: 3, scheme: scheme)
        let folded = try WindowDecoder(MatchingDecoder(), settings)
          .compileWindows(LayeredModel(short))
        let explicit = try WindowDecoder(MatchingDecoder(), settings)
          .compileWindows(LayeredModel(short.flattened()))
        #expect(folded.kindCount == explicit.kindCount)
        #expect(folded.kindCount < 24)
        let drawn = try shot(of: short, rounds: folded.roundCount, seed: 3)
        let stride = folded.stride
        #expect(
          try corrections(drawn.rounds, folded.makeEngine(), stride: stride).corrections
            == corrections(drawn.rounds, explicit.makeEngine(), stride: stride).corrections)
        let long = TimelikeModel(distance: 3).model(rounds: 1_000_000_000, period: period, seed: 9)
        let endless = try WindowDecoder(MatchingDecoder(), settings)
          .compileWindows(LayeredModel(long))
        #expect(endless.kindCount < 24)
        #expect(endless.roundCount > 999_999_990)
      }
    }
  }

  @Test("Windows that cannot be are refused, with the reason.")
  func refusals() throws {
    let model = try LayeredModel(TimelikeModel(distance: 3).model(rounds: 10, seed: 1))
    for settings in [
      WindowSettings(commit: 0, buffer: 3), WindowSettings(commit: -1, buffer: 3),
      WindowSettings(commit: 3, buffer: 0), WindowSettings(commit: 3, buffer: -5),
      WindowSettings(commit: Int.max, buffer: 3), WindowSettings(commit: 3, buffer: Int.max),
    ] {
      #expect(throws: DecodingError.self) {
        try WindowDecoder(MatchingDecoder(), settings).compile(model)
      }
    }
    let settings = WindowSettings(commit: 2, buffer: 2)
    #expect(throws: DecodingError.self) {
      try WindowDecoder(MaximumLikelihoodDecoder(), settings).compile(model)
    }
    let likely = try LayeredModel(
      DetectorErrorModel(parsing: "detector(0) D0\nerror(0.6) D0"))
    #expect(throws: DecodingError.self) {
      try WindowDecoder(MatchingDecoder(), settings).compile(likely)
    }
    let crowded = try LayeredModel(
      DetectorErrorModel(parsing: "detector(0) D0\nerror(0.1) D0 L62"))
    #expect(throws: DecodingError.self) {
      try WindowDecoder(MatchingDecoder(), settings).compile(crowded)
    }
  }

  @Test("Rounds that do not fit the stream are refused.")
  func hostileRounds() throws {
    let model = try LayeredModel(TimelikeModel(distance: 3).model(rounds: 2, seed: 1))
    let compiled = try WindowDecoder(MatchingDecoder(), WindowSettings(commit: 2, buffer: 2))
      .compile(model)
    for slots: [UInt32] in [[2], [1, 0], [0, 0], [UInt32.max]] {
      #expect(throws: DecodingError.self) { try compiled.makeEngine().take(slots.span) }
    }
    let engine = compiled.makeEngine()
    let silent: [UInt32] = []
    try engine.take(silent.span)
    try engine.take(silent.span)
    #expect(engine.roundsCommitted == 2)
    #expect(throws: DecodingError.self) { try engine.take(silent.span) }
    // A defect that no error explains.
    let isolated = try LayeredModel(
      DetectorErrorModel(parsing: "detector(0) D0\ndetector(0) D1\nerror(0.1) D0"))
    let alone = try WindowDecoder(MatchingDecoder(), WindowSettings(commit: 1, buffer: 1))
      .compile(isolated).makeEngine()
    let lone: [UInt32] = [1]
    #expect(throws: DecodingError.self) { try alone.take(lone.span) }
  }
}
