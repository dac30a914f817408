// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import CircuitModel
import ComputePrimitives
import Decoding
import Testing
import _TestSupport

/// What every decoder of the table owes its users, whatever its method.
@Suite("Every decoder")
struct EveryDecoderTests {
  static let names = Decoders.all.map(\.name)

  /// What a decoder answers: an observable mask, or that it has none.
  enum Answer: Equatable, CustomStringConvertible {
    case observables(UInt64)
    /// The decoder says that it does not know: it throws `.unexplainable`, or flags the shot.
    case refusal

    var description: String {
      switch self {
      case .observables(let mask): "observables \(mask)"
      case .refusal: "refusal"
      }
    }
  }

  /// Decodes one shot; nil if the decoder does not take the model, which it must say by the right code.
  static func answer(_ name: String, _ text: String, _ defects: [UInt32]) throws -> Answer? {
    let model = try DetectorErrorModel(parsing: text)
    let compiled: any CompiledDecoder
    do {
      compiled = try Decoders.named(name).decoder.compile(model)
    } catch {
      #expect([.notGraphlike, .tooLarge, .unsuitable].contains(error.code), "\(name): \(error)")
      return nil
    }
    let shots = batch([defects], of: compiled)
    var rows = BitMatrix(rowCount: 1, columnCount: compiled.observableCount)
    let engine = compiled.makeEngine()
    do {
      if let flagging = engine as? any FlaggingEngine {
        var isDoubtful: [Bool] = []
        try flagging.decode(shots, into: &rows, isDoubtful: &isDoubtful)
        if isDoubtful == [true] { return .refusal }
      } else {
        try engine.decode(shots, into: &rows)
      }
    } catch {
      #expect(error.code == .unexplainable && error.shot == 0, "\(name): \(error)")
      return .refusal
    }
    return .observables(rows.wordsPerRow == 0 ? 0 : rows.words[0])
  }

  /// Chains with boundaries at both ends, whose errors no decoder that takes them can mistake.
  static let chain = """
    error(0.01) D0 L0
    error(0.01) D0 D1
    error(0.01) D1 D2
    error(0.01) D2

    """

  @Test("Silence means that nothing happened, and single errors are found", arguments: names)
  func singles(name: String) throws {
    for (defects, mask) in [([], 0), ([0], 1), ([0, 1], 0), ([1, 2], 0), ([2], 0)]
      as [([UInt32], UInt64)]
    {
      let answer = try Self.answer(name, Self.chain, defects)
      // Peeling takes erased errors alone, and there are none.
      if name == "peeling", !defects.isEmpty {
        #expect(answer == .refusal)
      } else {
        #expect(answer == nil || answer == .observables(mask), "\(name) \(defects)")
      }
    }
  }

  @Test("Errors of probability 0 never happen, and make no difference", arguments: names)
  func impossible(name: String) throws {
    guard name != "peeling" else { return }
    let model = "error(0) D0 L0\nerror(0.1) D0\nerror(0.1) D1 L1\n"
    let answer = try Self.answer(name, model, [0])
    #expect(answer == nil || answer == .observables(0))
    let hidden = try Self.answer(name, "error(0) D0 L0\nerror(0.1) D1\n", [0])
    #expect(hidden == nil || hidden == .refusal)
  }

  @Test(
    "Errors of more than even odds are held to have happened unless seen not to", arguments: names)
  func likely(name: String) throws {
    guard name != "peeling" else { return }
    let model = "error(0.9) D0 L0\nerror(0.1) D1 L1\n"
    for (defects, mask) in [([0], 1), ([], 0), ([0, 1], 3), ([1], 2)] as [([UInt32], UInt64)] {
      let answer = try Self.answer(name, model, defects)
      #expect(answer == nil || answer == .observables(mask), "\(name) \(defects)")
    }
    let certain = "error(1) D0 L0\nerror(0.1) D1 L1\n"
    let seen = try Self.answer(name, certain, [0])
    #expect(seen == nil || seen == .observables(1), "\(name)")
    let unseen = try Self.answer(name, certain, [])
    #expect(unseen == nil || unseen == .refusal, "\(name)")
  }

  @Test("Even odds are taken", arguments: names)
  func even(name: String) throws {
    let model = "error(0.5) D0 D1\nerror(0.01) D1 L0\nerror(0.01) D2 L1\n"
    let answer = try Self.answer(name, model, [0, 1])
    #expect(answer == nil || answer == .observables(0), "\(name)")
  }

  @Test("Defects that no errors explain are never answered in silence", arguments: names)
  func unexplainable(name: String) throws {
    let island = "error(0.1) D0 D1\nerror(0.1) D2 L0\ndetector D3\n"
    for defects in [[3], [0], [0, 2], [0, 1, 3]] as [[UInt32]] {
      let answer = try Self.answer(name, island, defects)
      #expect(answer == nil || answer == .refusal, "\(name) \(defects)")
    }
  }

  @Test("Models without detectors, observables or errors are taken", arguments: names)
  func degenerate(name: String) throws {
    for text in [
      "", "error(0.1) D0 D1\n", "error(0.1) L0\n", "detector D0\nlogical_observable L70\n",
    ] {
      let answer = try Self.answer(name, text, [])
      #expect(answer == nil || answer == .observables(0), "\(name): \(text)")
    }
  }

  @Test("An error of more than two detectors is decoded or refused", arguments: names)
  func hyperedge(name: String) throws {
    let model = "error(0.01) D0 D1 D2 L0\nerror(0.01) D0\nerror(0.01) D1\nerror(0.01) D2\n"
    let answer = try Self.answer(name, model, [0, 1, 2])
    #expect(answer == nil || answer == .observables(1), "\(name)")
  }

  @Test("Probabilities outside 0...1 and data of the wrong shape are refused", arguments: names)
  func shapes(name: String) throws {
    guard
      let compiled = try? Decoders.named(name).decoder.compile(
        DetectorErrorModel(parsing: Self.chain))
    else { return }
    let engine = compiled.makeEngine()
    var rows = BitMatrix(rowCount: 1, columnCount: 2)
    let one = #expect(throws: DecodingError.self) {
      try engine.decode(batch([[0]], of: compiled), into: &rows)
    }
    #expect(one?.code == .shape)
    rows = BitMatrix(rowCount: 2, columnCount: 1)
    let two = #expect(throws: DecodingError.self) {
      try engine.decode(batch([[0]], of: compiled), into: &rows)
    }
    #expect(two?.code == .shape)
  }

  @Test("Observables beyond the 64th are predicted", arguments: names)
  func manyObservables(name: String) throws {
    guard name != "peeling" else { return }
    let model = try DetectorErrorModel(parsing: "error(0.1) D0 L0 L69\nerror(0.1) D1 L64\n")
    guard let compiled = try? Decoders.named(name).decoder.compile(model) else { return }
    var rows = BitMatrix(rowCount: 2, columnCount: 70)
    try compiled.makeEngine().decode(batch([[0], [1]], of: compiled), into: &rows)
    #expect((0..<70).filter { rows[0, $0] } == [0, 69], "\(name)")
    #expect((0..<70).filter { rows[1, $0] } == [64], "\(name)")
  }
}
