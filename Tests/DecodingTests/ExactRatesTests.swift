// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import CircuitModel
import Decoding
import Testing
import _TestSupport

/// Failure rates by enumeration of every error, through the decoders that users get.
///
/// The figures were computed by an independent exact program; see the surface-code literature for their neighbours.
@Suite("Exact failure rates", .tags(.exact))
struct ExactRatesTests {
  @Test(
    "Repetition code: the majority is wrong",
    arguments: [(3, 0.00725), (5, 0.001158125), (7, 0.000193578125)])
  func repetition(distance: Int, rate: Double) throws {
    let model = DetectorErrorModel(
      checks: (0..<distance - 1).map { [$0, $0 + 1] }, logicals: [[0]],
      probabilities: Array(repeating: 0.05, count: distance))
    #expect(agree(try failureRate(model, MatchingDecoder()), rate))
    #expect(agree(try failureRate(model, MaximumLikelihoodDecoder()), rate))
  }

  @Test(
    "Rotated surface code d = 3, bit flips",
    arguments: [
      (0.01, 0.00173098923439), (0.05, 0.0368644319375), (0.10, 0.119694592),
      (0.103, 0.125371224565), (0.15, 0.216873887062),
    ])
  func rotated3(p: Double, rate: Double) throws {
    let model = DetectorErrorModel.rotatedBitFlip(distance: 3, p: p)
    #expect(agree(try failureRate(model, MatchingDecoder()), rate))
    #expect(agree(try failureRate(model, MaximumLikelihoodDecoder()), rate))
  }

  @Test(
    "Rotated surface code d = 5, bit flips",
    arguments: [
      (0.01, 0.000271348001163, 0.000271348001163), (0.05, 0.024532373574, 0.0245284581304),
      (0.10, 0.124416180739, 0.123897462381), (0.103, 0.132118438146, 0.131491126705),
      (0.15, 0.257745789054, 0.25520829952),
    ])
  func rotated5(p: Double, matching: Double, likelihood: Double) throws {
    let model = DetectorErrorModel.rotatedBitFlip(distance: 5, p: p)
    #expect(agree(try failureRate(model, MatchingDecoder()), matching))
    #expect(agree(try failureRate(model, MaximumLikelihoodDecoder()), likelihood))
  }

  @Test("Rotated surface code d = 3: failures by the weight of the error")
  func failuresByWeight() throws {
    let model = DetectorErrorModel.rotatedBitFlip(distance: 3, p: 0.01)
    let symptoms = try model.mechanisms().map(\.symptom)
    var counts: [Int: Int] = [:]
    var shots: [[UInt32]] = []
    for error in 0..<512 {
      var fired: Set<UInt32> = []
      for qubit in 0..<9 where error >> qubit & 1 == 1 {
        fired.formSymmetricDifference(symptoms[qubit].detectors)
      }
      shots.append(fired.sorted())
    }
    let predicted = try predictions(shots, try MatchingDecoder().compile(model))
    for error in 0..<512 {
      var flipped = false
      for qubit in 0..<9 where error >> qubit & 1 == 1 {
        if !symptoms[qubit].observables.isEmpty { flipped.toggle() }
      }
      if (predicted[error] == 1) != flipped { counts[error.nonzeroBitCount, default: 0] += 1 }
    }
    // Half of all 512 errors, since an error and its product with a logical fail in turn.
    #expect(counts == [2: 18, 3: 56, 4: 57, 5: 69, 6: 28, 7: 18, 8: 9, 9: 1])
  }

  /// One qubit's depolarization as three independent flips, which is exact.
  private func depolarizing(
    checks: [String], logicals: [String], p: Double
  ) -> DetectorErrorModel {
    let q = (1 - (1 - 4 * p / 3).squareRoot()) / 2
    func anticommutes(_ pauli: Character, at qubit: Int, with check: String) -> Bool {
      let factor = Array(check)[qubit]
      return factor != "I" && factor != pauli
    }
    var model = DetectorErrorModel()
    for qubit in 0..<(checks.first?.count ?? 0) {
      for pauli in "XYZ" {
        var targets: [DetectorErrorModel.Target] = []
        for (index, check) in checks.enumerated() where anticommutes(pauli, at: qubit, with: check)
        {
          targets.append(.detector(UInt64(index)))
        }
        for (index, check) in logicals.enumerated()
        where anticommutes(pauli, at: qubit, with: check) {
          targets.append(.observable(UInt64(index)))
        }
        model.instructions.append(.error(probability: q, targets: targets))
      }
    }
    return model
  }

  @Test(
    "The five-qubit code, depolarized",
    arguments: [
      (0.01, 0.000977955081481), (0.05, 0.0223318518519), (0.10, 0.0795081481481),
    ])
  func fiveQubit(p: Double, rate: Double) throws {
    let model = depolarizing(
      checks: ["XZZXI", "IXZZX", "XIXZZ", "ZXIXZ"], logicals: ["XXXXX", "ZZZZZ"], p: p)
    #expect(agree(try failureRate(model, MaximumLikelihoodDecoder()), rate))
  }

  @Test(
    "Steane's code, depolarized",
    arguments: [
      (0.01, 0.00157820724484), (0.05, 0.0343610359396), (0.10, 0.115422015912),
    ])
  func steane(p: Double, rate: Double) throws {
    let rows = ["IIIXXXX", "IXXIIXX", "XIXIXIX"]
    let checks = rows + rows.map { String($0.map { $0 == "X" ? "Z" : "I" }) }
    let model = depolarizing(
      checks: checks, logicals: ["XXXXXXX", "ZZZZZZZ"], p: p)
    #expect(agree(try failureRate(model, MaximumLikelihoodDecoder()), rate))
  }

  @Test("Steane's code, bit flips", arguments: [(0.01, 0.00200407496752), (0.10, 0.1306432)])
  func steaneBitFlip(p: Double, rate: Double) throws {
    let model = DetectorErrorModel(
      checks: [[3, 4, 5, 6], [1, 2, 5, 6], [0, 2, 4, 6]], logicals: [Array(0..<7)],
      probabilities: Array(repeating: p, count: 7))
    #expect(agree(try failureRate(model, MaximumLikelihoodDecoder()), rate))
  }

  @Test(
    "Rotated surface code d = 3, depolarized: maximum likelihood",
    arguments: [
      (0.01, 0.00130001411979), (0.05, 0.0292614122449), (0.10, 0.10186015536),
      (0.15, 0.197955456),
    ])
  func rotatedDepolarized(p: Double, rate: Double) throws {
    let checks = [
      "ZZIZZIIII", "IIZIIZIII", "IIIZIIZII", "IIIIZZIZZ", "XXIIIIIII", "IXXIXXIII", "IIIXXIXXI",
      "IIIIIIIXX",
    ]
    let model = depolarizing(
      checks: checks, logicals: ["ZZZIIIIII", "XIIXIIXII"], p: p)
    #expect(agree(try failureRate(model, MaximumLikelihoodDecoder()), rate))
  }

  @Test(
    "Rotated surface code d = 3, depolarized: X and Z matched apart",
    arguments: [
      (0.01, 0.0015471729209), (0.05, 0.0337823219761), (0.10, 0.113845446123),
      (0.15, 0.215373696),
    ])
  func rotatedApart(p: Double, rate: Double) throws {
    // Joint weights of (X part, Z part), each with the answer of matching on its own checks.
    let zChecks = [[0, 1, 3, 4], [2, 5], [3, 6], [4, 5, 7, 8]]
    let xChecks = [[0, 1], [1, 2, 4, 5], [3, 4, 6, 7], [7, 8]]
    let fails = try [
      failures(checks: zChecks, logical: [0, 1, 2]), failures(checks: xChecks, logical: [0, 3, 6]),
    ]
    var rate4 = 0.0
    for x in 0..<512 {
      for z in 0..<512 where fails[0][x] || fails[1][z] {
        let weight = (x | z).nonzeroBitCount
        var probability = 1.0
        for _ in 0..<weight { probability *= p / 3 }
        for _ in weight..<9 { probability *= 1 - p }
        rate4 += probability
      }
    }
    #expect(agree(rate4, rate))
  }

  /// For each error on nine qubits, whether matching gets the logical wrong.
  private func failures(checks: [[Int]], logical: [Int]) throws -> [Bool] {
    let model = DetectorErrorModel(
      checks: checks, logicals: [logical], probabilities: Array(repeating: 0.01, count: 9))
    let symptoms = try model.mechanisms().map(\.symptom)
    var shots: [[UInt32]] = []
    var flips: [Bool] = []
    for error in 0..<512 {
      var fired: Set<UInt32> = []
      var flipped = false
      for qubit in 0..<9 where error >> qubit & 1 == 1 {
        fired.formSymmetricDifference(symptoms[qubit].detectors)
        if !symptoms[qubit].observables.isEmpty { flipped.toggle() }
      }
      shots.append(fired.sorted())
      flips.append(flipped)
    }
    let predicted = try predictions(shots, try MatchingDecoder().compile(model))
    return (0..<512).map { (predicted[$0] == 1) != flips[$0] }
  }
}
