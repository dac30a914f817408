// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import CircuitModel
import NoiseModels
import Testing
import _TestSupport

@Suite("Names of noise models")
struct NoiseModelNameTests {
  @Test("Every row of the catalogue can be made, and its name reads back", .tags(.law))
  func everyRow() throws {
    for entry in NoiseModel.catalogue {
      let name = entry.name == "code-capacity:biased" ? "\(entry.name)(eta=10)" : entry.name
      let model = try NoiseModel(named: name, p: 0.01)
      #expect(model.name == name)
      #expect(try NoiseModel(named: model.name, p: 0.01) == model)
      #expect(model.level == entry.level)
    }
  }

  @Test("Case, dashes and spaces make no difference", .tags(.exact))
  func spelling() throws {
    let plain = try NoiseModel(named: "code-capacity:biased(eta=10,axis=X)", p: 0.1)
    #expect(plain.name == "code-capacity:biased(eta=10,axis=X)")
    #expect(try NoiseModel(named: "Code_Capacity:biased( axis = x , ETA=10 )", p: 0.1) == plain)
    #expect(try NoiseModel.named("SD6", p: 0.1) == NoiseModel(named: "sd6", p: 0.1))
  }

  @Test(
    "Bad names and parameters say what is allowed", .tags(.exact),
    arguments: [
      ("sd7", 0.1, "si1000"), ("", 0.1, "sd6"), ("code-capacity", 0.1, "code-capacity:bit-flip"),
      ("sd6", 0.8, "0...0.75"), ("sd6", .nan, "0...0.75"), ("sd6", -0.1, "0...0.75"),
      ("si1000", 0.21, "0...0.2"), ("sd6(x=1)", 0.1, "no parameter x"),
      ("code-capacity:biased", 0.1, "eta is missing"),
      ("code-capacity:biased(eta=-1)", 0.1, "0...inf"),
      ("code-capacity:biased(eta=1,eta=2)", 0.1, "twice"),
      ("code-capacity:biased(eta=1,axis=W)", 0.1, "Z|X|Y"),
      ("code-capacity:biased(eta=1", 0.1, "not closed"),
      ("code-capacity:biased(eta)", 0.1, "name=value"),
      ("measurement-biased(eta=10)", 0.2, "0...0.1"),
      ("phenomenological(ratio=nan)", 0.1, "ratio=nan"),
    ] as [(String, Double, String)])
  func refusals(name: String, p: Double, part: String) {
    let error = #expect(throws: NoiseError.self) { try NoiseModel(named: name, p: p) }
    #expect(error?.message.contains(part) == true, "\(error?.message ?? "")")
  }

  @Test("The biased channel has the stated probabilities", .tags(.law))
  func biasedChannel() throws {
    for p in [0.01, 0.1, 0.3] {
      for eta in [0.5, 1, 10, 300, .infinity] {
        for axis in ["X", "Y", "Z"] {
          let model = try NoiseModel(named: "code-capacity:biased(eta=\(eta),axis=\(axis))", p: p)
          let actual = distribution(of: model.rates.round)
          let along = eta == .infinity ? p : p * eta / (1 + eta)
          for (pauli, value) in zip(["X", "Y", "Z"], actual) {
            let expected = pauli == axis ? along : (p - along) / 2
            #expect(abs(value - expected) < 1e-12)
          }
          #expect(model.rates.round.allSatisfy { $0.gate != .pauliChannel1 })
        }
      }
    }
    let flat = try NoiseModel(named: "code-capacity:biased(eta=0)", p: 0.1)
    #expect(flat.rates.round == [.init(.pauliChannel1, 0.05, 0.05, 0)])
  }

  /// The probabilities of X, Y and Z after independent flips.
  private func distribution(of channels: [NoiseModel.Channel]) -> [Double] {
    var weights = [1.0, 0, 0, 0]  // I, X, Y, Z; the product of two indices is their exclusive or.
    for channel in channels {
      let index = channel.gate == .xError ? 1 : channel.gate == .yError ? 2 : 3
      let p = channel.arguments[0]
      weights = weights.indices.map { (1 - p) * weights[$0] + p * weights[$0 ^ index] }
    }
    return Array(weights.dropFirst())
  }
}
