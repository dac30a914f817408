// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import ComputePrimitives
import PauliAlgebra
import Testing
import _TestSupport

@Suite("Clifford tableaux")
struct CliffordTableauTests {
  @Test("A tableau followed by its inverse is the identity", .tags(.law))
  func inverse() {
    var stream = RandomStream(seed: 21)
    for qubitCount in [2, 5, 66] {
      var tableau = CliffordTableau(qubitCount: qubitCount)
      for _ in 0..<(8 * qubitCount) { appendRandomGate(to: &tableau, using: &stream) }
      let identity = CliffordTableau(qubitCount: qubitCount)
      #expect(tableau.isConsistent)
      #expect(tableau.then(tableau.inverse) == identity)
      #expect(tableau.inverse.then(tableau) == identity)
      #expect(tableau.inverse.inverse == tableau)
    }
  }

  @Test("Images of products are products of images", .tags(.law))
  func homomorphism() {
    var stream = RandomStream(seed: 22)
    var tableau = CliffordTableau(qubitCount: 40)
    for _ in 0..<300 { appendRandomGate(to: &tableau, using: &stream) }
    for _ in 0..<30 {
      let a = randomPauliString(40, using: &stream)
      let b = randomPauliString(40, using: &stream)
      #expect(tableau.image(of: a * b) == tableau.image(of: a) * tableau.image(of: b))
    }
  }

  @Test("The stabilizers of a GHZ state are XXX and the ZZ pairs", .tags(.exact))
  func ghz() throws {
    let hadamard = try CliffordTableau(
      xImages: [#require(PauliString("Z"))], zImages: [#require(PauliString("X"))])
    let controlled = try CliffordTableau(
      xImages: [#require(PauliString("XX")), #require(PauliString("IX"))],
      zImages: [#require(PauliString("ZI")), #require(PauliString("ZZ"))])
    var tableau = CliffordTableau(qubitCount: 3)
    tableau.append(hadamard, at: [0])
    tableau.append(controlled, at: [0, 1])
    tableau.append(controlled, at: [0, 2])
    #expect(tableau.canonicalStabilizers.map(\.description) == ["+XXX", "+Z_Z", "+_ZZ"])
  }

  @Test("Composition equals appending", .tags(.law))
  func composition() {
    var stream = RandomStream(seed: 23)
    var first = CliffordTableau(qubitCount: 9)
    for _ in 0..<60 { appendRandomGate(to: &first, using: &stream) }
    var second = CliffordTableau(qubitCount: 9)
    for _ in 0..<60 { appendRandomGate(to: &second, using: &stream) }
    var appended = first
    appended.append(second, at: Array(0..<9))
    #expect(appended == first.then(second))
  }
}
