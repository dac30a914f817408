// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import CircuitModel
import CodeConstructions
import Decoding
import Foundation
import PauliAlgebra
import Testing
import _TestSupport

/// Bacon-Shor codes under bit flips: a row is wrong with p_e = (1 − (1 − 2p)^d)/2, then the majority of d rows decides.
@Suite("Exact failure rates of Bacon-Shor codes", .tags(.exact))
struct BaconShorRatesTests {
  /// The code's Z stabilizers and logical Z operator under independent bit flips.
  private func model(_ d: Int, p: Double) throws -> DetectorErrorModel {
    let code = try #require(
      try CodeCatalogue.quantumCode(named: "bacon-shor:d=\(d)") as? SubsystemCode)
    return DetectorErrorModel(
      checks: code.checks.filter { $0.uniformPauli == .z }.map { $0.factors.map(\.qubit) },
      logicals: code.logicals.map { $0.z.map(\.qubit) },
      probabilities: Array(repeating: p, count: d * d))
  }

  private func closedForm(_ d: Int, p: Double) -> Double {
    let row = (1 - pow(1 - 2 * p, Double(d))) / 2
    var sum = 0.0
    var ways = 1.0
    for wrong in 0...d {
      if 2 * wrong > d { sum += ways * pow(row, Double(wrong)) * pow(1 - row, Double(d - wrong)) }
      ways *= Double(d - wrong) / Double(wrong + 1)
    }
    return sum
  }

  @Test(
    "The shipped decoders reach the closed form",
    arguments: [
      (0.01, 3, 0.00254294), (0.01, 5, 0.00103031), (0.01, 7, 5.62541e-4), (0.01, 9, 3.75635e-4),
      (0.03, 3, 0.0203107), (0.03, 5, 0.0191017), (0.03, 7, 0.0212716),
    ])
  func rates(p: Double, d: Int, quoted: Double) throws {
    let exact = closedForm(d, p: p)
    #expect(agree(exact, quoted, 5e-6))
    for decoder in [MatchingDecoder(), MaximumLikelihoodDecoder()] as [any Decoder] {
      #expect(agree(try failureRate(try model(d, p: p), decoder), exact))
    }
  }

  @Test(
    "So do large codes", .optimizedOnly,
    arguments: [(0.01, 11, 2.89769e-4), (0.01, 15, 2.32118e-4)])
  func largeRates(p: Double, d: Int, quoted: Double) throws {
    let exact = closedForm(d, p: p)
    #expect(agree(exact, quoted, 5e-6))
    #expect(agree(try failureRate(try model(d, p: p), MatchingDecoder()), exact))
  }

  @Test("There is no threshold: at any rate, codes beyond some size are worse")
  func noThreshold() throws {
    // At 3 % the best size is 5: a larger code fails more often, by the decoders themselves.
    let rates = try [3, 5, 7, 9].map { try failureRate(try model($0, p: 0.03), MatchingDecoder()) }
    #expect(rates[1] < rates[0] && rates[1] < rates[2] && rates[2] < rates[3])
    // The best size grows as the rate falls, and is always finite.
    var best: [Int] = []
    for p in [0.03, 0.01, 0.003] {
      let sizes = Array(stride(from: 3, through: 401, by: 2))
      let rates = sizes.map { closedForm($0, p: p) }
      let least = try #require(rates.indices.min { rates[$0] < rates[$1] })
      #expect(least < sizes.count - 1 && rates[sizes.count - 1] > 2 * rates[least])
      best.append(sizes[least])
    }
    #expect(best == best.sorted() && Set(best).count == 3 && best[0] == 5)
  }
}
