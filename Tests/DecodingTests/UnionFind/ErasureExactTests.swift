// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import CircuitModel
import ComputePrimitives
import Decoding
import Testing
import _TestSupport

/// Erasure of the qubits of the rotated code: all 512 erasures with all the errors within them.
///
/// Where an erasure holds a logical operator, whatever the decoder says is wrong for half of the errors; elsewhere
/// it must be right for all. So the failure rate is half the probability that an erasure holds a logical.
@Suite("Erasure of the rotated code, exactly", .tags(.exact))
struct ErasureExactTests {
  static let decoders = ["peeling", "union-find", "union-find(order=smallest)"]

  /// The number of errors within each erasure for which a decoder fails.
  private func failures(_ decoder: String) throws -> [Int] {
    // Nothing but erasures: the errors are impossible until a shot says otherwise.
    let model = DetectorErrorModel.rotatedBitFlip(distance: 3, p: 0)
    let symptoms = try model.mechanisms().map(\.symptom)
    let compiled = try Decoders.named(decoder).decoder.compile(model)
    let engine = try #require(compiled.makeEngine() as? any ReweightingEngine)
    return try (0..<512).map { erasure in
      let erased = (0..<9).filter { erasure >> $0 & 1 == 1 }
      var shots: [[UInt32]] = []
      var flips: [Bool] = []
      var priors = ShotPriors()
      for error in 0..<512 where error & ~erasure == 0 {
        var symptom = Symptom()
        for qubit in erased where error >> qubit & 1 == 1 { symptom = symptom ^ symptoms[qubit] }
        shots.append(symptom.detectors)
        flips.append(!symptom.observables.isEmpty)
        priors.append(erased.map { (UInt32($0), 0.5) })
      }
      var rows = BitMatrix(rowCount: shots.count, columnCount: 1)
      try engine.decode(batch(shots, of: compiled), priors: priors, into: &rows)
      return shots.indices.count { rows[$0, 0] != flips[$0] }
    }
  }

  @Test("Failures follow the erasures that hold a logical", arguments: decoders)
  func rates(decoder: String) throws {
    let failures = try failures(decoder)
    var supports = [Int](repeating: 0, count: 10)
    for (erasure, count) in failures.enumerated() {
      let size = erasure.nonzeroBitCount
      #expect(count == 0 || count == 1 << (size - 1))
      if count > 0 { supports[size] += 1 }
    }
    #expect(supports == [0, 0, 0, 8, 42, 84, 76, 36, 9, 1])
    for (p, expected) in [
      (0.1, 0.007341112), (0.2, 0.052611584), (0.3, 0.154893276), (0.4, 0.311246848), (0.5, 0.5),
    ] {
      var rate = 0.0
      for (erasure, count) in failures.enumerated() {
        let size = erasure.nonzeroBitCount
        var weight = 1.0
        for qubit in 0..<9 { weight *= qubit < size ? p : 1 - p }
        rate += weight * Double(count) / Double(1 << size)
      }
      #expect(abs(2 * rate - expected) < 1e-9)
    }
  }

  @Test("Peeling refuses what erasures cannot explain, and says why")
  func refusal() throws {
    let model = DetectorErrorModel.rotatedBitFlip(distance: 3, p: 0.01)
    let compiled = try PeelingDecoder().compile(model)
    let engine = try #require(compiled.makeEngine() as? any ReweightingEngine)
    var rows = BitMatrix(rowCount: 1, columnCount: 1)
    var priors = ShotPriors()
    priors.append([(4, 0.5)])
    let symptom = try model.mechanisms()[4].symptom
    try engine.decode(batch([symptom.detectors], of: compiled), priors: priors, into: &rows)
    #expect(rows[0, 0] == !symptom.observables.isEmpty)
    var thrown: DecodingError?
    do {
      try engine.decode(batch([[0]], of: compiled), priors: priors, into: &rows)
    } catch { thrown = error }
    #expect(thrown?.code == .unexplainable)
    #expect(thrown?.message.contains("erased") == true)
    // Errors of p = ½ in the model itself are erasures in every shot.
    let half = try PeelingDecoder().compile(DetectorErrorModel.rotatedBitFlip(distance: 3, p: 0.5))
    #expect(try predictions([[0, 2]], half).count == 1)
  }
}
