// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import Foundation
import Sampling
import Testing
import _TestSupport

/// Whether two numbers agree to a relative tolerance.
func isClose(_ first: Double, _ second: Double, _ tolerance: Double = 1e-12) -> Bool {
  first == second || abs(first - second) <= tolerance * max(abs(first), abs(second))
}

// Values from scipy 1.17.1: gammaln, binom.pmf, ndtri.
@Suite(.tags(.exact)) struct SpecialFunctionsTests {
  @Test(arguments: [
    (1e-10, 23.025850929882733), (0.1, 2.252712651734206), (0.5, 0.5723649429247),
    (1.5, -0.12078223763524526), (3.7, 1.428072326665388), (10, 12.801827480081469),
    (14.9, 24.924132002217277), (15.1, 25.458999750992664), (100, 359.1342053695754),
    (1e6, 12815504.569147611), (1e12, 26631021115915.65),
  ]) func gamma(x: Double, value: Double) {
    #expect(isClose(logGamma(x), value))
  }

  @Test func gammaAtOneAndTwoIsZero() {
    #expect(abs(logGamma(1)) < 1e-14 && abs(logGamma(2)) < 1e-14)
  }

  @Test func stirlingErrorIsContinuous() {
    // 1/(12n) − 1/(360n³) + 1/(1260n⁵), whose next term is below 1e-12 here.
    for n in [13.9, 14, 14.1, 20, 100, 1e9] {
      let series = 1 / (12 * n) - 1 / (360 * n * n * n) + 1 / (1260 * pow(n, 5))
      #expect(abs(stirlingError(n) - series) < 1e-11)
    }
    #expect(stirlingError(0) == 0 && isClose(stirlingError(1), 1 - 0.5 * log(2 * Double.pi)))
  }

  @Test func cumulativesMeet() {
    for (k, n, p) in [(3, 10, 0.2), (0, 7, 0.5), (40, 1000, 0.05), (999, 1000, 0.99)] {
      let below = binomialCumulative(atMost: k, of: n, probability: p)
      let above = binomialCumulative(atLeast: k + 1, of: n, probability: p)
      #expect(isClose(below + above, 1))
    }
    // 1 − (1 − p)^n and its first terms.
    #expect(
      isClose(binomialCumulative(atLeast: 1, of: 10, probability: 1e-9), -expm1(10 * log1p(-1e-9))))
    #expect(isClose(binomialCumulative(atMost: 1, of: 3, probability: 0.5), 0.5))
  }

  @Test(arguments: [
    (3, 10, 0.2, 0.201326592), (2, 1e8, 3e-08, 0.22404180877559687),
    (500, 1e6, 0.00045, 0.0012215098553050292), (0, 1000, 0.001, 0.3676954247709639),
    (7, 7, 0.9, 0.4782969),
  ]) func density(k: Double, n: Double, p: Double, value: Double) {
    #expect(isClose(binomialDensity(k, of: n, probability: p), value))
  }

  @Test func densitySumsToOne() {
    for (n, p) in [(10.0, 0.3), (200, 0.01), (1000, 0.5)] {
      let sum = (0...Int(n)).reduce(0.0) {
        $0 + binomialDensity(Double($1), of: n, probability: p)
      }
      #expect(isClose(sum, 1))
    }
  }

  @Test(arguments: [
    (1e-300, -37.0470962993612), (1e-20, -9.262340089798409), (1e-06, -4.753424308822899),
    (0.025, -1.9599639845400545), (0.3, -0.5244005127080409), (0.5, 0),
    (0.975, 1.959963984540054),
  ]) func quantile(probability: Double, z: Double) {
    #expect(isClose(normalQuantile(probability), z))
    #expect(isClose(normalCumulative(z), probability, 1e-11))
  }
}
