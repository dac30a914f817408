// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import CodeConstructions
import Sampling
import StrictJSON
import Testing
import _TestSupport

/// The thresholds that Bartolucci and others published in Nature Communications 14, 912 (2023).
///
/// Two of them follow from others: a cube of the 4-star network shares four outcomes with each neighbour, so that its erasure
/// threshold is 1 − (1 − 0.2488)^(1/4) = 0.0690 from bond percolation on the cubic lattice, and its flips
/// (1 − (1 − 2·0.0293)^(1/4))/2 = 0.0075 from matching on that lattice; the lattice of the 6-ring network is face-centred
/// cubic, with percolation at 0.1202 (Lorenz and Ziff, Phys. Rev. E 57, 230 (1998)).
@Suite("Thresholds of fusion networks")
struct FusionThresholdTests {
  private func crossing(
    _ family: FusionNetwork.Family, sizes: (Int, Int), rates: [Double], isErasure: Bool,
    shots: Int, decoder: String
  ) throws -> Crossing {
    var points: [ThresholdPoint] = []
    for size in [sizes.0, sizes.1] {
      let network = try FusionNetwork(family, size: size)
      for rate in rates {
        let row = try FusionExperiment(
          network, erasure: isErasure ? rate : 0, flip: isErasure ? 0 : rate, decoder: decoder
        ).statistics(shots: shots, seed: 1, workers: 2)
        points.append(
          ThresholdPoint(distance: size, physicalRate: rate, estimate: row.estimate))
      }
    }
    return ThresholdSeries(label: .null, points: points)
      .crossing(sizes.0, sizes.1, options: BootstrapOptions())
  }

  @Test(
    "Erasures, small lattices", .tags(.statistical), .optimizedOnly,
    arguments: [
      (FusionNetwork.Family.fourStar, [0.063, 0.067, 0.071, 0.075], 0.064...0.074),
      (.sixRing, [0.11, 0.117, 0.124, 0.131], 0.112...0.128),
    ])
  func smallErasures(
    family: FusionNetwork.Family, rates: [Double], band: ClosedRange<Double>
  ) throws {
    let found = try crossing(
      family, sizes: (4, 8), rates: rates, isErasure: true, shots: 3200, decoder: "peeling")
    #expect(band.contains(try #require(found.rate).best))
  }

  @Test(
    "Erasures and flips at the published thresholds", .tags(.statistical), .validationOnly,
    arguments: [
      (FusionNetwork.Family.fourStar, true, [0.066, 0.068, 0.07, 0.072], 0.0676...0.0704),
      (.sixRing, true, [0.115, 0.118, 0.121, 0.124], 0.1174...0.1222),
      (.fourStar, false, [0.0068, 0.0072, 0.0076, 0.008], 0.0070...0.0080),
      (.sixRing, false, [0.0095, 0.01, 0.0105, 0.011], 0.0098...0.0114),
    ])
  func thresholds(
    family: FusionNetwork.Family, isErasure: Bool, rates: [Double], band: ClosedRange<Double>
  ) throws {
    let found = try crossing(
      family, sizes: (8, 12), rates: rates, isErasure: isErasure, shots: 20_000,
      decoder: isErasure ? "peeling" : "matching")
    #expect(band.contains(try #require(found.rate).best))
  }
}
